/** A host as one writes it in a line, `[user@]host[:port]`, and the name that it has on the screen. */
import { parseHostTarget } from './host-target.ts';
import type { SshTransport } from './options.ts';
import { type Place, problem, type SettingsProblem } from './problem.ts';

/** A host to watch over SSH that no API speaks of. */
export type HostSetting = {
  /** For the screen; unique among the hosts. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** root where none is given, as on RunPod's images. */
  readonly username: string;
  /** Path of the private key for this host; null: the general one. */
  readonly identity: string | null;
  /** How SSH goes there; absent: as the general setting says. */
  readonly sshTransport?: SshTransport;
};

/** null: it has problems. */
export type OneHost = { readonly host: HostSetting | null; readonly problems: readonly SettingsProblem[] };

export function hostOfText(text: string, place: Place): OneHost {
  const parsed = parseHostTarget(text);
  if (!parsed.ok) return { host: null, problems: [problem(place, parsed.reason, parsed.hint, text)] };
  const { host, port, username } = parsed.value;
  return {
    host: { name: addressName({ host, port }), host, port, username: username ?? 'root', identity: null },
    problems: [],
  };
}

/**
 * Whatever other hosts there are, so that a command that is given one of them and a console that is given all call it the
 * same: the port stands there where it is not the usual one.
 */
export function addressName({ host, port }: Pick<HostSetting, 'host' | 'port'>): string {
  return port === 22 ? host : withPort({ name: host, port });
}

export function withPort({ name, port }: Pick<HostSetting, 'name' | 'port'>): string {
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}
