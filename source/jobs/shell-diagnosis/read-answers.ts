/** The output of the script as answers, by the place of their source. Pure. What it looks like stands in ask-functions.ts. */
import type { Answer, Source } from '../../../pod-agent/host/host.ts';
import {
  commandAnswer,
  environmentAnswer,
  fileAnswer,
  filesAnswer,
  httpAnswer,
  type ShellAnswer,
} from './answer-of.ts';
import { maxAnswerBytes, maxErrorBytes } from './ask-functions.ts';
import { limitSeconds } from './ask-script.ts';

export type AskedByShell = {
  /** By the place of the source; undefined where it was not answered in time. */
  readonly answers: readonly (Answer | undefined)[];
  /** The earlier answers of what was asked twice. */
  readonly before: readonly (Answer | undefined)[];
  /** Between the two; null where the pod did not tell. */
  readonly elapsedMs: number | null;
  /** The pod's clock at the second; null where it did not tell. */
  readonly wallMs: number | null;
  /** The script came to its end. */
  readonly isWhole: boolean;
};

/** Whatever stands between the marks is taken for text, and whatever is not as it should be for no answer. */
export function readAnswers(output: string, nonce: string, sources: readonly Source[]): AskedByShell {
  const pieces = output.split(`\n@${nonce} `).slice(1).map(pieceOf);
  const found = new Map<string, Answer>();
  for (const [at, { head }] of pieces.entries()) {
    const [, key = '', suffix = ''] = /^(?:begin|none) ((\d{1,5})b?)$/.exec(head) ?? [];
    const source = sources[Number(suffix)];
    if (key === '' || source === undefined || found.has(key)) continue;
    const answer = head.startsWith('none ') ? absentAnswer(source) : answerAt(pieces, at, { key, source });
    if (answer !== null) found.set(key, answer);
  }
  const [first, second] = ['first', 'second'].map((name) => momentOf(pieces, name));
  return {
    answers: sources.map((_, number) => found.get(`${number}`)),
    before: sources.map((_, number) => found.get(`${number}b`)),
    elapsedMs: first?.uptimeMs == null || second?.uptimeMs == null ? null : second.uptimeMs - first.uptimeMs,
    wallMs: second?.wallMs ?? null,
    isWhole: pieces.at(-1)?.head === 'over',
  };
}

/** `head`: the marked line itself; `text`: what comes behind it, up to the next. */
type Piece = { readonly head: string; readonly text: string };

function pieceOf(piece: string): Piece {
  const end = piece.indexOf('\n');
  return end === -1 ? { head: piece, text: '' } : { head: piece.slice(0, end), text: piece.slice(end + 1) };
}

function answerAt(
  pieces: readonly Piece[],
  at: number,
  { key, source }: { readonly key: string; readonly source: Source },
): Answer | null {
  const [begin, errors, code, end] = pieces.slice(at, at + 4);
  const [, exitCode, closing] =
    code?.head.startsWith('rc ') === true
      ? ['', code.head.slice(3), end]
      : // What complained without end has lost its exit code.
        ['', '', code];
  if (begin === undefined || errors?.head !== 'err') return null;
  const [, centiseconds = ''] = new RegExp(`^end ${key} (-?\\d{1,9})$`).exec(closing?.head ?? '') ?? [];
  if (centiseconds === '') return null;
  return answerOf(source, {
    text: begin.text,
    complaint: errors.text,
    exitCode: /^\d{1,3}$/.test(exitCode) ? Number(exitCode) : null,
    // The shell's clock has hundredths, and it reads it before and after.
    isLate: Number(centiseconds) >= limitSeconds(source) * 100 - 5,
    isCut: Buffer.byteLength(begin.text) >= maxAnswerBytes || Buffer.byteLength(errors.text) >= maxErrorBytes,
  });
}

function answerOf(source: Source, given: ShellAnswer): Answer {
  switch (source.kind) {
    case 'file':
    case 'filesystem':
      return fileAnswer(source.path, given);
    case 'files':
      return filesAnswer(source.glob, given);
    case 'environment':
      return environmentAnswer(source.names, given);
    case 'command':
      return commandAnswer(source, given);
    case 'http':
      return httpAnswer(source, given);
  }
}

function absentAnswer(source: Source): Answer {
  if (source.kind === 'command') {
    const message = `${source.argv[0]} is in none of the folders where commands are looked up.`;
    return { ok: false, reason: 'absent', message };
  }
  const what =
    source.kind === 'files' ? `Nothing matches ${source.glob}.` : `The pod has no tool to read ${source.id}.`;
  return { ok: false, reason: 'absent', message: what };
}

type Moment = { readonly uptimeMs: number | null; readonly wallMs: number | null };

function momentOf(pieces: readonly Piece[], name: string): Moment | null {
  const line = pieces.find(({ head }) => head.startsWith(`at ${name} `));
  if (line === undefined) return null;
  const [, , uptime = '', wall = ''] = line.head.split(' ');
  return {
    uptimeMs: /^\d{1,12}\.\d+$/.test(uptime) ? Math.round(Number(uptime) * 1000) : null,
    wallMs: /^\d{1,12}$/.test(wall) ? Number(wall) * 1000 : null,
  };
}
