/** An inference server: a line for each of its requests that is shown, figures every ten seconds, a warning where it is full. */
import { fraction, mix, wander } from '../../chance.ts';
import { accessTime } from '../../machine/texts/access-log.ts';
import { clockText, type LogMoment, type LogScript } from '../script.ts';

const routes = ['/v1/completions', '/v1/chat/completions', '/v1/embeddings'] as const;
const mostPerSecond = 4;

export const inference: LogScript = {
  boot: () => [
    'INFO  server starting, model /workspace/models/chat-13b, tensor parallel 1',
    'INFO  loading weights: shard 1 of 3',
    'INFO  loading weights: shard 2 of 3',
    'INFO  loading weights: shard 3 of 3',
    'INFO  weights loaded, 24.3 GiB in 11.8 s',
    'INFO  KV cache: 4,096 blocks of 16 tokens',
    'INFO  listening on 0.0.0.0:8000',
  ],
  lines: (moment) => [...requests(moment, 200), ...figures(moment)],
};

/** As many as the pod is busy. */
export function requests({ second, atMs, seed, work }: LogMoment, status: number): readonly string[] {
  const load = work().gpu.share(0);
  const count = Math.round(load * mostPerSecond * (0.5 + fraction(seed, 94, second)));
  return Array.from({ length: count }, (_, index) => {
    const chance = mix(seed, second, index);
    const route = routes[chance % routes.length] ?? routes[0];
    const ms = Math.round(40 + 900 * load * fraction(seed, 95, second * 8 + index));
    const at = accessTime(atMs);
    return `100.64.0.${1 + (chance % 40)} - - [${at}] "POST ${route} HTTP/1.1" ${status} ${180 + (chance % 4000)} "-" "openai-python/1.52" ${(ms / 1000).toFixed(3)}`;
  });
}

export function figures({ second, atMs, seed, work }: LogMoment): readonly string[] {
  if (second % 10 !== 0) return [];
  const load = work().gpu.share(0);
  const running = Math.round(load * 24);
  const lines = [
    `INFO  ${clockText(atMs)} engine: ${Math.round(load * 2900)} tok/s, running ${running}, waiting ${Math.max(0, running - 20)}, KV cache ${(load * 88).toFixed(1)}%`,
  ];
  if (load > 0.9)
    lines.push(
      JSON.stringify({
        level: 'warn',
        time: new Date(atMs).toISOString(),
        msg: 'queue is growing',
        waiting: Math.round(4 + 6 * wander(seed, 96, { second, periodSeconds: 20 })),
      }),
    );
  return lines;
}
