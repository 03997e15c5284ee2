/** What a pod says from within, read from the output of the script. Pure. */
import { safeText } from '../../../base/safe-text.ts';
import { wholeHttpAnswer } from '../../shell-diagnosis/answer-of.ts';
import { readHttpText } from './http-text.ts';
import { type InsideQuestion, pageSeconds } from './inside-script.ts';
import type { WebAnswer } from './web-answer.ts';

export type Inside = {
  /** RUNPOD_GPU_COUNT; null where it is not set. */
  readonly gpuVariable: number | null;
  /** Of the container's first process: changes when the container starts anew. */
  readonly bootId: string | null;
  /** null: it was not asked for. */
  readonly page: WebAnswer | null;
  readonly gpus: InsideGpus;
};

export type InsideGpus =
  | { readonly kind: 'counted'; readonly count: number; readonly lines: readonly string[] }
  /** The tool is there and does not count: its own words. */
  | { readonly kind: 'failed'; readonly lines: readonly string[] }
  | { readonly kind: 'no-tool' }
  | { readonly kind: 'not-asked' };

/** @returns null where no shell has run the script. */
export function readInside(output: string, nonce: string, question: InsideQuestion): Inside | null {
  const pieces = new Map(output.split(`\n@${nonce} `).slice(1).map(pieceOf));
  if (!pieces.has('variable')) return null;
  const count = pieces.get('variable')?.trim() ?? '';
  const startTicks = pieces.get('boot')?.trim() ?? '';
  return {
    gpuVariable: /^\d{1,3}$/.test(count) ? Number(count) : null,
    bootId: /^\d+$/.test(startTicks) ? `process 1 at ${startTicks}` : null,
    page: question.page === null ? null : pageOf(pieces, question.page),
    gpus: gpusOf(pieces),
  };
}

/** The number behind a name of two words is its text. */
function pieceOf(piece: string): [string, string] {
  const lineEnd = piece.indexOf('\n');
  const line = lineEnd === -1 ? piece : piece.slice(0, lineEnd);
  const [name = '', code] = line.split(' ');
  return [name, code ?? (lineEnd === -1 ? '' : piece.slice(lineEnd + 1))];
}

function pageOf(
  pieces: ReadonlyMap<string, string>,
  { port, path }: NonNullable<InsideQuestion['page']>,
): WebAnswer {
  const exitCode = Number(pieces.get('page-code') ?? Number.NaN);
  const answer = wholeHttpAnswer(
    { port, path, timeoutMs: pageSeconds * 1000 },
    {
      text: pieces.get('page') ?? '',
      complaint: (pieces.get('complaint') ?? '').trimEnd(),
      exitCode: Number.isNaN(exitCode) ? null : exitCode,
      isLate: false,
      isCut: false,
    },
  );
  if (!answer.ok) return { kind: 'silent', reason: shown(answer.message) };
  const read = readHttpText(answer.text, answer.tookMs ?? null);
  return read ?? { kind: 'silent', reason: `what answers at port ${port} is no web server` };
}

function gpusOf(pieces: ReadonlyMap<string, string>): InsideGpus {
  if (pieces.has('no-gpu-tool')) return { kind: 'no-tool' };
  const text = pieces.get('gpus');
  if (text === undefined) return { kind: 'not-asked' };
  const lines = text
    .split('\n')
    .map((line) => safeText(line.replace(/ \(UUID: [^)]*\)/, ''), { maxLength: 160 }).trim())
    .filter((line) => line !== '')
    .slice(0, 20);
  const cards = lines.filter((line) => /^GPU \d+: /.test(line));
  const isWell = pieces.get('gpus-code') === '0';
  return isWell || cards.length > 0
    ? { kind: 'counted', count: cards.length, lines }
    : { kind: 'failed', lines };
}

function shown(message: string): string {
  return safeText(message.replace(/\.$/, ''), { maxLength: 200 });
}
