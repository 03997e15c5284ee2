/**
 * Keeps the newest texts of the GPU tool for the `gpu` collector, so that a sample never waits for a driver.
 *
 * With nvidia-smi: a loop (gpu-loop.ts) prints the moving figures beat by beat; health is asked every 15 s beside it,
 * names and slices at the start of each loop. When the loop goes wrong, the figures are asked for one by one, with a
 * pause at least as long as the answer took, and after five minutes the loop is tried again. With rocm-smi, which has
 * no loop, they are always asked for one by one. But for the loop only one child runs at any time.
 */
import { hotFields, narrowFields, nvidiaHelp, nvidiaLoop } from './collectors/gpu/fields.ts';
import { gpuSources, gpuTimeoutMs } from './collectors/gpu/sources.ts';
import { createGpuBoard } from './gpu-board.ts';
import { type GpuLoopEnd, runGpuLoop } from './gpu-loop.ts';
import { type GpuPeriods, usualGpuPeriods } from './gpu-periods.ts';
import {
  askAndKeep,
  askBesides,
  askOneByOne,
  type GpuAsking,
  isThere,
  narrowedHot,
} from './gpu-questions.ts';
import type { Answer, Answers, CommandSource, Host } from './host/host.ts';
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
  readonly periods?: Partial<GpuPeriods>;
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
  const periods = { ...usualGpuPeriods, ...options.periods };
  const feed: Feed = { ...options, periods, board, signal: life.signal, loopTrouble: null };
  run(feed).catch((error: unknown) => {
    options.onEvent(
      'error',
      `The GPU feed broke off: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  return { answers: board.answers, ageMs: board.ageMs, stop: () => life.abort() };
}

type Feed = GpuAsking & {
  readonly host: Host;
  readonly onEvent: GpuFeedOptions['onEvent'];
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
  const end = await followLoop(feed, nvidiaLoop(narrowFields(hotFields, helpText), feed.intervalMs));
  if (await isGoneSoon(feed, end)) {
    await askOneByOne(feed, narrowedHot(helpText));
  } else {
    endRound();
    tellHanging(feed);
    await end.gone;
  }
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

async function followLoop(feed: Feed, argv: CommandSource['argv']): Promise<GpuLoopEnd> {
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
  if (!signal.aborted) tellLoopTrouble(feed, end.reason);
  return end;
}

async function isGoneSoon({ periods, signal }: Feed, end: GpuLoopEnd): Promise<boolean> {
  const wait = new AbortController();
  const gone = end.gone.then(() => wait.abort());
  await Promise.race([gone, pause(periods.hangingMs, wait.signal)]);
  return signal.aborted || wait.signal.aborted;
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

function tellHanging({ board }: Feed) {
  const message = 'it hangs in the driver and cannot be ended, so it is not started again: restart the pod';
  board.keepFigures(gpuSources.hot.id, { ok: false, reason: 'timeout', message });
}
