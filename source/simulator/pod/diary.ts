/** What a pod has lived through, for its bill and for its logs: when it ran and when it stood, and each of its containers. */
import type { PodPlan } from '../cast/index.ts';
import { fraction } from '../chance.ts';
import type { Life, Run } from './life.ts';
import type { PodSettings } from './settings.ts';

/** A time in which nothing changed that matters for the bill. */
export type Stretch = {
  readonly fromMs: number;
  /** null: it goes on. */
  readonly untilMs: number | null;
  readonly isRunning: boolean;
  readonly gpuCount: number;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number;
};

/** One container, with what it was made of. */
export type Chapter = {
  readonly run: Run;
  readonly settings: PodSettings;
  /** null: it goes on. */
  readonly endedAtMs: number | null;
  /** How it ended, as in "Exited by user: …"; null: it goes on, or another took its place. */
  readonly ending: string | null;
};

export type Diary = {
  stretches(): readonly Stretch[];
  /** Oldest first. */
  chapters(): readonly Chapter[];
  /** Said after each change of the pod's life. */
  note(life: Life, now: { readonly atMs: number; readonly settings: PodSettings }): void;
};

const mostStretches = 2000;
const mostChapters = 50;

export function createDiary(options: {
  readonly plan: PodPlan;
  readonly life: Life;
  readonly createdAtMs: number;
  readonly bornMs: number;
}): Diary {
  const { plan, life: first, bornMs } = options;
  let stretches: readonly Stretch[] = historyOf(options);
  let chapters: readonly Chapter[] =
    first.run === null ? chapterBefore(options) : chapterOf(first, plan.settings);

  function close(atMs: number): void {
    const last = stretches.at(-1);
    if (last !== undefined && last.untilMs === null)
      stretches = [...stretches.slice(0, -1), { ...last, untilMs: Math.max(last.fromMs, atMs) }];
  }

  function noteStretch(life: Life, now: { readonly atMs: number; readonly settings: PodSettings }): void {
    const next = stretchOf(life, now);
    const last = stretches.at(-1);
    if (!life.terminated && last !== undefined && last.untilMs === null && isAlike(last, next)) return;
    close(now.atMs);
    if (!life.terminated) stretches = [...stretches, next].slice(-mostStretches);
  }

  function closeChapter(life: Life, atMs: number): void {
    const last = chapters.at(-1);
    if (last === undefined || last.endedAtMs !== null) return;
    const ending = life.desiredStatus === 'EXITED' ? life.statusChange : null;
    chapters = [...chapters.slice(0, -1), { ...last, endedAtMs: atMs, ending }];
  }

  if (stretches.at(-1) === undefined)
    stretches = [stretchOf(first, { atMs: bornMs, settings: plan.settings })];

  return {
    stretches: () => stretches,
    chapters: () => chapters,
    note(life, now) {
      noteStretch(life, now);
      if (life.desiredStatus === 'EXITED') return closeChapter(life, now.atMs);
      const last = chapters.at(-1);
      if (last !== undefined && isSame(last.run, life.run)) {
        chapters = [...chapters.slice(0, -1), { ...last, run: life.run ?? last.run }];
        return;
      }
      closeChapter(life, now.atMs);
      chapters = [...chapters, ...chapterOf(life, now.settings)].slice(-mostChapters);
    },
  };
}

function isAlike(one: Stretch, other: Stretch): boolean {
  return (
    one.isRunning === other.isRunning &&
    one.gpuCount === other.gpuCount &&
    one.containerDiskGigabytes === other.containerDiskGigabytes &&
    one.volumeGigabytes === other.volumeGigabytes
  );
}

/** A run whose container has ended by itself goes on with another one. */
function isSame(before: Run, now: Run | null): boolean {
  if (now === null) return true;
  const isGone = Number.isFinite(before.containerAtMs) && !Number.isFinite(now.containerAtMs);
  return before.number === now.number && !isGone;
}

function chapterOf({ run }: Life, settings: PodSettings): readonly Chapter[] {
  return run === null ? [] : [{ run, settings, endedAtMs: null, ending: null }];
}

/** The last container of a pod that is stopped as the simulation begins. */
function chapterBefore(options: Parameters<typeof historyOf>[0]): readonly Chapter[] {
  const { plan, life, createdAtMs, bornMs } = options;
  const { fromMs, untilMs } = lastRunOf(options);
  if (createdAtMs >= bornMs || untilMs === null) return [];
  const containerAtMs = Math.min(untilMs, fromMs + 40_000);
  const run: Run = {
    number: 0,
    gpuCount: plan.hardware.gpuCount,
    askedAtMs: fromMs,
    containerAtMs,
    portsAtMs: containerAtMs,
    stoppedAtMs: untilMs,
  };
  return [{ run, settings: plan.settings, endedAtMs: untilMs, ending: life.statusChange }];
}

function stretchOf(life: Life, now: { readonly atMs: number; readonly settings: PodSettings }): Stretch {
  const { containerDiskGigabytes, volumeGigabytes } = now.settings;
  const isRunning = life.desiredStatus === 'RUNNING';
  const gpuCount = isRunning ? (life.run?.gpuCount ?? 0) : 0;
  return { fromMs: now.atMs, untilMs: null, isRunning, gpuCount, containerDiskGigabytes, volumeGigabytes };
}

/** Made up for a pod that was there before the simulation: it ran on its first day, stood for a while, and then what `life` says. */
function historyOf(options: {
  readonly plan: PodPlan;
  readonly life: Life;
  readonly createdAtMs: number;
  readonly bornMs: number;
}): readonly Stretch[] {
  const { plan, life, createdAtMs, bornMs } = options;
  const { settings, hardware, seed } = plan;
  if (createdAtMs >= bornMs) return [];
  const running = { ...stretchOf({ ...life, desiredStatus: 'RUNNING' }, { atMs: 0, settings }) };
  const full = { ...running, gpuCount: hardware.gpuCount };
  const stopped = { ...full, isRunning: false, gpuCount: 0 };
  const lastRunMs = lastRunOf(options);
  const firstPauseMs = createdAtMs + (lastRunMs.fromMs - createdAtMs) * (0.3 + 0.4 * fraction(seed, 81));
  const before: readonly Stretch[] = [
    { ...full, fromMs: createdAtMs, untilMs: firstPauseMs },
    { ...stopped, fromMs: firstPauseMs, untilMs: lastRunMs.fromMs },
    { ...full, ...lastRunMs },
  ];
  return lastRunMs.untilMs === null
    ? before
    : [...before, { ...stopped, fromMs: lastRunMs.untilMs, untilMs: null }];
}

/** Of a pod that is stopped as the simulation begins, the run that is told by its status text. */
function lastRunOf({ plan, life, createdAtMs, bornMs }: Parameters<typeof historyOf>[0]) {
  if (life.run !== null) return { fromMs: Math.max(createdAtMs, life.run.askedAtMs), untilMs: null };
  const dated = Date.parse(life.statusChange.slice(life.statusChange.indexOf(': ') + 2));
  const untilMs = Number.isNaN(dated) ? bornMs : Math.min(bornMs, dated - plan.clockSkewMs);
  return { fromMs: createdAtMs + (untilMs - createdAtMs) / 2, untilMs };
}
