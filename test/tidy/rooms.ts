/** The room table of docs/architecture.md, as data. A room is the longest folder that holds a file. */

export type Room = {
  readonly folder: string;
  /** Rooms it may import from, besides itself. */
  readonly mayImport: readonly string[];
  /** Pure rooms import no Node module and read no clock, chance, process or network. */
  readonly pure?: true;
};

const agentRooms = [
  'pod-agent/protocol',
  'pod-agent/host',
  'pod-agent/collectors',
  'pod-agent/health',
  'pod-agent/settings',
  'pod-agent/pages',
  'pod-agent/tunings',
  'pod-agent/checks',
  'pod-agent/measures',
  'pod-agent/jobs',
  'pod-agent/nginx',
  'pod-agent/metrics',
  'pod-agent/outlets',
  'pod-agent/supervisor',
  'pod-agent/ssh-server',
  'pod-agent/switch',
  'pod-agent/startup',
];

export const rooms: readonly Room[] = [
  { folder: 'pod-agent/protocol', mayImport: [], pure: true },
  { folder: 'pod-agent/host', mayImport: ['pod-agent/protocol'] },
  { folder: 'pod-agent/collectors', mayImport: ['pod-agent/protocol', 'pod-agent/host'], pure: true },
  { folder: 'pod-agent/health', mayImport: ['pod-agent/protocol'], pure: true },
  { folder: 'pod-agent/settings', mayImport: ['pod-agent/health'], pure: true },
  { folder: 'pod-agent/pages', mayImport: ['pod-agent/settings'], pure: true },
  { folder: 'pod-agent/tunings', mayImport: ['pod-agent/protocol', 'pod-agent/host'] },
  {
    folder: 'pod-agent/checks',
    mayImport: [
      'pod-agent/protocol',
      'pod-agent/host',
      'pod-agent/collectors',
      'pod-agent/health',
      'pod-agent/settings',
      'pod-agent/pages',
    ],
    pure: true,
  },
  {
    folder: 'pod-agent/measures',
    mayImport: ['pod-agent/protocol', 'pod-agent/host', 'pod-agent/collectors'],
  },
  { folder: 'pod-agent/jobs', mayImport: ['pod-agent/protocol', 'pod-agent/host'] },
  { folder: 'pod-agent/nginx', mayImport: [], pure: true },
  {
    folder: 'pod-agent/metrics',
    mayImport: ['pod-agent/protocol', 'pod-agent/host', 'pod-agent/collectors'],
    pure: true,
  },
  {
    folder: 'pod-agent/outlets',
    mayImport: ['pod-agent/protocol', 'pod-agent/host', 'pod-agent/settings'],
  },
  { folder: 'pod-agent/supervisor', mayImport: ['pod-agent/protocol', 'pod-agent/host'] },
  {
    folder: 'pod-agent/ssh-server',
    mayImport: ['pod-agent/protocol', 'pod-agent/host', 'pod-agent/supervisor'],
  },
  {
    folder: 'pod-agent/switch',
    mayImport: ['pod-agent/protocol', 'pod-agent/host', 'pod-agent/settings', 'pod-agent/outlets'],
  },
  {
    folder: 'pod-agent/startup',
    mayImport: [
      'pod-agent/protocol',
      'pod-agent/host',
      'pod-agent/settings',
      'pod-agent/pages',
      'pod-agent/tunings',
      'pod-agent/nginx',
      'pod-agent/outlets',
      'pod-agent/supervisor',
    ],
  },
  // It runs in the visitor's browser, so nothing of the agent itself may come with it.
  { folder: 'pod-agent/site', mayImport: ['pod-agent/protocol'] },
  { folder: 'pod-agent', mayImport: agentRooms },
  { folder: 'source/base', mayImport: [] },
  { folder: 'source/fleet', mayImport: ['source/base', 'pod-agent/protocol'], pure: true },
  { folder: 'source/settings', mayImport: ['source/base'] },
  { folder: 'source/runpod', mayImport: ['source/base', 'source/fleet', 'source/settings'] },
  {
    folder: 'source/ssh',
    mayImport: [
      'source/base',
      'source/fleet',
      'pod-agent/protocol',
      'pod-agent/host',
      'pod-agent/collectors',
      'pod-agent/health',
    ],
  },
  { folder: 'source/jobs/model', mayImport: ['source/base', 'pod-agent/protocol'], pure: true },
  { folder: 'source/jobs/programs', mayImport: ['source/base'] },
  { folder: 'source/jobs/git', mayImport: ['source/base', 'source/jobs/programs'] },
  { folder: 'source/jobs/container', mayImport: ['source/base', 'source/jobs/programs'] },
  { folder: 'source/jobs/registry', mayImport: ['source/base', 'source/jobs/programs'] },
  { folder: 'source/jobs/project', mayImport: ['source/base', 'source/jobs/model', 'source/jobs/programs'] },
  { folder: 'source/jobs/releases', mayImport: ['source/base', 'source/jobs/model', 'source/jobs'] },
  {
    folder: 'source/jobs/deploy',
    mayImport: [
      'source/base',
      'source/fleet',
      'source/life',
      'source/runpod',
      'source/ssh',
      'source/jobs',
      'source/jobs/model',
      'source/jobs/programs',
      'source/jobs/git',
      'source/jobs/container',
      'source/jobs/registry',
      'source/jobs/project',
      'source/jobs/releases',
      'pod-agent/protocol',
    ],
  },
  {
    folder: 'source/jobs',
    mayImport: [
      'source/base',
      'source/fleet',
      'source/jobs/model',
      'source/runpod',
      'source/ssh',
      'pod-agent/protocol',
      'pod-agent/host',
      'pod-agent/collectors',
      'pod-agent/checks',
      'pod-agent/measures',
    ],
  },
  { folder: 'source/life', mayImport: ['source/base', 'source/fleet', 'pod-agent/protocol'], pure: true },
  { folder: 'source/logs/model', mayImport: ['source/base'], pure: true },
  {
    folder: 'source/logs',
    mayImport: [
      'source/base',
      'source/runpod',
      'source/ssh',
      'source/logs/model',
      'source/logs/buffer',
      'source/logs/search',
      'source/logs/sources',
    ],
  },
  { folder: 'source/logs/buffer', mayImport: ['source/logs/model'] },
  { folder: 'source/logs/search', mayImport: ['source/logs/model', 'source/logs/buffer'] },
  {
    folder: 'source/logs/sources',
    mayImport: ['source/base', 'source/runpod', 'source/ssh', 'source/logs/model'],
  },
  { folder: 'source/money', mayImport: ['source/base', 'source/fleet', 'pod-agent/protocol'], pure: true },
  { folder: 'source/advice', mayImport: ['source/base', 'source/fleet', 'pod-agent/protocol'], pure: true },
  {
    folder: 'source/history',
    mayImport: ['source/base', 'source/fleet', 'source/advice', 'source/money', 'pod-agent/protocol'],
  },
  {
    folder: 'source/alerts',
    mayImport: ['source/base', 'source/fleet', 'source/money', 'pod-agent/protocol'],
    pure: true,
  },
  {
    folder: 'source/watch',
    mayImport: [
      'source/base',
      'source/fleet',
      'source/runpod',
      'source/ssh',
      'source/alerts',
      'source/money',
      'source/life',
      'pod-agent/protocol',
    ],
  },
  { folder: 'source/terminal', mayImport: ['source/base'] },
  {
    folder: 'source/access',
    mayImport: ['source/base', 'source/fleet', 'source/ssh', 'source/terminal'],
  },
  {
    folder: 'source/ui',
    mayImport: [
      'source/base',
      'source/fleet',
      'source/alerts',
      'source/advice',
      'source/life',
      'source/money',
      'source/jobs/model',
      'source/logs/model',
      'source/terminal',
      'pod-agent/protocol',
    ],
    pure: true,
  },
  { folder: 'source/simulator', mayImport: ['source/base', 'pod-agent', ...agentRooms] },
  {
    folder: 'source/commands',
    mayImport: [
      'source/base',
      'source/fleet',
      'source/settings',
      'source/runpod',
      'source/ssh',
      'source/alerts',
      'source/watch',
      'source/access',
      'source/jobs',
      'source/jobs/model',
      'source/jobs/programs',
      'source/jobs/git',
      'source/jobs/container',
      'source/jobs/registry',
      'source/jobs/project',
      'source/jobs/releases',
      'source/jobs/deploy',
      'source/advice',
      'source/life',
      'source/money',
      'source/history',
      'source/logs',
      'source/logs/model',
      'source/logs/search',
      'source/logs/sources',
      'source/terminal',
      'source/ui',
      'source/simulator',
      'pod-agent/protocol',
    ],
  },
  { folder: 'source', mayImport: ['source/base', 'source/commands'] },
];

/** What a user or a browser starts; every other file must be reached from one of these. */
export const entryPoints: readonly string[] = [
  'source/cli.ts',
  'pod-agent/pod-agent.ts',
  'pod-agent/site/main.ts',
];

/** Tables of records: each record's file is listed in the index, under the name of its file. */
export type RecordTable = {
  readonly index: string;
  /** How a record of this table is recognised in its file. */
  readonly record: RegExp;
  /** Gives the record's name, to be compared with the file's. */
  readonly name: RegExp;
};

export const recordTables: readonly RecordTable[] = [
  {
    index: 'pod-agent/collectors/index.ts',
    record: /^export const \w+: Collector</m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'pod-agent/tunings/index.ts',
    record: /^export const \w+: Tuning\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'pod-agent/checks/index.ts',
    record: /^export const \w+: Check\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'source/jobs/outside/index.ts',
    record: /^export const \w+: OutsideCheck\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'pod-agent/measures/index.ts',
    record: /^export const \w+: Measure\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'pod-agent/startup/index.ts',
    record: /^export const \w+: Phase\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'pod-agent/outlets/notify/index.ts',
    record: /^export const \w+: Channel\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'source/fleet/signs/index.ts',
    record: /^export const \w+: SignRule\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'source/jobs/kinds/index.ts',
    record: /^export const \w+: KindOfJob\b/m,
    name: /\bkind: '([\w-]+)'/,
  },
  {
    index: 'source/jobs/project/lints/index.ts',
    record: /^export const \w+: DockerfileLint\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'source/jobs/deploy/steps/index.ts',
    record: /^export const \w+: Step<'/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'source/jobs/deploy/preflight/index.ts',
    record: /^export const \w+: Look\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'source/jobs/deploy/effects/index.ts',
    record: /^export const \w+: Effect<'/m,
    name: /\bkind: '([\w-]+)'/,
  },
  {
    index: 'source/jobs/deploy/ladder/index.ts',
    record: /^export const \w+: Rung\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'source/ui/tables/index.ts',
    record: /^export const \w+: Table\b/m,
    name: /\bid: '([\w-]+)'/,
  },
  {
    index: 'source/commands/index.ts',
    record: /^export const \w+: Command\b/m,
    name: /\bwords: '([\w -]*)'/,
  },
];

export function roomOf(file: string): Room | null {
  const holding = rooms.filter((room) => file.startsWith(`${room.folder}/`));
  return holding.sort((left, right) => right.folder.length - left.folder.length)[0] ?? null;
}
