/** The measured history of pods: the console keeps it, and advice reads it. */
import { join } from 'node:path';
import type { HistoryFiles } from '../history/history-files.ts';
import { createRecorder, type Recorder } from '../history/recorder.ts';
import { stateFolder } from '../settings/state-folder.ts';
import type { CommandContext } from './command.ts';

export function openHistory(
  { environment, homeFolder }: CommandContext,
  onTrouble: (reason: string) => void,
): Recorder {
  return createRecorder({ files: lateHistoryFiles(environment, homeFolder), onTrouble });
}

/** What reads them is loaded with the first file: no other command has to carry it. */
export function lateHistoryFiles(
  environment: CommandContext['environment'],
  homeFolder: string,
): HistoryFiles {
  const folder = join(stateFolder(environment, homeFolder), 'history');
  let opening: Promise<HistoryFiles> | null = null;
  function files(): Promise<HistoryFiles> {
    opening ??= import('../history/history-files.ts').then(({ createHistoryFiles }) =>
      createHistoryFiles(folder),
    );
    return opening;
  }
  return {
    read: async (podId) => (await files()).read(podId),
    append: async (podId, observation) => (await files()).append(podId, observation),
  };
}
