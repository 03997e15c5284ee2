/** A notebook server that nobody uses: a line a minute. */
import { dateText, type LogScript } from '../script.ts';
import { baseImageBoot } from './base-image.ts';

export const idle: LogScript = {
  boot: (plan) => [
    ...baseImageBoot(plan),
    '[I ServerApp] Serving notebooks from local directory: /workspace',
    '[I ServerApp] Jupyter Server is running at http://0.0.0.0:8888/lab',
  ],
  lines({ second, atMs }) {
    if (second % 60 !== 0) return [];
    return [
      second % 600 === 0
        ? `[W ${dateText(atMs)} ServerApp] No activity for ${10 + Math.abs(second % 7200) / 60} minutes; kernels: 1 idle`
        : `[I ${dateText(atMs)} ServerApp] Saving file at /Untitled.ipynb`,
    ];
  },
};
