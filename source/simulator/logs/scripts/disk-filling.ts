/** A job that writes without end, until there is no room. */
import { clockText, type LogScript } from '../script.ts';
import { baseImageBoot } from './base-image.ts';

export const diskFilling: LogScript = {
  boot: (plan) => [...baseImageBoot(plan), 'extract: 96,000 clips to /workspace/frames'],
  lines({ age, atMs, work }) {
    const { volumeShare } = work();
    if (volumeShare > 0.975)
      return age % 10 === 0
        ? [
            `${clockText(atMs)} ERROR extract: cannot write /workspace/frames/${age}.png: [Errno 28] No space left on device`,
          ]
        : [];
    return age % 3 === 0
      ? [
          `${clockText(atMs)} extract: clip ${Math.floor(age / 3)}, 240 frames, volume ${(volumeShare * 100).toFixed(1)}% full`,
        ]
      : [];
  },
};
