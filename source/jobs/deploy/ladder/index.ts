/** The rungs of readiness, from the bottom. They may be reached in another order. */
import { gpu } from './gpu.ts';
import { http } from './http.ts';
import { placed } from './placed.ts';
import { pulling } from './pulling.ts';
import type { Rung } from './rung.ts';
import { ssh } from './ssh.ts';
import { starting } from './starting.ts';
import { version } from './version.ts';

export const rungs: readonly Rung[] = [placed, pulling, starting, ssh, gpu, http, version];
