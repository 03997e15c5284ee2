/** Answers written out by hand, and the real captures that lie beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Collector, Moment } from '../../../pod-agent/collectors/collector.ts';
import type { Answer, Answers } from '../../../pod-agent/host/host.ts';

/** Texts by source id; of a file that is its path. What is not named is absent, as on a machine that lacks it. */
export function answersOf(
  collector: Collector<unknown, unknown>,
  texts: Readonly<Record<string, string>>,
): Answers {
  const ids = collector.sources.map(({ id }) => id);
  const strangers = Object.keys(texts).filter((id) => !ids.includes(id));
  if (strangers.length > 0) throw new Error(`${collector.id} does not read ${strangers.join(', ')}.`);
  return Object.fromEntries(
    ids.map((id): [string, Answer] => {
      const text = texts[id];
      return [id, text === undefined ? absent : { ok: true, text }];
    }),
  );
}

export const absent: Answer = { ok: false, reason: 'absent', message: 'It is not there.' };

/** The reading of a first look, and of a second one after a time. */
export function firstReading<Raw, Reading>(
  collector: Collector<Raw, Reading>,
  texts: Readonly<Record<string, string>>,
) {
  return collector.read({ now: collector.parse(answersOf(collector, texts)), before: null, elapsedMs: null });
}

export function secondReading<Raw, Reading>(
  collector: Collector<Raw, Reading>,
  given: {
    readonly before: Readonly<Record<string, string>>;
    readonly now: Readonly<Record<string, string>>;
    readonly elapsedMs: number;
  },
) {
  const moment: Moment<Raw> = {
    before: collector.parse(answersOf(collector, given.before)),
    now: collector.parse(answersOf(collector, given.now)),
    elapsedMs: given.elapsedMs,
  };
  return collector.read(moment);
}

/** The text of a capture, or null where the captures are absent. */
export function capture(path: string): string | null {
  const file = fileURLToPath(new URL(`../../../../shared/fixtures/${path}`, import.meta.url));
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
