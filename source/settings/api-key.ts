import { createSecret, type Secret } from '../base/secret.ts';
import type { ConfigFile } from './config-file.ts';
import type { ReadFile, RunCommand } from './doors.ts';
import type { Environment } from './paths.ts';
import { type Place, problem, type SettingsProblem } from './problem.ts';
import { apiKeyOfToml } from './runpod-toml.ts';

export type ApiKeySetting = {
  readonly secret: Secret;
  /** Where it was found, for people, e.g. "RUNPOD_API_KEY". */
  readonly source: string;
};

export type ApiKeyFound = {
  readonly apiKey: ApiKeySetting | null;
  readonly problems: readonly SettingsProblem[];
  /** Worth saying, but no reason to stop. */
  readonly notices: readonly string[];
};

export type ApiKeySources = {
  readonly environment: Environment;
  readonly config: { readonly path: string; readonly mode: number; readonly file: ConfigFile } | null;
  readonly tomlPath: string;
  readonly readFile: ReadFile;
  readonly run: RunCommand;
};

/** The first key found: environment, configuration file, what its command prints, RunPod's own configuration. */
export async function findApiKey(sources: ApiKeySources): Promise<ApiKeyFound> {
  const fromEnvironment = (sources.environment.RUNPOD_API_KEY ?? '').trim();
  if (fromEnvironment !== '') {
    return checked(fromEnvironment, { source: 'the environment', key: 'RUNPOD_API_KEY' });
  }
  const { config } = sources;
  const { apiKey, apiKeyCommand } = config?.file.values ?? {};
  if (config !== null && (apiKey || apiKeyCommand)) return fromConfig(config, sources.run);
  return fromToml(sources);
}

type Config = NonNullable<ApiKeySources['config']>;

async function fromConfig({ path, mode, file }: Config, run: RunCommand): Promise<ApiKeyFound> {
  const { apiKey, apiKeyCommand } = file.values;
  const place = (key: string): Place => ({ source: path, line: file.lineOf([key]), key });
  if (apiKey && apiKeyCommand) {
    return refused(problem(place('apiKeyCommand'), 'stands beside apiKey', 'Keep one of the two.'));
  }
  if (apiKey) {
    if ((mode & 0o077) === 0) return checked(apiKey, place('apiKey'));
    return refused(
      problem(place('apiKey'), `can be read by others (mode ${octal(mode)})`, `Run: chmod 600 ${path}`),
    );
  }
  if ((mode & 0o022) !== 0) {
    const reason = `can be changed by others (mode ${octal(mode)}), and it is run`;
    return refused(problem(place('apiKeyCommand'), reason, `Run: chmod 600 ${path}`));
  }
  const argv = typeof apiKeyCommand === 'string' ? ['sh', '-c', apiKeyCommand] : (apiKeyCommand ?? []);
  return fromCommand(argv, place('apiKeyCommand'), run);
}

const commandTimeoutMs = 10_000;

async function fromCommand(argv: readonly string[], place: Place, run: RunCommand): Promise<ApiKeyFound> {
  const ran = await run(argv, { timeoutMs: commandTimeoutMs });
  const hint =
    'Run it by hand: it has to print the key, alone, on its standard output, without asking anything.';
  if (ran.kind === 'timeout')
    return refused(problem(place, `did not end within ${commandTimeoutMs / 1000} s`, hint));
  if (ran.kind === 'failed') return refused(problem(place, ran.reason, hint));
  if (ran.exitCode !== 0) {
    const how = ran.exitCode === null ? 'was ended by a signal' : `ended with exit code ${ran.exitCode}`;
    const said = ran.stderr.trim().split('\n')[0] ?? '';
    return refused(problem(place, said === '' ? how : `${how}: ${said}`, hint));
  }
  const key = ran.stdout.trim();
  if (key === '') return refused(problem(place, 'printed nothing', hint));
  return checked(key, place);
}

async function fromToml({ tomlPath, readFile }: ApiKeySources): Promise<ApiKeyFound> {
  const read = await readFile(tomlPath);
  const key = read.kind === 'text' ? apiKeyOfToml(read.text) : null;
  if (read.kind !== 'text' || key === null) return { apiKey: null, problems: [], notices: [] };
  const found = checked(key, { source: tomlPath, key: 'apiKey' });
  // RunPod's tools write this file readable for all, so it is used as it is, but not in silence.
  const notices =
    (read.mode & 0o077) === 0
      ? []
      : [`${tomlPath} holds an API key that others can read. Run: chmod 600 ${tomlPath}`];
  return { ...found, notices };
}

/** A key goes into an HTTP header: anything else there would be refused, with the key in the refusal. */
function checked(key: string, place: Place): ApiKeyFound {
  if (/^[\x21-\x7e]{1,1000}$/.test(key)) {
    const source =
      place.key === null || place.key === undefined ? place.source : `${place.key} of ${place.source}`;
    return { apiKey: { secret: createSecret(key), source }, problems: [], notices: [] };
  }
  const reason = /\n/.test(key)
    ? 'is more than one line'
    : 'holds a space or another character that no key has';
  return refused(problem(place, reason, 'Copy the key again, without quotes and line breaks.'));
}

function refused(found: SettingsProblem): ApiKeyFound {
  return { apiKey: null, problems: [found], notices: [] };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(3, '0');
}
