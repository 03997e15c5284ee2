/** What the operator has set: command line, environment, configuration file, defaults, in this order. */
import { join } from 'node:path';
import { type ApiKeySetting, findApiKey } from './api-key.ts';
import type { ConfigFile } from './config-file.ts';
import type { ReadFile, RunCommand } from './doors.ts';
import type { OneHost } from './host-text.ts';
import { type HostSetting, readHosts } from './hosts.ts';
import { type MoneyOptions, readMoneyOptions } from './money-options.ts';
import { type Options, readOptions, type SettingsFlags } from './options.ts';
import { defaultConfigPath, type Environment, homePath } from './paths.ts';
import { problem, type SettingsProblem } from './problem.ts';
import { readSshProxy, type SshProxySetting } from './ssh-proxy.ts';

export type Settings = Options & {
  readonly money: MoneyOptions;
  /** Keys of the console by the ids of bindings, as they were written, each with its line. */
  readonly keys: readonly KeySetting[];
  /** null: none was found, so there is no API to ask. */
  readonly apiKey: ApiKeySetting | null;
  /** Hosts to watch over SSH beside the API's pods. */
  readonly hosts: readonly HostSetting[];
  /** RunPod's SSH proxy, for pods without a public port. */
  readonly proxy: SshProxySetting;
  /** The configuration file that was read; null when there is none. */
  readonly configPath: string | null;
  /** Worth saying to the operator, one sentence each, but no reason to stop. */
  readonly notices: readonly string[];
};

export type KeySetting = {
  readonly id: string;
  readonly keys: readonly string[];
  readonly line: number | null;
};

export type SettingsResult =
  | { readonly ok: true; readonly value: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

export type SettingsSources = {
  readonly environment: Environment;
  readonly homeFolder: string;
  readonly flags: SettingsFlags;
  readonly readFile: ReadFile;
  readonly run: RunCommand;
  /** Names that a theme may have; without them any is taken. */
  readonly themeNames?: readonly string[];
  /** False where no API is asked: then no key is looked for, and no command for it is run. */
  readonly wantsApiKey?: boolean;
};

/** Everything that is wrong is told together. The API key is read once, here, and hidden from then on. */
export async function loadSettings(sources: SettingsSources): Promise<SettingsResult> {
  const { environment, homeFolder, flags, themeNames } = sources;
  const config = await readConfig(sources);
  if (!config.ok) return config;
  const { options, problems } = readOptions({
    flags,
    environment,
    config: config.value,
    homeFolder,
    themeNames,
  });
  const { hosts, problems: hostProblems } = readHosts({
    flags: flags.ssh ?? [],
    entries: config.value === null ? [] : await hostEntries(config.value, homeFolder),
  });
  const { proxy, problems: proxyProblems } = readSshProxy({
    environment,
    isAllowed: options.sshProxy,
    apiUrls: [options.apiUrl, options.restUrl].filter((url) => url !== null),
  });
  const found = sources.wantsApiKey === false ? nothingFound : await findKey(sources, config.value);
  const money = readMoneyOptions({ environment, config: config.value });
  const all = [...problems, ...hostProblems, ...proxyProblems, ...money.problems, ...found.problems];
  if (all.length > 0) return { ok: false, problems: all };
  const { apiKey, notices } = found;
  const configPath = config.value?.path ?? null;
  return {
    ok: true,
    value: {
      ...options,
      money: money.options,
      keys: keysOf(config.value),
      apiKey,
      hosts,
      notices,
      proxy,
      configPath,
    },
  };
}

/** What they mean is judged by who hears them. */
function keysOf(config: Config | null): readonly KeySetting[] {
  return Object.entries(config?.file.values.keys ?? {}).map(([id, keys]) => ({
    ...{ id, keys: typeof keys === 'string' ? [keys] : keys },
    line: config?.file.lineOf(['keys', id]) ?? null,
  }));
}

const nothingFound = { apiKey: null, problems: [], notices: [] };

type Config = { readonly path: string; readonly mode: number; readonly file: ConfigFile };
type ConfigRead =
  | { readonly ok: true; readonly value: Config | null }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

async function readConfig({
  environment,
  homeFolder,
  flags,
  readFile,
}: SettingsSources): Promise<ConfigRead> {
  const named = flags.config ?? (environment.POD_ENGINE_CONFIG || undefined);
  const path = named === undefined ? defaultConfigPath(environment, homeFolder) : homePath(named, homeFolder);
  const read = await readFile(path);
  if (read.kind === 'missing') {
    if (named === undefined) return { ok: true, value: null };
    return {
      ok: false,
      problems: [problem({ source: path }, 'is not there', 'Check the path of the configuration file.')],
    };
  }
  if (read.kind === 'failed') {
    return {
      ok: false,
      problems: [problem({ source: path }, read.reason, 'Check its permissions, or name another.')],
    };
  }
  // What checks a file is a third of a megabyte of code, and most who have no file would wait for it.
  const { parseConfig } = await import('./config-file.ts');
  const parsed = parseConfig(path, read.text);
  return parsed.ok ? { ok: true, value: { path, mode: read.mode, file: parsed.value } } : parsed;
}

async function hostEntries({ path, file }: Config, homeFolder: string): Promise<readonly OneHost[]> {
  const { readHostEntries } = await import('./host-entries.ts');
  return readHostEntries({
    entries: file.values.hosts ?? [],
    placeOf: (index) => ({
      source: path,
      line: file.lineOf(['hosts', index]),
      key: `hosts.${index}`,
    }),
    homeFolder,
  });
}

function findKey({ environment, homeFolder, readFile, run }: SettingsSources, config: Config | null) {
  const tomlPath = join(homeFolder, '.runpod', 'config.toml');
  return findApiKey({ environment, config, tomlPath, readFile, run });
}
