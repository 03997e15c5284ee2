/** A home folder of its own for one test. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSettingsFile, runKeyCommand } from '../../../source/settings/doors.ts';
import { describeProblem } from '../../../source/settings/problem.ts';
import {
  loadSettings,
  type SettingsResult,
  type SettingsSources,
} from '../../../source/settings/settings.ts';

export type SettingsHome = {
  readonly folder: string;
  readonly configPath: string;
  write(path: string, text: string, mode?: number): Promise<void>;
  load(sources?: Partial<SettingsSources>): Promise<SettingsResult>;
  remove(): Promise<void>;
};

export async function createHome(): Promise<SettingsHome> {
  const folder = await mkdtemp(join(tmpdir(), 'pod-engine-settings-'));
  return {
    folder,
    configPath: join(folder, '.config/pod-engine/config.yaml'),
    async write(path, text, mode = 0o600) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
      await chmod(target, mode);
    },
    load: (sources = {}) =>
      loadSettings({
        environment: {},
        homeFolder: folder,
        flags: {},
        readFile: readSettingsFile,
        run: runKeyCommand,
        ...sources,
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What the operator would read, one line for each problem. */
export function problemsOf(result: SettingsResult): readonly string[] {
  return result.ok ? [] : result.problems.map(describeProblem);
}
