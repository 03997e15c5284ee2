/** What a command of a simulated pod is joined to: a channel of SSH, or what a shell on a terminal makes of one. */
import type { Duplex, Writable } from 'node:stream';

export type CommandChannel = Duplex & { readonly stderr: Writable; exit(code: number): void };
