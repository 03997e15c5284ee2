/** Every flag of the command line, once. A command names those it takes; help and parsing are made from this table. */

type FlagType = 'boolean' | 'string' | 'number';
type FlagDefinition = {
  readonly type: FlagType;
  readonly help: string;
  readonly value?: string;
  readonly shortFlag?: string;
  readonly isMultiple?: true;
};

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
  intervalMs: { type: 'number', value: 'N', help: 'time between samples, 250 to 60000; default 1000' },
  config: {
    type: 'string',
    value: 'FILE',
    help: 'configuration file; default ~/.config/pod-engine/config.yaml',
  },
  theme: { type: 'string', value: 'NAME', help: 'dark, light or colour-blind' },
  readOnly: { type: 'boolean', help: 'refuse everything that would change a pod' },
  ascii: { type: 'boolean', help: 'draw with ASCII alone' },
  color: { type: 'boolean', help: '--no-color draws without colours, as NO_COLOR does' },
  pods: { type: 'number', value: 'N', help: 'how many pods, 1 to 500; default 12' },
  seed: { type: 'number', value: 'N', help: 'same seed, same story; default 7' },
  port: { type: 'number', value: 'N', help: 'port of the API; default 0, a free one' },
  light: { type: 'boolean', help: 'small machines, for hundreds of pods' },
  samples: { type: 'number', value: 'N', help: 'end after N samples a pod' },
  gpuCount: { type: 'number', value: 'N', help: 'cards to start with; 0 starts without, to rescue data' },
  bid: { type: 'number', value: 'DOLLARS', help: 'bid per GPU and hour, for a spot pod' },
  yes: { type: 'boolean', shortFlag: 'y', help: 'do not ask' },
  timeoutMs: { type: 'number', value: 'N', help: 'give up after this long; default 20000' },
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

/** "--interval-ms N", as it is typed. */
export function flagSpelling(name: FlagName): string {
  const definition: FlagDefinition = flagTable[name];
  const long = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const short = definition.shortFlag === undefined ? '' : `-${definition.shortFlag}, `;
  return `${short}${long}${definition.value === undefined ? '' : ` ${definition.value}`}`;
}
