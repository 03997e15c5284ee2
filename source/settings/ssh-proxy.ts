/** RunPod's SSH proxy as the settings have it: the usual one, another, or none. */
import { isPort, parseHostTarget } from './host-target.ts';
import type { Environment } from './paths.ts';
import { problem, type SettingsProblem } from './problem.ts';

export type SshProxySetting =
  | { readonly kind: 'usual' }
  | { readonly kind: 'at'; readonly host: string; readonly port: number }
  /** `reason`: a sentence without its full stop, e.g. "the settings refuse RunPod's proxy". */
  | { readonly kind: 'off'; readonly reason: string };

const variable = 'RUNPOD_SSH_PROXY';

/**
 * RunPod's own proxy belongs to RunPod's own API: with another, such as the simulator's, there is none unless one is named.
 *
 * @param options.isAllowed The setting sshProxy.
 */
export function readSshProxy(options: {
  readonly environment: Environment;
  readonly isAllowed: boolean;
  /** Of the wires that are asked; all of them lead to the same place. */
  readonly apiUrls: readonly string[];
}): { readonly proxy: SshProxySetting; readonly problems: readonly SettingsProblem[] } {
  const { environment, isAllowed, apiUrls } = options;
  const text = environment[variable] ?? '';
  if (!isAllowed) return found({ kind: 'off', reason: 'the settings refuse RunPod’s proxy (sshProxy)' });
  if (text === '') {
    const isRunpod = apiUrls.every((url) => /(^|\.)runpod\.io$/.test(new URL(url).hostname));
    return found(isRunpod ? { kind: 'usual' } : { kind: 'off', reason: `no proxy is named (${variable})` });
  }
  const parsed = parseHostTarget(text);
  const place = { source: 'the environment', key: variable };
  const refused = (reason: string) => ({
    proxy: { kind: 'usual' } as const,
    problems: [problem(place, reason, 'Write host:port, e.g. ssh.runpod.io:22.', text)],
  });
  if (!parsed.ok) return refused(parsed.reason);
  const { host, port, username } = parsed.value;
  if (username !== null) return refused('names a user, but each pod has its own');
  return isPort(port) ? found({ kind: 'at', host, port }) : refused('has no port');
}

function found(proxy: SshProxySetting) {
  return { proxy, problems: [] };
}
