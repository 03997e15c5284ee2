/** Where the application of this pod is, by variables of this process or, over SSH, of the container's first one. */
import type { Host } from '../host/host.ts';

const names = ['POD_AGENT_APP_PORT', 'POD_AGENT_APP_PATH'] as const;

export async function readAppVariables(host: Host): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  // A login over SSH has none of the container's variables: they are in PID 1's environment only.
  const answer = await host.answer({ kind: 'environment', id: 'app', cadence: 'once', names });
  for (const line of answer.ok ? answer.text.split('\n') : []) {
    const at = line.indexOf('=');
    if (at > 0) found[line.slice(0, at)] = line.slice(at + 1);
  }
  for (const name of names) {
    const own = process.env[name];
    if (own !== undefined) found[name] = own;
  }
  return found;
}
