/** When sshd of a pod is there: from the moment a run's ports are published until the run ends, each run on a port of its own. */
import type { ServerChannel } from 'ssh2';
import type { Clock } from '../../base/clock.ts';
import type { Run } from './life.ts';
import { openSshDoor, type SshDoor } from './ssh-door.ts';

export type Sshd = {
  /** Of the run that goes on; null while there is none. */
  port(): number | null;
  /** Of the last run that had one and has ended. */
  portBefore(): number | null;
  /** Opens it when the run's ports are published; resolves when it is open, or will not be. */
  openFor(run: Run): Promise<void>;
  /** Ends it and every connection, or what was to open it. */
  leave(): void;
  dropAll(): void;
  changeHostKey(): void;
  /** Resolves when everything that was left is closed. */
  closed(): Promise<void>;
};

export type SshdOptions = {
  readonly host: string;
  readonly clock: Clock;
  isReachable(run: Run): boolean;
  onCommand(run: Run, command: string, channel: ServerChannel): void;
  onShell(run: Run, channel: ServerChannel): void;
  placeOf(run: Run, host: string, port: number): Promise<number | null>;
};

export function createSshd(options: SshdOptions): Sshd {
  let awaited: Run | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let door: SshDoor | null = null;
  let portBefore: number | null = null;
  let closing: Promise<unknown> = Promise.resolve();

  async function open(run: Run): Promise<void> {
    const opened = await openSshDoor({
      host: options.host,
      isReachable: () => options.isReachable(run),
      onCommand: (command, channel) => options.onCommand(run, command, channel),
      onShell: (channel) => options.onShell(run, channel),
      placeOf: (inner, port) => options.placeOf(run, inner, port),
    });
    // The run may have ended in the meantime.
    if (awaited === run) door = opened;
    else await opened.close();
  }

  return {
    port: () => door?.port ?? null,
    portBefore: () => portBefore,
    async openFor(run) {
      awaited = run;
      const delayMs = run.portsAtMs - options.clock.wallMs();
      if (delayMs <= 0) await open(run);
      else timer = setTimeout(() => void open(run), delayMs);
    },
    leave() {
      clearTimeout(timer);
      awaited = null;
      portBefore = door?.port ?? portBefore;
      closing = Promise.all([closing, door?.close()]);
      door = null;
    },
    dropAll: () => door?.dropAll(),
    changeHostKey: () => door?.changeHostKey(),
    async closed() {
      await closing;
    },
  };
}
