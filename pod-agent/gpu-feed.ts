/**
 * Keeps the newest texts of the GPU tool for the `gpu` collector, so that a sample never waits for a driver.
 *
 * With nvidia-smi: a loop (gpu-loop.ts) prints the moving figures beat by beat; health is asked every 15 s beside it,
 * names and slices at the start of each loop. When the loop goes wrong, the figures are asked for one by one, with a
 * pause at least as long as the answer took, and after five minutes the loop is tried again. With rocm-smi, which has
 * no loop, they are always asked for one by one. But for the loop only one child runs at any time.
 */
import {
  type Field,
  hotFields,
  narrowFields,
  nvidiaHelp,
  nvidiaLoop,
  nvidiaQuery,
  staticFields,
  warmFields,
} from './collectors/gpu/fields.ts';
import { gpuSources, gpuTimeoutMs } from './collectors/gpu.ts';
import { type Asked, createGpuBoard, type GpuBoard } from './gpu-board.ts';
import { runGpuLoop } from './gpu-loop.ts';
import { type Answer, type Answers, type CommandSource, type Host, warmEveryMs } from './host/host.ts';
import { pause } from './pause.ts';
import type { EventFrame } from './protocol/frames.ts';

export type GpuFeed = {
  /** For the `gpu` collector. Empty until something answered; never waits. */
  answers(): Answers;
  /** Of the newest figures, or of the tool's newest word that there are none; null before the first. */
  ageMs(): number | null;
  /** Ends the loop's child. A question that is out ends by its own deadline, and is not followed by another. */
  stop(): void;
};

export type GpuFeedOptions = {
  readonly host: Host;
  readonly intervalMs: number;
  /** Each trouble once, and once more when it is over. */
  onEvent(level: EventFrame['level'], text: string): void;
  readonly periods?: Partial<GpuFeedPeriods>;
};

export type GpuFeedPeriods = {
  readonly warmMs: number;
  readonly loopAgainMs: number;
  readonly toolAgainMs: number;
  /** Between questions to a tool that gives no figures. */
  readonly failedAgainMs: number;
  /** The first beat wakes the cards: seconds on a machine of eight without persistence mode. */
  readonly firstBeatMs: number;
  /** After which a loop that was told to end counts as hanging. */
  readonly hangingMs: number;
};

const usualPeriods: GpuFeedPeriods = {
  warmMs: warmEveryMs,
  loopAgainMs: 300_000,
  toolAgainMs: 60_000,
  failedAgainMs: 10_000,
  firstBeatMs: 15_000,
  hangingMs: 5_000,
};

const helpSource: CommandSource = {
  kind: 'command',
  id: 'help',
  cadence: 'once',
  argv: nvidiaHelp,
  timeoutMs: gpuTimeoutMs,
};

/** A loop that went on for so many beats is as good as before. */
const steadyBeats = 10;

export function createGpuFeed(options: GpuFeedOptions): GpuFeed {
  const life = new AbortController();
  const board = createGpuBoard(options);
  const periods = { ...usualPeriods, ...options.periods };
  const feed: Feed = { ...options, periods, board, signal: life.signal, loopTrouble: null };
  run(feed).catch((error: unknown) => {
    options.onEvent(
      'error',
      `The GPU feed broke off: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  return { answers: board.answers, ageMs: board.ageMs, stop: () => life.abort() };
}

type Feed = GpuFeedOptions & {
  readonly periods: GpuFeedPeriods;
  readonly board: GpuBoard;
  readonly signal: AbortSignal;
  /** Why the loop went wrong the last time: told once, until it is steady again. */
  loopTrouble: string | null;
};

async function run(feed: Feed): Promise<void> {
  const { board, signal } = feed;
  while (!signal.aborted) {
    await askAndKeep(feed, gpuSources.environment);
    const { answer: help } = await board.ask(helpSource);
    if (signal.aborted) return;
    if (isThere(help)) {
      await withNvidia(feed, help.ok ? help.text : '');
    } else {
      await withoutNvidia(feed, help);
    }
  }
}

/** A loop until it goes wrong, then single questions until it is time to try again. */
async function withNvidia(feed: Feed, helpText: string): Promise<void> {
  const round = new AbortController();
  const endRound = () => round.abort();
  feed.signal.addEventListener('abort', endRound);
  const besides = askBesides(feed, helpText, round.signal);
  await followLoop(feed, nvidiaLoop(narrowFields(hotFields, helpText), feed.intervalMs));
  await askOneByOne(feed, narrowed(gpuSources.hot, hotFields, helpText));
  feed.signal.removeEventListener('abort', endRound);
  endRound();
  await besides;
}

async function withoutNvidia(feed: Feed, help: Answer): Promise<void> {
  const { board, periods, signal } = feed;
  board.keep(gpuSources.hot.id, help);
  const { answer } = await board.ask(gpuSources.rocm);
  if (isThere(answer)) {
    await askAndKeep(feed, gpuSources.rocmStatic);
    await askOneByOne(feed, gpuSources.rocm);
    return;
  }
  board.keepFigures(gpuSources.rocm.id, answer);
  await pause(periods.toolAgainMs, signal);
}

async function followLoop(feed: Feed, argv: CommandSource['argv']): Promise<void> {
  const { host, intervalMs, board, periods, signal } = feed;
  const end = await runGpuLoop({
    host,
    argv,
    intervalMs,
    firstBeatMs: periods.firstBeatMs,
    expectedRows: board.expectedCount() || null,
    signal,
    onBeat: ({ text, errorText, beats }) => {
      board.keepFigures(gpuSources.hot.id, { ok: true, text, errorText, exitCode: 0 });
      if (beats === steadyBeats) tellLoopSteady(feed);
    },
  });
  if (signal.aborted) return;
  tellLoopTrouble(feed, end.reason);
  await Promise.race([
    end.gone,
    pause(periods.hangingMs, signal).then(() => tellHanging(feed, end.isGone())),
  ]);
  await end.gone;
}

function tellLoopTrouble(feed: Feed, reason: string) {
  if (feed.loopTrouble === reason) return;
  feed.loopTrouble = reason;
  const minutes = Math.round(feed.periods.loopAgainMs / 60_000);
  feed.onEvent(
    'warn',
    `nvidia-smi did not go on in loop mode: ${reason}. Its figures are now asked for one by one; the loop is tried again every ${minutes} min.`,
  );
}

function tellLoopSteady(feed: Feed) {
  if (feed.loopTrouble === null) return;
  feed.loopTrouble = null;
  feed.onEvent('info', 'nvidia-smi goes on in loop mode again.');
}

function tellHanging({ board, signal }: Feed, isGone: boolean) {
  if (isGone || signal.aborted) return;
  const message = 'it hangs in the driver and cannot be ended, so it is not started again: restart the pod';
  board.keepFigures(gpuSources.hot.id, { ok: false, reason: 'timeout', message });
}

/** Until it is time for the loop again, or a tool that failed answers again. */
async function askOneByOne(feed: Feed, source: CommandSource): Promise<void> {
  const { host, intervalMs, board, periods, signal } = feed;
  const untilMs = host.monotonicMs() + periods.loopAgainMs;
  let failedBefore = false;
  while (!signal.aborted && host.monotonicMs() < untilMs) {
    const { answer, tookMs } = await board.ask(source);
    if (signal.aborted) return;
    const hasFigures = board.keepFigures(source.id, answer) > 0;
    if (!isThere(answer) || (hasFigures && failedBefore)) return;
    failedBefore = !hasFigures;
    // The driver is to be left alone for at least as long as it was kept busy.
    const periodMs = Math.max(hasFigures ? intervalMs : periods.failedAgainMs, 2 * tookMs);
    await pause(periodMs - tookMs, signal);
  }
}

/** What changes rarely or never, beside the loop and between the single questions. */
async function askBesides(feed: Feed, helpText: string, signal: AbortSignal): Promise<void> {
  await askAndKeep(feed, narrowed(gpuSources.static, staticFields, helpText));
  if (!signal.aborted) await askAndKeep(feed, gpuSources.list);
  while (!signal.aborted) {
    const { tookMs } = await askAndKeep(feed, narrowed(gpuSources.warm, warmFields, helpText));
    await pause(Math.max(feed.periods.warmMs, 2 * tookMs), signal);
  }
}

async function askAndKeep({ board }: Feed, source: Parameters<GpuBoard['ask']>[0]): Promise<Asked> {
  const asked = await board.ask(source);
  board.keep(source.id, asked.answer);
  return asked;
}

function narrowed(source: CommandSource, fields: readonly Field[], helpText: string): CommandSource {
  return { ...source, argv: nvidiaQuery(narrowFields(fields, helpText)) };
}

function isThere(answer: Answer): boolean {
  return answer.ok || answer.reason !== 'absent';
}
