/** A training run: a line every five seconds, a checkpoint every four minutes, a summary as JSON now and then. */
import { wander } from '../../chance.ts';
import { clockText, type LogScript } from '../script.ts';
import { baseImageBoot } from './base-image.ts';

const checkpointEverySeconds = 240;
const stepEverySeconds = 5;
const lastStep = 400_000;

export const training: LogScript = {
  boot: (plan) => [
    ...baseImageBoot(plan),
    `[train] world size ${plan.hardware.gpuCount}, backend nccl, bf16, gradient checkpointing on`,
    '[train] resuming from /workspace/checkpoints/latest',
    '[train] dataset: 1,204 shards, 412.6 B tokens, seed 1337',
  ],
  lines({ second, age, atMs, seed, plan }) {
    const lines: string[] = [];
    const step = stepAt(age);
    if (age % stepEverySeconds === 0) {
      const loss =
        1.62 + 2.4 * Math.exp(-step / 60_000) + 0.05 * wander(seed, 91, { second, periodSeconds: 13 });
      const rate = 3e-4 * (1 - step / lastStep);
      const tokens = Math.round(
        52 * plan.hardware.gpuCount * (0.96 + 0.05 * wander(seed, 92, { second, periodSeconds: 9 })),
      );
      lines.push(
        `${clockText(atMs)} step ${step}/${lastStep} | loss ${loss.toFixed(4)} | lr ${rate.toExponential(2)} | grad norm ${(0.4 + 0.3 * wander(seed, 93, { second, periodSeconds: 7 })).toFixed(3)} | ${tokens}k tok/s`,
      );
    }
    const place = (second + (seed % checkpointEverySeconds)) % checkpointEverySeconds;
    const inCycle = place < 0 ? place + checkpointEverySeconds : place;
    if (inCycle === 0)
      lines.push(`${clockText(atMs)} saving checkpoint to /workspace/checkpoints/step-${step}`);
    if (inCycle === 9) lines.push(`${clockText(atMs)} checkpoint step-${step} written in 9.0 s (16.9 GB)`);
    if (inCycle === 60)
      lines.push(
        JSON.stringify({
          level: 'info',
          event: 'eval',
          step,
          perplexity: Number((9.1 - step / 90_000).toFixed(3)),
        }),
      );
    if (inCycle === 130)
      lines.push(`${clockText(atMs)} WARNING dataloader: worker 3 is 1.4 s behind, prefetch raised to 6`);
    return lines;
  },
};

function stepAt(age: number): number {
  return Math.min(lastStep, 12_000 + Math.floor(Math.max(0, age) / 1.25));
}
