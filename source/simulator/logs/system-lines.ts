/** What RunPod's host says of a container: its image's pull, layer by layer, its making, its start, and how it ended. */
import { letters, mix } from '../chance.ts';
import type { Chapter } from '../pod/diary.ts';
import { tagOf } from '../pod/settings.ts';
import { inLane, type LogLine } from './log-line.ts';

const layerCount = 6;
const hexadecimal = '0123456789abcdef';

/**
 * `paced`: its times are known beforehand, so that a pull can be told as it goes; of an engine's pull only the end is known.
 * What ends a container is told from that moment on, never before: nobody reads a log twice.
 */
export function systemLines(
  { run, settings, endedAtMs, ending }: Chapter,
  { seed, paced }: { readonly seed: number; readonly paced: boolean },
): readonly LogLine[] {
  const { image } = settings;
  const span = { fromMs: run.askedAtMs, untilMs: run.containerAtMs, seed };
  const isPulled = Number.isFinite(run.containerAtMs);
  const told = [
    ...making(image, run.askedAtMs),
    ...(isPulled && paced ? pull(span) : []),
    ...(isPulled ? start(image, { atMs: run.containerAtMs, seed }) : []),
  ].filter(([atMs]) => endedAtMs === null || atMs < endedAtMs);
  const last = ending === null || endedAtMs === null ? [] : end(endedAtMs, { run, ending, image });
  return [...told.sort(([left], [right]) => left - right), ...last].map(([atMs, text], index) => ({
    atUs: inLane(Math.round(atMs * 1000), 'system') + index * 4,
    source: 'system',
    text,
  }));
}

type Told = readonly [atMs: number, text: string];

function making(image: string, atMs: number): readonly Told[] {
  return [
    [atMs, 'create pod network'],
    [atMs + 40, `create container ${image}`],
    [atMs + 60, `${tagOf(image) ?? 'latest'} Pulling from ${repositoryOf(image)}`],
  ];
}

function repositoryOf(image: string): string {
  return image.split('@')[0]?.replace(/:[\w][\w.-]*$/, '') ?? image;
}

function pull(span: {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly seed: number;
}): readonly Told[] {
  const { fromMs, untilMs, seed } = span;
  const at = (share: number) => fromMs + 60 + (untilMs - fromMs - 60) * share;
  const layers = Array.from({ length: layerCount }, (_, layer) =>
    letters(mix(seed, layer, 82), { length: 12, alphabet: hexadecimal }),
  );
  return layers.flatMap((layer, index): readonly Told[] => {
    const begins = 0.05 + (0.1 * index) / layerCount;
    const loaded = 0.2 + (0.55 * (index + 1)) / layerCount;
    return [
      [at(begins), `${layer} Pulling fs layer`],
      [
        at((begins + loaded) / 2),
        `${layer} Downloading [${'='.repeat(12)}>${' '.repeat(12)}] ${210 + index * 87}MB/${420 + index * 174}MB`,
      ],
      [at(loaded), `${layer} Download complete`],
      [at(loaded + 0.15), `${layer} Pull complete`],
    ];
  });
}

function start(
  image: string,
  { atMs, seed }: { readonly atMs: number; readonly seed: number },
): readonly Told[] {
  const digest = letters(mix(seed, 83), { length: 64, alphabet: hexadecimal });
  return [
    [atMs, `Digest: sha256:${digest}`],
    [atMs + 1, `Status: Downloaded newer image for ${image}`],
    [atMs + 2, `start container for ${image}: begin`],
    [atMs + 20, `start container for ${image}: done`],
  ];
}

function end(
  atMs: number,
  { run, ending, image }: { readonly run: Chapter['run']; readonly ending: string; readonly image: string },
): readonly Told[] {
  if (Number.isFinite(run.containerAtMs) && atMs >= run.containerAtMs)
    return [
      [atMs, 'stop container'],
      [atMs + 1, `remove container: ${ending}`],
    ];
  if (!/runpod/i.test(ending)) return [[atMs, `remove container: ${ending}`]];
  const why = `failed to pull image ${image}: manifest unknown: not found or no access`;
  return [
    [atMs, `error: ${why}`],
    [atMs + 1, `error: giving up after 3 tries: ${why}`],
  ];
}
