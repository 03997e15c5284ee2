/** A command's input on its way through a terminal: one piece after another, each sent when the last was taken. */
import { endOfInput, pieceBytes, pieceText } from './pty-texts.ts';

export type PtyInput = {
  /** Resolves when all of it was handed to the command; false where the command is over. */
  send(bytes: Uint8Array | string): Promise<boolean>;
  end(): void;
  /** The far side wants another piece. */
  wanted(): void;
  /** The command is over: what waits is let go, and the far side told that nothing more comes. */
  commandEnded(): void;
  /** The terminal is gone. */
  drop(): void;
};

export function createPtyInput(write: (text: string) => void): PtyInput {
  let isWanted = false;
  let isOver = false;
  let isEnded = false;
  let isEndSent = false;
  let turn: Promise<unknown> = Promise.resolve();
  let onWanted: (() => void) | null = null;

  /** Nothing is ever typed ahead: a shell may have read it as its own script by then. */
  function untilWanted(): Promise<void> {
    if (isWanted || isOver) return Promise.resolve();
    return new Promise((resolve) => {
      onWanted = resolve;
    });
  }

  function spend(text: string): void {
    isWanted = false;
    write(text);
  }

  function sendEnd(): void {
    if (isEndSent) return;
    isEndSent = true;
    spend(endOfInput);
  }

  function wake(): void {
    const waiting = onWanted;
    onWanted = null;
    waiting?.();
  }

  async function sendAll(bytes: Uint8Array): Promise<boolean> {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await untilWanted();
      if (isOver) return false;
      spend(pieceText(bytes.subarray(at, at + pieceBytes)));
    }
    await untilWanted();
    return !isOver;
  }

  return {
    send(bytes) {
      if (isOver || isEnded) return Promise.resolve(false);
      const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      const sent = turn.then(() => sendAll(all));
      turn = sent;
      return sent;
    },
    end() {
      if (isEnded) return;
      isEnded = true;
      turn = turn.then(untilWanted).then(() => {
        if (!isOver) sendEnd();
      });
    },
    wanted() {
      isWanted = true;
      if (isOver) sendEnd();
      wake();
    },
    commandEnded() {
      isOver = true;
      if (isWanted) sendEnd();
      wake();
    },
    drop() {
      isOver = true;
      isEndSent = true;
      wake();
    },
  };
}
