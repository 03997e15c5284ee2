/** Where the console keeps what outlives it: jobs, benchmarks, histories. */
import { isAbsolute, join } from 'node:path';
import type { Environment } from './paths.ts';

/** `~/.local/state/pod-engine`, or in XDG_STATE_HOME, of which the XDG specification wants an absolute path. */
export function stateFolder(environment: Environment, homeFolder: string): string {
  const stateHome = environment.XDG_STATE_HOME ?? '';
  return join(isAbsolute(stateHome) ? stateHome : join(homeFolder, '.local', 'state'), 'pod-engine');
}
