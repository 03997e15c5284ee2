/** Progress of a build by docker buildx, as `--progress=plain` prints it: `#7 [builder 3/6] RUN …`, `#7 DONE 1.2s`, `#7 CACHED`. */
import { safeLine } from './ask-engine.ts';
import type { ProgressReader } from './progress.ts';

type Stage = { readonly all: number; readonly done: Set<string> };

const beginPattern = /^#(\d+) \[(?:(.+) )?(\d+)\/(\d+)\] (.*)$/;
const endPattern = /^#(\d+) (?:DONE\b|CACHED\b)/;
const exportPattern = /^#\d+ (exporting|loading|sending tarball|importing to docker)\b/;

/**
 * BuildKit works on stages side by side and says how many steps a stage has only as that stage begins; so the whole is
 * the sum over the stages seen. What is written in the end counts as the last hundredth.
 */
export function createBuildkitReader(): ProgressReader {
  const stages = new Map<string, Stage>();
  const stageOfStep = new Map<string, Stage>();
  const fraction = (): number => {
    const seen = [...stages.values()];
    const all = seen.reduce((sum, stage) => sum + stage.all, 0);
    const done = seen.reduce((sum, stage) => sum + stage.done.size, 0);
    return all === 0 ? 0 : Math.min(0.99, done / all);
  };
  return (line) => {
    const begin = beginPattern.exec(line);
    if (begin !== null) {
      const [, id = '', name = '', at, all, text] = begin;
      const stage = stages.get(name) ?? { all: Number(all), done: new Set<string>() };
      stages.set(name, stage);
      stageOfStep.set(id, stage);
      const where = name === '' ? '' : `${name}, `;
      return { kind: 'step', fraction: fraction(), text: safeLine(`${where}step ${at}/${all}: ${text}`) };
    }
    const end = endPattern.exec(line);
    if (end !== null) {
      const [, id = ''] = end;
      const stage = stageOfStep.get(id);
      if (stage === undefined) return null;
      stage.done.add(id);
      return { kind: 'step', fraction: fraction(), text: safeLine(`${line.slice(id.length + 2)}`) };
    }
    return exportPattern.test(line) ? { kind: 'step', fraction: 0.99, text: 'writing the image' } : null;
  };
}
