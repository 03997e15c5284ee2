import { nearestWord } from '../base/nearest.ts';
import { type ApiChoice, apiUrlsOf, readApiChoice, readApiUrl, runpodUrls } from './api-urls.ts';
import type { ConfigFile } from './config-file.ts';
import type { Misfit } from './misfit.ts';
import { type Environment, homePath } from './paths.ts';
import { type Place, problem, type SettingsProblem } from './problem.ts';

/** What stands on the command line, as the command reader gives it. */
export type SettingsFlags = {
  readonly config?: string | undefined;
  /** `[user@]host[:port]`, once for each host. */
  readonly ssh?: readonly string[] | undefined;
  readonly api?: string | undefined;
  readonly identity?: string | undefined;
  readonly intervalMs?: number | undefined;
  readonly ascii?: boolean | undefined;
  readonly theme?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly shellFilter?: boolean | undefined;
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
  /** Which of RunPod's wires are used; `auto`: both, each for what it has. */
  readonly api: ApiChoice;
  /** Of GraphQL. null: that wire is not to be asked. */
  readonly apiUrl: string | null;
  /** Of REST v2. null: that wire is not to be asked. */
  readonly restUrl: string | null;
  readonly identity: string | null;
  readonly intervalMs: number;
  readonly ascii: boolean;
  readonly theme: string | null;
  readonly readOnly: boolean;
  /** How SSH goes to whoever is reached directly; a host may have its own. */
  readonly sshTransport: SshTransport;
  /** Whether RunPod's SSH proxy may be used for pods without a public port. */
  readonly sshProxy: boolean;
  /** What a shell in a pod writes is kept from acting on the operator's terminal. */
  readonly shellFilter: boolean;
};

export const sshTransports = ['auto', 'ssh2', 'system'] as const;
export type SshTransport = (typeof sshTransports)[number];

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
    ...readApis(take, sources, problems),
    identity: take<string | null>('identity', null, (value) => homePath(String(value), sources.homeFolder)),
    intervalMs: take('intervalMs', 1000, readInterval),
    ascii: take('ascii', false, readFlag),
    theme: take<string | null>('theme', null, (value) => readTheme(String(value), sources.themeNames)),
    readOnly: take('readOnly', false, readFlag),
    sshTransport: take('sshTransport', 'auto', readTransport),
    sshProxy: take('sshProxy', true, readFlag),
    shellFilter: take('shellFilter', true, readFlag),
  };
  return { options, problems };
}

type Take = <Value>(name: OptionName, fallback: Value, read: Reader<Value>) => Value;

function readApis(
  take: Take,
  sources: OptionSources,
  problems: SettingsProblem[],
): Pick<Options, 'api' | 'apiUrl' | 'restUrl'> {
  const api = take<ApiChoice>('api', 'auto', readApiChoice);
  const given = {
    apiUrl: take<string | null>('apiUrl', null, (value) => readApiUrl(value, runpodUrls.apiUrl)),
    restUrl: take<string | null>('restUrl', null, (value) => readApiUrl(value, runpodUrls.restUrl)),
  };
  const urls = apiUrlsOf(api, given);
  if (!('misfit' in urls)) return { api, ...urls };
  const place = firstGiven('api', sources)?.place ?? { source: 'the settings', key: 'api' };
  problems.push(problem(place, urls.misfit, urls.hint, api));
  return { api, ...given };
}

type OptionName = keyof Options;
type Reader<Value> = (value: unknown) => Value | Misfit;

const variables: Readonly<Record<OptionName, string>> = {
  api: 'POD_ENGINE_API',
  apiUrl: 'RUNPOD_GRAPHQL_URL',
  restUrl: 'RUNPOD_REST_URL',
  identity: 'POD_ENGINE_IDENTITY',
  intervalMs: 'POD_ENGINE_INTERVAL_MS',
  ascii: 'POD_ENGINE_ASCII',
  theme: 'POD_ENGINE_THEME',
  readOnly: 'POD_ENGINE_READ_ONLY',
  sshTransport: 'POD_ENGINE_SSH_TRANSPORT',
  sshProxy: 'POD_ENGINE_SSH_PROXY',
  shellFilter: 'POD_ENGINE_SHELL_FILTER',
};

const flagNames = {
  api: '--api',
  identity: '--identity',
  intervalMs: '--interval-ms',
  ascii: '--ascii',
  theme: '--theme',
  readOnly: '--read-only',
  shellFilter: '--shell-filter',
};

function firstGiven(name: OptionName, { flags, environment, config }: OptionSources): Given {
  if (!isUrl(name) && name !== 'sshTransport' && name !== 'sshProxy') {
    const value = flags[name];
    if (value !== undefined) return { value, place: { source: 'the command line', key: flagNames[name] } };
  }
  const text = environment[variables[name]] ?? '';
  if (text !== '') return { value: text, place: { source: 'the environment', key: variables[name] } };
  if (isUrl(name) && urlNames.some((each) => (environment[variables[each]] ?? '') !== '')) return null;
  const value = config?.file.values[name] ?? null;
  if (config === null || value === null) return null;
  return { value, place: { source: config.path, line: config.file.lineOf([name]), key: name } };
}

/** They are given as a pair: one in the environment is not joined with another in the file, whose key is not meant for it. */
const urlNames = ['apiUrl', 'restUrl'] as const;

function isUrl(name: OptionName): name is (typeof urlNames)[number] {
  return name === 'apiUrl' || name === 'restUrl';
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

function readTransport(value: unknown): SshTransport | Misfit {
  const transport = sshTransports.find((name) => name === value);
  if (transport !== undefined) return transport;
  return { misfit: 'is not a way over SSH', hint: transportHint };
}

export const transportHint = `There are: ${sshTransports.join(', ')}.`;

function readTheme(name: string, known: readonly string[] | undefined): string | Misfit {
  if (known === undefined || known.includes(name)) return name;
  const nearest = nearestWord(name, known);
  const meant = nearest === null ? '' : `Is "${nearest}" meant? `;
  return { misfit: 'is not a theme', hint: `${meant}There are: ${known.join(', ')}.` };
}

function isMisfit(value: unknown): value is Misfit {
  return typeof value === 'object' && value !== null && 'misfit' in value;
}
