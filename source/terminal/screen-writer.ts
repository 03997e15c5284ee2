/**
 * The screen as ink sees it: a stream that is given whole frames. What has changed of a frame goes to the terminal in
 * one write, and no second write is begun before the terminal has taken the first: frames that come meanwhile are
 * skipped, and the newest is painted then.
 */
import { setBlocking } from './blocking.ts';
import { frameStream } from './frame-stream.ts';
import { createScreenPainter, type ScreenSize } from './screen-painter.ts';
import type { StartTimer } from './timer.ts';

/** What the writer needs of the terminal; `process.stdout` is one. */
export type TerminalOutput = {
  readonly columns: number;
  readonly rows: number;
  write(text: string, done: () => void): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
};

/** Since the writer was made. */
export type ScreenCounts = {
  readonly frames: number;
  readonly painted: number;
  readonly skipped: number;
  readonly bytes: number;
};

export type ScreenWriter = {
  /** For ink's `stdout`, in `debug` mode. Its `columns`, `rows` and `resize` event are those of the terminal. */
  readonly stream: NodeJS.WriteStream;
  /** Begins painting, with the whole of the newest frame. */
  start(): void;
  /** Ends painting; frames are still taken, and the newest is kept. */
  stop(): void;
  /** Paints every cell anew. */
  repaint(): void;
  /** Sends a sequence that paints nothing, after what is being painted. */
  send(sequence: string): void;
  /** Resolves when the terminal has taken everything, or after `deadlineMs`. */
  settle(deadlineMs: number): Promise<void>;
  counts(): ScreenCounts;
};

export type ScreenWriterOptions = { readonly output: TerminalOutput; readonly startTimer: StartTimer };

/** Sizes come in storms while a window is dragged; the last one counts. */
const resizeMs = 40;

export function createScreenWriter({ output, startTimer }: ScreenWriterOptions): ScreenWriter {
  const painter = createScreenPainter();
  // Kept from the beginning: later, `write` is replaced to catch what others write.
  const write = output.write.bind(output);
  const counts = { frames: 0, painted: 0, skipped: 0, bytes: 0 };
  let size = sizeOf(output);
  let newest: string | null = null;
  let isStarted = false;
  let isWriting = false;
  let isWaiting = false;
  let isHeld = false;
  let stopResize: (() => void) | null = null;
  let stopRelease: (() => void) | null = null;
  let onSettled: (() => void)[] = [];
  const stream = frameStream({ take, size: () => size });

  function take(frame: string): void {
    counts.frames++;
    if (isWaiting) counts.skipped++;
    newest = frame;
    paint();
  }

  function paint(): void {
    isWaiting = newest !== null && isStarted && (isWriting || isHeld);
    if (newest === null || !isStarted || isWaiting) return;
    const text = painter.paint(newest, size);
    if (text === '') return;
    counts.painted++;
    counts.bytes += Buffer.byteLength(text);
    isWriting = true;
    write(text, afterWrite);
  }

  function afterWrite(): void {
    isWriting = false;
    if (isWaiting) paint();
    if (isWriting) return;
    for (const callback of onSettled) callback();
    onSettled = [];
  }

  function repaint(): void {
    painter.forget();
    paint();
  }

  function resized(): void {
    isHeld = true;
    stopRelease?.();
    stopResize ??= startTimer(resize, resizeMs);
  }

  /** Tells ink the new size. It draws more than once on the way to it, and only the last drawing is worth painting. */
  function resize(): void {
    stopResize = null;
    isHeld = true;
    size = sizeOf(output);
    painter.forget();
    stopRelease = startTimer(release, 0);
    stream.emit('resize');
  }

  function release(): void {
    stopRelease = null;
    isHeld = false;
    paint();
  }

  function start(): void {
    if (isStarted) return;
    isStarted = true;
    setBlocking(output, false);
    output.on('resize', resized);
    painter.forget();
    const now = sizeOf(output);
    if (now.columns !== size.columns || now.rows !== size.rows) resize();
    paint();
  }

  function stop(): void {
    if (!isStarted) return;
    isStarted = false;
    isWaiting = false;
    output.off('resize', resized);
    stopResize?.();
    stopRelease?.();
    stopResize = null;
    stopRelease = null;
    isHeld = false;
    // What is not yet written stands in a queue that only writes without waiting may work off.
    if (!isWriting) setBlocking(output, true);
  }

  function send(sequence: string): void {
    write(sequence, () => {});
  }

  async function settle(deadlineMs: number): Promise<void> {
    if (!isWriting) return;
    await new Promise<void>((resolve) => {
      const stopTimer = startTimer(resolve, deadlineMs);
      onSettled.push(() => {
        stopTimer();
        resolve();
      });
    });
  }

  return { stream, start, stop, repaint, send, settle, counts: () => ({ ...counts }) };
}

function sizeOf(output: TerminalOutput): ScreenSize {
  // A terminal that does not know its size says 0.
  return { columns: output.columns || 80, rows: output.rows || 24 };
}
