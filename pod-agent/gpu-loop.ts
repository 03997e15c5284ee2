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
  const { host, argv, signal } = options;
  return new Promise((resolve) => {
    const gone = deferred();
    const beats = watchBeats(options, end);
    let following: Following | null = null;
    let isOver = false;

    function end(reason: string) {
      if (isOver) return;
      isOver = true;
      beats.stop();
      signal.removeEventListener('abort', stop);
      following?.stop();
      resolve({ reason, gone: gone.promise });
    }

    function stop() {
      end('stopped');
    }

    signal.addEventListener('abort', stop);
    signal.addEventListener('abort', gone.settle);
    following = host.follow({
      argv,
      onLine: (line, stream) => !isOver && beats.take(line, stream),
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

type BeatWatch = { take(line: string, stream: 'stdout' | 'stderr'): void; stop(): void };

/** Lines into beats; `end` is called with what is wrong with them, also when none come. */
function watchBeats(options: GpuLoopOptions, end: (reason: string) => void): BeatWatch {
  const silentMs = 3 * options.intervalMs + 2_000;
  const reader = createBlockReader(options.expectedRows);
  const errorLines = new Set<string>();
  let beats = 0;
  let unknownAtFirst = 0;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let silence = expectBeat(Math.max(options.firstBeatMs, silentMs));

  function expectBeat(withinMs: number) {
    return setTimeout(() => end(`it printed nothing for ${Math.round(withinMs / 1000)} s`), withinMs);
  }

  function beat(text: string | null) {
    if (text === null) return;
    const unknown = text.match(unknownError)?.length ?? 0;
    if (beats === 0) unknownAtFirst = unknown;
    if (unknown > unknownAtFirst) return end('cards answer [Unknown Error] from the second sample on');
    beats += 1;
    clearTimeout(silence);
    silence = expectBeat(silentMs);
    options.onBeat({ text, errorText: [...errorLines].join('\n'), beats });
  }

  function stop() {
    clearTimeout(silence);
    clearTimeout(quiet);
  }

  return {
    take(line, stream) {
      if (stream === 'stderr') {
        if (errorLines.size < maxErrorLines) errorLines.add(line);
        return;
      }
      clearTimeout(quiet);
      quiet = setTimeout(() => beat(reader.pause()), quietMs);
      beat(reader.take(line));
    },
    stop,
  };
}

function deferred() {
  let settle: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}
