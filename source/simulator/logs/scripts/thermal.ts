/** A renderer: a line for each frame, and a complaint when frames come late. */
import { clockText, type LogScript } from '../script.ts';
import { baseImageBoot } from './base-image.ts';

const frameSeconds = 6;

export const thermal: LogScript = {
  boot: (plan) => [
    ...baseImageBoot(plan),
    'Read blend: /workspace/scene/harbour.blend',
    'Device: OPTIX, 2 cards',
  ],
  lines({ age, atMs, work }) {
    if (age % frameSeconds !== 0) return [];
    const frame = 1 + Math.floor(age / frameSeconds);
    const hot = work().gpu.addedCelsius > 21;
    const seconds = (5.1 + (hot ? 2.6 : 0) + (frame % 7) / 10).toFixed(2);
    const lines = [
      `Fra:${frame} Mem:9214.20M (Peak 9731.55M) | Time:00:0${seconds} | Rendered 1024/1024 samples`,
    ];
    if (hot)
      lines.push(
        `${clockText(atMs)} WARNING frame ${frame} took ${seconds} s, the mean is 5.40 s: clocks were lowered`,
      );
    return lines;
  },
};
