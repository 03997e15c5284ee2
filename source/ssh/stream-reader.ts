/** The agent's bytes, turned into frames: checked, and safe to show. */
import { decodeFrame } from '../../pod-agent/protocol/codec.ts';
import { type Frame, maxLineBytes } from '../../pod-agent/protocol/frames.ts';
import { createLineDecoder } from '../../pod-agent/protocol/line-decoder.ts';
import { safeDeep } from '../base/safe-text.ts';

export type StreamReader = {
  push(bytes: Uint8Array): void;
  end(): void;
};

export type StreamReaderOptions = {
  /** What the console has sent: a hello without it is somebody else's, or an old one. */
  readonly nonce: string;
  onFrame(frame: Frame): void;
  /** After the hello, a line was no frame, or too long. */
  onDropped(): void;
};

/** Before the hello everything is noise: banners, greetings of login shells, their complaints. */
export function createStreamReader({ nonce, onFrame, onDropped }: StreamReaderOptions): StreamReader {
  let isGreeted = false;

  function take(line: string): void {
    if (!isGreeted && !line.includes(nonce)) return;
    if (line === '') return;
    const decoded = decodeFrame(line);
    if (!decoded.ok) {
      // A newer agent's frames are no loss.
      if (isGreeted && decoded.reason === 'garbled') onDropped();
      return;
    }
    const { frame } = decoded;
    if (frame.kind === 'hello' && frame.nonce !== nonce) {
      if (isGreeted) onDropped();
      return;
    }
    if (frame.kind === 'hello') isGreeted = true;
    if (isGreeted) onFrame(safeDeep(frame));
  }

  return createLineDecoder({
    maxLineBytes,
    onLine: take,
    onDropped: () => {
      if (isGreeted) onDropped();
    },
  });
}
