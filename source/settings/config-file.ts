import { z } from 'zod';
import { nearestWord } from '../base/nearest.ts';
import { readYaml } from '../base/yaml-lines.ts';
import { budgetSchema, idleRuleSchema } from './money-schema.ts';
import { problem, type SettingsProblem } from './problem.ts';

/** One key, or two pressed one after the other. */
const keyText = z.string().min(1).max(40);

const configSchema = z.strictObject({
  apiKey: z.string().min(1).nullish(),
  apiKeyCommand: z
    .union([z.string().min(1), z.array(z.string()).min(1)], 'expected a command: text, or a list of words')
    .nullish(),
  api: z.string().nullish(),
  apiUrl: z.string().nullish(),
  restUrl: z.string().nullish(),
  hosts: z.array(z.unknown()).max(1000).nullish(),
  identity: z.string().min(1).nullish(),
  intervalMs: z.number().nullish(),
  ascii: z.boolean().nullish(),
  theme: z.string().nullish(),
  readOnly: z.boolean().nullish(),
  budget: budgetSchema.nullish(),
  idle: z.array(idleRuleSchema).max(100).nullish(),
  idleGpuPercent: z.number().min(0.1).max(100).nullish(),
  stoppedAfterDays: z.number().min(0).max(3650).nullish(),
  sshTransport: z.string().nullish(),
  sshProxy: z.boolean().nullish(),
  shellFilter: z.boolean().nullish(),
  keys: z.record(z.string().min(1).max(100), z.union([keyText, z.array(keyText).min(1).max(3)])).nullish(),
});

/** What stands in the file, of the right types; the values are judged where all sources come together. */
export type ConfigValues = z.infer<typeof configSchema>;

export type ConfigFile = {
  readonly values: ConfigValues;
  /** The line of a value, by its path. */
  lineOf(path: readonly PropertyKey[]): number | null;
};

export type ConfigResult =
  | { readonly ok: true; readonly value: ConfigFile }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/** Reads the text of the configuration file: YAML 1.2, one map, no key that is not known. */
export function parseConfig(source: string, text: string): ConfigResult {
  const yaml = readYaml(text);
  if (!yaml.ok) {
    const problems = yaml.faults.map(({ line, message }) =>
      problem({ source, line }, `is not valid YAML: ${message}`, 'Correct the line.'),
    );
    return { ok: false, problems };
  }
  const { plain, lineOf, lineOfKey } = yaml.value;
  return checkTypes({ source, plain, lineOf, lineOfKey });
}

type Unchecked = {
  readonly source: string;
  readonly plain: unknown;
  readonly lineOf: ConfigFile['lineOf'];
  readonly lineOfKey: (path: readonly PropertyKey[], key: string) => number | null;
};

function checkTypes({ source, plain, lineOf, lineOfKey }: Unchecked): ConfigResult {
  const parsed = configSchema.safeParse(plain ?? {});
  if (parsed.success) return { ok: true, value: { values: parsed.data, lineOf } };
  const problems = parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        unknownKey({ source, line: lineOfKey(issue.path, key), key, known: keysAt(issue.path) }),
      );
    }
    const key = issue.path.join('.');
    const place = { source, line: lineOf(issue.path), key: key === '' ? null : key };
    const value = /^apiKey/.test(key) || key === '' ? undefined : valueAt(plain, issue.path);
    return [problem(place, misfitText(issue), hintFor(key), value)];
  });
  return { ok: false, problems };
}

const configKeys: readonly string[] = Object.keys(configSchema.shape);

/** Of the map in which the unknown key stands. */
function keysAt([name]: readonly PropertyKey[]): readonly string[] {
  if (name === 'budget') return Object.keys(budgetSchema.shape);
  return name === 'idle' ? Object.keys(idleRuleSchema.shape) : configKeys;
}

type UnknownKey = {
  readonly source: string;
  readonly line: number | null;
  readonly key: string;
  readonly known: readonly string[];
};

/** zod speaks of what is not there as of a value called undefined. */
export function misfitText({ code, message }: z.core.$ZodIssue): string {
  const isMissing = code === 'invalid_type' && /received undefined$/.test(message);
  return isMissing ? 'is missing' : `does not fit (${message})`;
}

/** The value is not shown: under a mistyped name there may be an API key. */
export function unknownKey({ source, line, key, known }: UnknownKey): SettingsProblem {
  const nearest = nearestWord(key, known);
  const hint =
    nearest === null
      ? `Known are: ${known.join(', ')}.`
      : `Is "${nearest}" meant? Known are: ${known.join(', ')}.`;
  return problem({ source, line, key }, 'is not a setting', hint);
}

function hintFor(key: string): string {
  const name = key.split('.')[0] ?? '';
  return hints[name] ?? 'The file is a map of names and values, e.g. "intervalMs: 1000".';
}

const hints: Readonly<Record<string, string>> = {
  apiKey: 'Write the key in quotes, or use apiKeyCommand.',
  apiKeyCommand: 'Write a command line, e.g. "pass show runpod", or a list of words.',
  api: 'Write auto, graphql or rest.',
  apiUrl: 'Write a URL, e.g. https://api.runpod.io/graphql.',
  restUrl: 'Write a URL, e.g. https://api.runpod.io/v2.',
  hosts:
    'Write a list, each entry as [user@]host[:port] or with host, port, user, name, identity and sshTransport.',
  identity: 'Write the path of a private key, e.g. ~/.ssh/id_ed25519.',
  intervalMs: 'Write milliseconds as a number, e.g. 1000.',
  ascii: 'Write true or false.',
  theme: "Write the theme's name.",
  readOnly: 'Write true or false.',
  budget: 'Write amounts in dollars: "budget: {perDay: 50, perMonth: 900, perHour: 4, runwayHours: 48}".',
  idle: 'Write a list, each as {pods: "spare-*", after: 45m, then: remind, ask or stop, grace: 5m}.',
  idleGpuPercent: 'Write a number from 0.1 to 100, e.g. 5.',
  stoppedAfterDays: 'Write a number of days, e.g. 7.',
  sshTransport: 'Write auto, ssh2 or system.',
  sshProxy: 'Write true or false.',
  shellFilter: 'Write true or false.',
  keys: 'Write ids of docs/keys.md and one to three keys each: "keys: {pods.shell: X, page.alerts: [A, F2]}".',
};

function valueAt(plain: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === String(key))?.[1];
  }, plain);
}
