/** Lines of an engine as progress: every line is told as it is, and some of them tell how far it has come. */
import { safeLine } from './ask-engine.ts';
import type { BuildProgress } from './container-engine.ts';

/** null: the line tells nothing of how far it has come. */
export type ProgressReader = (line: string) => BuildProgress | null;

/** Takes lines of either stream. Stages that run side by side never draw progress backwards. */
export function tellProgress(
  read: ProgressReader,
  onProgress: (progress: BuildProgress) => void,
): (line: string) => void {
  let furthest = 0;
  return (line) => {
    onProgress({ kind: 'line', text: safeLine(line) });
    const progress = read(line);
    if (progress === null) return;
    if (progress.kind === 'line' || progress.fraction === null) return onProgress(progress);
    furthest = Math.max(furthest, Math.min(1, progress.fraction));
    onProgress({ ...progress, fraction: furthest });
  };
}
