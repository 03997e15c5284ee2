/** A block for the user's own ssh (ssh_config(5)): one host a pod, with the key that the pod is known by. */
import type { Pod, SshEndpoint } from '../fleet/pod.ts';
import type { Pin } from '../ssh/trust-store.ts';

export type ConfigHost = {
  readonly pod: Pod;
  /** null: none was seen yet, or the pod was made anew since. */
  readonly pin: Pin | null;
  /** null: whatever ssh offers by itself. */
  readonly identityFile: string | null;
};

export type ConfigPlan = {
  readonly hosts: readonly ConfigHost[];
  readonly knownHostsPath: string;
};

/** What names, addresses and users may consist of: they come from an API, and a line break would begin an option. */
const plainWord = /^[\w.@:-]{1,253}$/;

export function sshConfigText({ hosts, knownHostsPath }: ConfigPlan): string {
  const blocks = hosts.map((host) => blockOf(host, knownHostsPath).join('\n'));
  return `# Made by pod-engine ssh-config; made anew, it is replaced.\n\n${blocks.join('\n\n')}\n`;
}

/** The host of a pod among the keys: its address is another pod's tomorrow. */
export function hostKeyAlias(pod: Pod): string {
  return `pod-engine-${pod.id.replaceAll(/[^\w.-]/g, '-')}`;
}

/** Lines for known_hosts: those that are pinned, and of the file as it stands those that ssh itself has learnt. */
export function knownHostsText(hosts: readonly ConfigHost[], before: string): string {
  const pinned = hosts.flatMap(({ pod, pin }) =>
    pin !== null && plainWord.test(pin.type) && /^[\w+/=]+$/.test(pin.blob)
      ? [`${hostKeyAlias(pod)} ${pin.type} ${pin.blob}`]
      : [],
  );
  const aliases = new Set(pinned.map((line) => line.split(' ')[0]));
  const learnt = before.split('\n').filter((line) => line.trim() !== '' && !aliases.has(line.split(' ')[0]));
  return [...pinned, ...learnt].map((line) => `${line}\n`).join('');
}

/** What ssh is asked for: the name where it is one plain word, else the id, else what is left of the name. */
export function hostName(pod: Pod): string | null {
  const made = pod.name.replaceAll(/[^\w.-]+/g, '-').slice(0, 100);
  return [pod.name, pod.id, made].find(isPlainName) ?? null;
}

function isPlainName(word: string): boolean {
  return /^\w[\w.-]{0,100}$/.test(word);
}

function blockOf(host: ConfigHost, knownHostsPath: string): readonly string[] {
  const { pod } = host;
  const name = hostName(pod);
  const endpoint = pod.ssh ?? pod.proxySsh;
  if (name === null || endpoint === null || !isPlain(endpoint))
    return [`# ${hostKeyAlias(pod)}: left out, what the API says of it is no address or no name`];
  const names = [...new Set([name, pod.id])].filter(isPlainName);
  const head = [`Host ${names.join(' ')}`, `  HostName ${endpoint.host}`, `  Port ${endpoint.port}`];
  const identity =
    host.identityFile === null
      ? []
      : [`  IdentityFile ${pathWord(host.identityFile)}`, '  IdentitiesOnly yes'];
  const rest = pod.ssh === null ? viaProxy : pinnedLines(host, knownHostsPath);
  return [...head, `  User ${endpoint.username}`, ...identity, ...rest, '  ForwardAgent no'];
}

function isPlain({ host, username }: SshEndpoint): boolean {
  return plainWord.test(host) && plainWord.test(username);
}

const viaProxy = [
  "  # RunPod's proxy gives an interactive shell and nothing else: no commands, no files, no forwards.",
  '  RequestTTY force',
  '  StrictHostKeyChecking accept-new',
];

function pinnedLines({ pod, pin }: ConfigHost, knownHostsPath: string): readonly string[] {
  const known =
    pin === null
      ? [
          '  # Its key is not known yet: the first connection takes what is shown. pod-engine ssh pins it.',
          '  StrictHostKeyChecking accept-new',
        ]
      : ['  StrictHostKeyChecking yes'];
  return [
    `  HostKeyAlias ${hostKeyAlias(pod)}`,
    `  UserKnownHostsFile ${pathWord(knownHostsPath)}`,
    '  GlobalKnownHostsFile /dev/null',
    ...known,
  ];
}

/** ssh takes a percent sign in a path for the beginning of a token. */
function pathWord(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`;
}
