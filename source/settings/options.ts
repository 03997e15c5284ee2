import { nearestWord } from '../base/nearest.ts';
import type { ConfigFile } from './config-file.ts';
import { type Environment, homePath } from './paths.ts';
import { type Place, problem, type SettingsProblem } from './problem.ts';

/** What stands on the command line, as the command reader gives it. */
export type SettingsFlags = {
  readonly config?: string | undefined;
  /** `[user@]host[:port]`, once for each host. */
  readonly ssh?: readonly string[] | undefined;
  readonly identity?: string | undefined;
  readonly intervalMs?: number | undefined;
  readonly ascii?: boolean | undefined;
  readonly theme?: string | undefined;
  readonly readOnly?: boolean | undefined;
};

/** One value, and where it was given. null: nowhere. */
type Given = { readonly value: unknown; readonly place: Place } | null;

export type OptionSources = {
  readonly flags: SettingsFlags;
  readonly environment: Environment;
  readonly config: { readonly path: string; readonly file: ConfigFile } | null;
  readonly homeFolder: string;
  /** Names that a theme may have; undefined where they are not known here. */
  readonly themeNames: readonly string[] | undefined;
};

export type Options = {
  readonly apiUrl: string;
  readonly identity: string | null;
  readonly intervalMs: number;
  readonly ascii: boolean;
  readonly theme: string | null;
  readonly readOnly: boolean;
};

/** The single values, each from the first source that has it: command line, environment, configuration file. */
export function readOptions(sources: OptionSources): {
  options: Options;
  problems: readonly SettingsProblem[];
} {
  const problems: SettingsProblem[] = [];
  const take = <Value>(name: OptionName, fallback: Value, read: Reader<Value>): Value => {
    const given = firstGiven(name, sources);
    if (given === null) return fallback;
    const value = read(given.value);
    if (!isMisfit(value)) return value;
    problems.push(problem(given.place, value.misfit, value.hint, given.value));
    return fallback;
  };
  const options = {
    apiUrl: take('apiUrl', 'https://api.runpod.io/graphql', readApiUrl),
    identity: take<string | null>('identity', null, (value) => homePath(String(value), sources.homeFolder)),
    intervalMs: take('intervalMs', 1000, readInterval),
    ascii: take('ascii', false, readFlag),
    theme: take<string | null>('theme', null, (value) => readTheme(String(value), sources.themeNames)),
    readOnly: take('readOnly', false, readFlag),
  };
  return { options, problems };
}

type OptionName = keyof Options;
type Misfit = { readonly misfit: string; readonly hint: string };
type Reader<Value> = (value: unknown) => Value | Misfit;

const variables: Readonly<Record<OptionName, string>> = {
  apiUrl: 'RUNPOD_GRAPHQL_URL',
  identity: 'POD_ENGINE_IDENTITY',
  intervalMs: 'POD_ENGINE_INTERVAL_MS',
  ascii: 'POD_ENGINE_ASCII',
  theme: 'POD_ENGINE_THEME',
  readOnly: 'POD_ENGINE_READ_ONLY',
};

const flagNames = {
  identity: '--identity',
  intervalMs: '--interval-ms',
  ascii: '--ascii',
  theme: '--theme',
  readOnly: '--read-only',
};

function firstGiven(name: OptionName, { flags, environment, config }: OptionSources): Given {
  if (name !== 'apiUrl') {
    const value = flags[name];
    if (value !== undefined) return { value, place: { source: 'the command line', key: flagNames[name] } };
  }
  const text = environment[variables[name]] ?? '';
  if (text !== '') return { value: text, place: { source: 'the environment', key: variables[name] } };
  const value = config?.file.values[name] ?? null;
  if (config === null || value === null) return null;
  return { value, place: { source: config.path, line: config.file.lineOf([name]), key: name } };
}

/** Unencrypted only to this very machine: the key goes with every request. */
function readApiUrl(value: unknown): string | Misfit {
  const text = String(value);
  if (!URL.canParse(text))
    return { misfit: 'is not a URL', hint: 'Write one like https://api.runpod.io/graphql.' };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return {
      misfit: 'holds a user or password',
      hint: 'The key goes into RUNPOD_API_KEY, not into the URL.',
    };
  }
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) return url.href;
  return {
    misfit: 'would send the API key unencrypted',
    hint: 'Use https; http is for this machine alone (127.0.0.1).',
  };
}

const shortestIntervalMs = 250;
const longestIntervalMs = 60_000;

function readInterval(value: unknown): number | Misfit {
  const intervalMs = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const isWhole = typeof intervalMs === 'number' && Number.isInteger(intervalMs);
  if (isWhole && intervalMs >= shortestIntervalMs && intervalMs <= longestIntervalMs) return intervalMs;
  const hint = `Give whole milliseconds from ${shortestIntervalMs} to ${longestIntervalMs}.`;
  return { misfit: 'is not an interval', hint };
}

function readFlag(value: unknown): boolean | Misfit {
  if (typeof value === 'boolean') return value;
  const word = String(value).trim().toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off'].includes(word)) return false;
  return { misfit: 'is neither yes nor no', hint: 'Write 1 or 0.' };
}

function readTheme(name: string, known: readonly string[] | undefined): string | Misfit {
  if (known === undefined || known.includes(name)) return name;
  const nearest = nearestWord(name, known);
  const meant = nearest === null ? '' : `Is "${nearest}" meant? `;
  return { misfit: 'is not a theme', hint: `${meant}There are: ${known.join(', ')}.` };
}

function isMisfit(value: unknown): value is Misfit {
  return typeof value === 'object' && value !== null && 'misfit' in value;
}
