import { z } from 'zod';
import { misfitText, unknownKey } from './config-file.ts';
import { checkHost, checkUsername, isPort, parseHostTarget } from './host-target.ts';
import { type SshTransport, sshTransports, transportHint } from './options.ts';
import { homePath } from './paths.ts';
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

export type HostsFound = {
  readonly hosts: readonly HostSetting[];
  readonly problems: readonly SettingsProblem[];
};

export type HostSources = {
  readonly flags: readonly string[];
  readonly entries: readonly unknown[];
  /** Of an entry of the file, by its index. */
  readonly placeOf: (index: number) => Place;
  readonly homeFolder: string;
};

/** All hosts, those of the command line first. The same user, host and port given twice is one host. */
export function readHosts({ flags, entries, placeOf, homeFolder }: HostSources): HostsFound {
  const read = [
    ...flags.map((flag) => fromText(flag, { source: 'the command line', key: '--ssh' })),
    ...entries.map((entry, index) =>
      typeof entry === 'string'
        ? fromText(entry, placeOf(index))
        : fromRecord({ entry, place: placeOf(index), homeFolder }),
    ),
  ];
  const hosts = read.flatMap(({ host }) => (host === null ? [] : [host]));
  return { hosts: named(distinct(hosts)), problems: read.flatMap(({ problems }) => problems) };
}

type OneHost = { readonly host: HostSetting | null; readonly problems: readonly SettingsProblem[] };

function fromText(text: string, place: Place): OneHost {
  const parsed = parseHostTarget(text);
  if (!parsed.ok) return { host: null, problems: [problem(place, parsed.reason, parsed.hint, text)] };
  const { host, port, username } = parsed.value;
  return {
    host: { name: addressName({ host, port }), host, port, username: username ?? 'root', identity: null },
    problems: [],
  };
}

const recordSchema = z.strictObject({
  host: z.string(),
  name: z.string().min(1).max(60).nullish(),
  port: z.number().nullish(),
  user: z.string().nullish(),
  identity: z.string().min(1).nullish(),
  sshTransport: z.enum(sshTransports, transportHint).nullish(),
});

function fromRecord({
  entry,
  place,
  homeFolder,
}: {
  entry: unknown;
  place: Place;
  homeFolder: string;
}): OneHost {
  const parsed = recordSchema.safeParse(entry);
  if (!parsed.success)
    return { host: null, problems: parsed.error.issues.flatMap((issue) => misfit(issue, place)) };
  const { host, name, port, user, identity, sshTransport } = parsed.data;
  const address = host.replace(/^\[(.*)\]$/, '$1');
  const problems: SettingsProblem[] = [];
  const refusedHost = checkHost(address);
  if (refusedHost !== null)
    problems.push(problem(within(place, 'host'), refusedHost.reason, refusedHost.hint));
  const refusedUser = checkUsername(user ?? 'root');
  if (refusedUser !== null)
    problems.push(problem(within(place, 'user'), refusedUser.reason, refusedUser.hint));
  if (!isPort(port ?? 22)) {
    problems.push(problem(within(place, 'port'), 'is no port', 'A port is a number from 1 to 65535.', port));
  }
  const setting = {
    name: name ?? addressName({ host: address, port: port ?? 22 }),
    host: address,
    port: port ?? 22,
    username: user ?? 'root',
    identity: identity ? homePath(identity, homeFolder) : null,
    ...(sshTransport ? { sshTransport } : {}),
  };
  return { host: problems.length === 0 ? setting : null, problems };
}

function misfit(issue: z.core.$ZodIssue, place: Place): SettingsProblem[] {
  const line = place.line ?? null;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      unknownKey({ source: place.source, line, key, known: Object.keys(recordSchema.shape) }),
    );
  }
  const hint =
    'Write [user@]host[:port], or a map of host, and perhaps port, user, name, identity and sshTransport.';
  return [problem(within(place, issue.path.join('.')), misfitText(issue), hint)];
}

function within(place: Place, field: string): Place {
  return field === '' ? place : { ...place, key: `${place.key ?? 'hosts'}.${field}` };
}

function distinct(hosts: readonly HostSetting[]): readonly HostSetting[] {
  const seen = new Set<string>();
  return hosts.filter(({ username, host, port }) => {
    const address = `${username}@${host}:${port}`;
    const isNew = !seen.has(address);
    seen.add(address);
    return isNew;
  });
}

/**
 * Whatever other hosts there are, so that a command that is given one of them and a console that is given all call it the
 * same: the port stands there where it is not the usual one.
 */
function addressName({ host, port }: Pick<HostSetting, 'host' | 'port'>): string {
  return port === 22 ? host : withPort({ name: host, port });
}

function withPort({ name, port }: Pick<HostSetting, 'name' | 'port'>): string {
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Two hosts of one name are told apart by their ports, and if those are equal too, by their users. */
function named(hosts: readonly HostSetting[]): readonly HostSetting[] {
  const withPorts = renamed(hosts, (host) =>
    host.port !== 22 && host.name === addressName(host) ? host.name : withPort(host),
  );
  return renamed(withPorts, ({ name, username }) => `${username}@${name}`);
}

function renamed(
  hosts: readonly HostSetting[],
  rename: (host: HostSetting) => string,
): readonly HostSetting[] {
  return hosts.map((host) => {
    const isShared = hosts.some((other) => other !== host && other.name === host.name);
    return isShared ? { ...host, name: rename(host) } : host;
  });
}
