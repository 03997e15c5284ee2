/** Progress of a build by podman or buildah: `STEP 3/12: RUN …`, and with several stages `[1/2] STEP 3/12: RUN …`. */
import { safeLine } from './ask-engine.ts';
import type { BuildProgress } from './container-engine.ts';
import type { ProgressReader } from './progress.ts';

const stepPattern = /^(?:\[(\d+)\/(\d+)\] )?STEP (\d+)\/(\d+): (.*)$/;
const commitPattern = /^(?:\[(\d+)\/(\d+)\] )?COMMIT\b/;

/** A step is told as it begins, so the last one stands below the whole. */
export function createStepReader(): ProgressReader {
  return (line): BuildProgress | null => {
    const step = stepPattern.exec(line);
    if (step !== null) {
      const [, stage, stages, at, all, text = ''] = step;
      const within = (Number(at) - 1) / Number(all);
      return {
        kind: 'step',
        fraction: overall({ stage, stages }, within),
        text: safeLine(
          `${stage === undefined ? '' : `stage ${stage}/${stages}, `}step ${at}/${all}: ${text}`,
        ),
      };
    }
    const commit = commitPattern.exec(line);
    if (commit === null) return null;
    const [, stage, stages] = commit;
    return { kind: 'step', fraction: overall({ stage, stages }, 0.99), text: 'writing the image' };
  };
}

function overall(
  { stage, stages }: { stage: string | undefined; stages: string | undefined },
  within: number,
): number {
  if (stage === undefined || stages === undefined) return within;
  return (Number(stage) - 1 + within) / Number(stages);
}
