import { EventEmitter } from 'node:events';
import type { ScreenSize } from './screen-painter.ts';

export type FrameStreamOptions = {
  readonly take: (frame: string) => void;
  readonly size: () => ScreenSize;
};

/**
 * The stream handed to ink, which in `debug` mode writes a whole frame at a time and nothing else. It says that it is
 * no terminal, so that ink writes no cursor sequences into it; an empty write with a callback is ink's way to ask
 * whether everything before has been written.
 */
export function frameStream({ take, size }: FrameStreamOptions): NodeJS.WriteStream {
  const stream = Object.assign(new EventEmitter(), {
    isTTY: false,
    writable: true,
    write(frame: string, done?: () => void): boolean {
      if (typeof done !== 'function') take(frame);
      else setImmediate(done);
      return true;
    },
  });
  Object.defineProperties(stream, {
    columns: { enumerable: true, get: () => size().columns },
    rows: { enumerable: true, get: () => size().rows },
  });
  // Ink's type asks for all of a terminal stream; these are the parts that it uses.
  return stream as unknown as NodeJS.WriteStream;
}
