/** Every flag of the command line, once. A command names those it takes; help and parsing are made from this table. */
import type { FlagDefinition } from './flag-definition.ts';
import { logFlags } from './flags-logs.ts';
import { rentFlags } from './flags-rent.ts';

export type { FlagDefinition, NumberRange } from './flag-definition.ts';

export const flagTable = {
  json: { type: 'boolean', help: 'one JSON document on standard output' },
  jsonl: { type: 'boolean', help: 'a stream of JSON, one object a line' },
  ssh: {
    type: 'string',
    isMultiple: true,
    value: '[user@]host[:port]',
    help: 'watch this host too; may be given often',
  },
  identity: { type: 'string', shortFlag: 'i', value: 'FILE', help: 'private key for SSH' },
  intervalMs: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 250, max: 60_000 },
    help: 'time between samples, 250 to 60000; default 1000',
  },
  config: {
    type: 'string',
    value: 'FILE',
    help: 'configuration file; default ~/.config/pod-engine/config.yaml',
  },
  api: { type: 'string', value: 'WIRE', help: "RunPod's wire: auto, graphql or rest; default auto" },
  theme: { type: 'string', value: 'NAME', help: 'dark, light or colour-blind' },
  readOnly: { type: 'boolean', help: 'refuse everything that would change a pod' },
  shellFilter: {
    type: 'boolean',
    isRefusal: true,
    help: 'let what a shell in a pod writes act on the terminal: its clipboard, its windows',
  },
  tty: { type: 'boolean', shortFlag: 't', help: 'give the command a terminal' },
  address: {
    type: 'string',
    value: 'IP',
    help: 'listen on this address of this machine; default 127.0.0.1, so that nobody else can connect',
  },
  write: {
    type: 'string',
    value: 'FILE',
    help: 'write the block and the pinned host keys to files, for an Include in ~/.ssh/config',
  },
  ascii: { type: 'boolean', help: 'draw with ASCII alone' },
  color: { type: 'boolean', isRefusal: true, help: 'draw without colours, as NO_COLOR does' },
  pods: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 1, max: 500 },
    help: 'how many pods, 1 to 500; default 12, from an image 2',
  },
  seed: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 0, max: 4_294_967_295 },
    help: 'same seed, same story; default 7',
  },
  port: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 0, max: 65_535 },
    help: 'port of the API; default 0, a free one',
  },
  light: { type: 'boolean', help: 'small machines, for hundreds of pods' },
  podsFromImage: {
    type: 'string',
    value: 'IMAGE',
    help: 'pods are containers of this local image, run by CONTAINER_ENGINE, podman or docker',
  },
  containers: {
    type: 'boolean',
    help: 'pods that are rented become containers of their image, pulled and run by CONTAINER_ENGINE, podman or docker',
  },
  publicKey: {
    type: 'string',
    value: 'FILE',
    help: 'key that such pods let in; default the first of ~/.ssh/id_ed25519.pub, id_ecdsa.pub, id_rsa.pub',
  },
  samples: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 1 },
    help: 'end after N samples a pod',
  },
  gpuCount: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 0 },
    help: 'cards to start with; 0 starts without, to rescue data',
  },
  bid: {
    type: 'number',
    value: 'DOLLARS',
    range: { isWhole: false, above: 0 },
    help: 'bid per GPU and hour, for a spot pod; default the lowest that RunPod names',
  },
  watchMinutes: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 0, max: 360 },
    help: 'watch the pod for so long first; default 0: only what the console has kept',
  },
  yes: { type: 'boolean', shortFlag: 'y', help: 'do not ask' },
  bundle: { type: 'string', value: 'FILE', help: 'write one redacted archive for support' },
  quick: { type: 'boolean', help: 'a benchmark of 10 s in place of 60 s' },
  force: {
    type: 'boolean',
    help: 'measure also a pod that is busy; replace a file that is there; with --abort, end it whatever could not be undone',
  },
  baseline: {
    type: 'string',
    value: 'NAME',
    help: 'compare with the run kept by this name; default the last run',
  },
  expectChanged: {
    type: 'string',
    value: 'NAMES',
    help: 'what is meant to differ from that run, with commas between, as image,configuration',
  },
  saveAs: { type: 'string', value: 'NAME', help: 'keep the run by this name' },
  outwardUrl: { type: 'string', value: 'URL', help: 'measure the network outward too, by loading this URL' },
  outside: { type: 'boolean', help: "measure also from here, through RunPod's proxy" },
  markdown: { type: 'boolean', help: 'the report as Markdown on standard output' },
  dryRun: { type: 'boolean', help: 'look, and change nothing' },
  file: {
    type: 'string',
    shortFlag: 'f',
    value: 'FILE',
    help: 'the project; default the nearest pod-engine.yaml upwards',
  },
  plan: {
    type: 'boolean',
    help: 'show what would be done, and change nothing',
  },
  only: { type: 'string', value: 'STEPS', help: 'these steps alone, with commas between, as build,try' },
  from: {
    type: 'string',
    value: 'STEP',
    help: 'begin with this step; those before it as they were done last',
  },
  skip: { type: 'string', value: 'STEPS', help: 'leave these steps out, with commas between' },
  again: { type: 'boolean', help: 'do also what has not changed since it was done last' },
  setVersion: { type: 'string', value: 'X.Y.Z', help: 'the version to deploy; default as the project says' },
  allowDirty: { type: 'boolean', help: 'also what is not committed; such a release is never tagged' },
  newPod: { type: 'boolean', help: 'on a new pod, and leave others as they are' },
  inPlace: { type: 'string', value: 'POD', help: 'change this pod; all outside of its volume is lost' },
  blueGreen: { type: 'string', value: 'POD', help: 'on a new pod; when it is proved, stop this one' },
  gpu: {
    type: 'string',
    isMultiple: true,
    value: 'TYPE',
    help: "a GPU type in place of the project's; may be given often, in order of wish",
  },
  region: {
    type: 'string',
    isMultiple: true,
    value: 'ID',
    help: 'a data centre, as EU-RO-1; may be given often, in order of wish',
  },
  count: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 1, max: 64 },
    help: 'cards that one pod is to have; default 1',
  },
  size: {
    type: 'number',
    value: 'GB',
    range: { isWhole: true, min: 1, max: 100_000 },
    help: 'of a network volume',
  },
  username: { type: 'string', value: 'USER', help: 'the login at the registry' },
  confirm: { type: 'string', value: 'NAME', help: 'the name that would have to be typed' },
  for: { type: 'string', value: 'WHAT', help: 'running, ssh, http or gpu; default ssh' },
  timeout: { type: 'string', value: 'TIME', help: 'give up after this long, as 90s or 10m; default 10m' },
  httpPort: {
    type: 'number',
    value: 'PORT',
    range: { isWhole: true, min: 1, max: 65_535 },
    help: 'port inside the pod; default its first one that is served over HTTP',
  },
  ...rentFlags,
  settings: {
    type: 'string',
    value: 'FILE',
    help: 'the new settings, as --print gives them; - is standard input',
  },
  print: { type: 'boolean', help: 'print the settings and change nothing' },
  resume: { type: 'boolean', help: 'go on with the deploy that did not come to its end' },
  abort: { type: 'boolean', help: 'undo the deploy that did not come to its end' },
  all: { type: 'boolean', help: 'of all projects that were deployed from here' },
  ...logFlags,
  today: { type: 'boolean', help: 'this UTC day alone' },
  month: { type: 'boolean', help: 'this UTC month alone' },
  days: {
    type: 'number',
    value: 'N',
    range: { isWhole: true, min: 1, max: 365 },
    help: 'the last N UTC days, today among them',
  },
  timeoutMs: {
    type: 'number',
    value: 'N',
    // setTimeout knows no longer time: with one it fires at once.
    range: { isWhole: true, min: 100, max: 2_147_483_647 },
    help: 'give up on a pod after this long; health and alerts 20000, monitor with --samples 30000',
  },
} as const satisfies Record<string, FlagDefinition>;

export type FlagName = keyof typeof flagTable;

type ValueOf<Definition> = Definition extends { isMultiple: true }
  ? readonly string[]
  : Definition extends { type: 'boolean' }
    ? boolean
    : Definition extends { type: 'number' }
      ? number
      : string;

/** What a command is given: only flags that were there. */
export type Flags = { readonly [Name in FlagName]?: ValueOf<(typeof flagTable)[Name]> | undefined };

/** As flagTable has it, with what only some flags have. */
export function flagDefinition(name: FlagName): FlagDefinition {
  return flagTable[name];
}

/** "--interval-ms", without its value. */
export function flagName(name: FlagName): string {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return flagDefinition(name).isRefusal ? `--no-${words}` : `--${words}`;
}

/** "--interval-ms N", as it is typed. */
export function flagSpelling(name: FlagName): string {
  const definition = flagDefinition(name);
  const long = flagName(name);
  const short = definition.shortFlag === undefined ? '' : `-${definition.shortFlag}, `;
  return `${short}${long}${definition.value === undefined ? '' : ` ${definition.value}`}`;
}
