/**
 * One run of `nvidia-smi --loop-ms`: a child that stays, because starting one for each sample costs a hundred times as
 * much. It is watched for the two ways in which it is known to go wrong without ending: silence, and cards that answer
 * `[Unknown Error]` from the second beat on while a single question still gets figures.
 */
import { createBlockReader } from './gpu-blocks.ts';
import type { Following, Host } from './host/host.ts';

export type GpuLoopOptions = {
  readonly host: Pick<Host, 'follow'>;
  readonly argv: readonly [string, ...string[]];
  readonly intervalMs: number;
  /** The first beat wakes the cards, which takes seconds without persistence mode. */
  readonly firstBeatMs: number;
  /** RUNPOD_GPU_COUNT, where known. */
  readonly expectedRows: number | null;
  readonly signal: AbortSignal;
  onBeat(beat: { readonly text: string; readonly errorText: string; readonly beats: number }): void;
};

export type GpuLoopEnd = {
  /** What went wrong, for an operator to read. */
  readonly reason: string;
  isGone(): boolean;
  /**
   * Settles when the child is gone, or the signal is given. A child that hangs in the driver survives every kill: start
   * no other beside it.
   */
  readonly gone: Promise<void>;
};

/** Rows of one beat are printed within this time of each other, or the driver is slow. */
const quietMs = 150;
const maxErrorLines = 8;
const unknownError = /\[Unknown Error\]/g;

export function runGpuLoop(options: GpuLoopOptions): Promise<GpuLoopEnd> {
  const { host, argv, intervalMs, signal, onBeat } = options;
  const silentMs = 3 * intervalMs + 2_000;
  return new Promise((resolve) => {
    const reader = createBlockReader(options.expectedRows);
    const errorLines = new Set<string>();
    const gone = deferred();
    let beats = 0;
    let unknownAtFirst = 0;
    let following: Following | null = null;
    let quiet: ReturnType<typeof setTimeout> | undefined;
    let silence = expectBeat(Math.max(options.firstBeatMs, silentMs));
    let isOver = false;

    function expectBeat(withinMs: number) {
      return setTimeout(() => end(`it printed nothing for ${Math.round(withinMs / 1000)} s`), withinMs);
    }

    function beat(text: string | null) {
      if (text === null || isOver) return;
      const unknown = text.match(unknownError)?.length ?? 0;
      if (beats === 0) unknownAtFirst = unknown;
      if (unknown > unknownAtFirst) return end('cards answer [Unknown Error] from the second sample on');
      beats += 1;
      clearTimeout(silence);
      silence = expectBeat(silentMs);
      onBeat({ text, errorText: [...errorLines].join('\n'), beats });
    }

    function end(reason: string) {
      if (isOver) return;
      isOver = true;
      clearTimeout(silence);
      clearTimeout(quiet);
      signal.removeEventListener('abort', stop);
      following?.stop();
      resolve({ reason, isGone: gone.isSettled, gone: gone.promise });
    }

    function stop() {
      end('stopped');
    }

    signal.addEventListener('abort', stop);
    signal.addEventListener('abort', gone.settle);
    following = host.follow({
      argv,
      onLine(line, stream) {
        if (isOver) return;
        if (stream === 'stderr') {
          if (errorLines.size < maxErrorLines) errorLines.add(line);
          return;
        }
        beat(reader.take(line));
        clearTimeout(quiet);
        if (!isOver) quiet = setTimeout(() => beat(reader.pause()), quietMs);
      },
      onEnd({ exitCode, message }) {
        gone.settle();
        signal.removeEventListener('abort', gone.settle);
        end(`it ended (${exitCode === null ? message : `exit code ${exitCode}`})`);
      },
    });
    // It may have ended, or been stopped, before there was anything to stop.
    if (isOver) following.stop();
    else if (signal.aborted) stop();
  });
}

function deferred() {
  let isSettled = false;
  let resolvePromise: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    resolvePromise = resolve;
  });
  const settle = () => {
    isSettled = true;
    resolvePromise();
  };
  return { promise, settle, isSettled: () => isSettled };
}
