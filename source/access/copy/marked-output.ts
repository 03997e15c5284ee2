/** The output of a copy's script, read as it comes: the stream between two marks, and what is told beside it. */
import { safeText } from '../../base/safe-text.ts';

export type MarkedOutput = {
  /** The part of it that belongs to the stream. */
  feed(bytes: Buffer): Buffer;
  /** Nothing that is sent from now on is of use to the pod. */
  isStopped(): boolean;
  /** What the script told in the end; null where it did not come to it. */
  end(): ScriptEnd | null;
  /** Of what stands outside the stream, safe to show. */
  words(): string;
};

export type ScriptEnd =
  | { readonly kind: 'lacks'; readonly tools: string }
  | { readonly kind: 'ended'; readonly exitCode: number; readonly sha256: string };

const keptCharacters = 8000;

/** `kind` "words": nothing is a stream, as on standard error. */
export function readMarked(mark: string, kind: 'stream' | 'words'): MarkedOutput {
  const begin = `\n@${mark} begin\n`;
  const next = `\n@${mark} `;
  let state: 'before' | 'stream' | 'after' = kind === 'stream' ? 'before' : 'after';
  let held: Buffer = Buffer.alloc(0);
  let told = '';

  function tell(bytes: Buffer): void {
    told = (told + bytes.toString('utf8')).slice(-keptCharacters);
  }

  /** Hands on what stands before the mark, or all that cannot be the beginning of one. */
  function upTo(text: string): { readonly before: Buffer; readonly isFound: boolean } {
    const at = held.indexOf(text);
    const count = at < 0 ? Math.max(0, held.length - text.length + 1) : at;
    const before = held.subarray(0, count);
    held = held.subarray(count);
    return { before, isFound: at >= 0 };
  }

  function feed(bytes: Buffer): Buffer {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    if (state === 'before') {
      const { before, isFound } = upTo(begin);
      tell(before);
      if (!isFound) return Buffer.alloc(0);
      held = held.subarray(begin.length);
      state = 'stream';
      told = '';
    }
    let stream: Buffer = Buffer.alloc(0);
    if (state === 'stream') {
      const { before, isFound } = upTo(next);
      stream = before;
      if (isFound) state = 'after';
    }
    if (state === 'after') {
      tell(held);
      held = Buffer.alloc(0);
    }
    return stream;
  }

  const whole = (): string => (state === 'after' ? told : told + held.toString('utf8'));
  return {
    feed,
    isStopped: () => told.includes(`\n@${mark} stop`),
    end() {
      const [, tools] = new RegExp(`^@${mark} lacks((?: \\w+)+)\\r?$`, 'm').exec(whole()) ?? [];
      if (tools !== undefined) return { kind: 'lacks', tools: tools.trim().replaceAll(' ', ', ') };
      const [, code, sha256] =
        new RegExp(`^@${mark} end (\\d+) ([0-9a-f]{64})\\r?$`, 'm').exec(whole()) ?? [];
      if (code === undefined || sha256 === undefined) return null;
      return { kind: 'ended', exitCode: Number(code), sha256 };
    },
    words() {
      const ours = `@${mark} (?:stop|end .*)|tar: (?:Exiting with failure status|Error is not recoverable).*`;
      const lines = whole().replaceAll(new RegExp(`^(?:${ours})\\r?$`, 'gm'), '');
      // Quoted by a shell that took the script for the name of a program.
      if (lines.includes(mark)) return '';
      return safeText(lines.trim(), { maxLength: 300 });
    },
  };
}
