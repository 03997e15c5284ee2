/** All hosts that are watched over SSH beside the API's pods: each once, and no two of one name. */
import { addressName, type HostSetting, hostOfText, type OneHost, withPort } from './host-text.ts';
import type { SettingsProblem } from './problem.ts';

export type { HostSetting } from './host-text.ts';

export type HostsFound = {
  readonly hosts: readonly HostSetting[];
  readonly problems: readonly SettingsProblem[];
};

export type HostSources = {
  readonly flags: readonly string[];
  /** Those of the configuration file. */
  readonly entries: readonly OneHost[];
};

/** All hosts, those of the command line first. The same user, host and port given twice is one host. */
export function readHosts({ flags, entries }: HostSources): HostsFound {
  const read = [
    ...flags.map((flag) => hostOfText(flag, { source: 'the command line', key: '--ssh' })),
    ...entries,
  ];
  const hosts = read.flatMap(({ host }) => (host === null ? [] : [host]));
  return { hosts: named(distinct(hosts)), problems: read.flatMap(({ problems }) => problems) };
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
