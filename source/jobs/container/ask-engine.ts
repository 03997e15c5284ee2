/** One call of an engine's program: what it answered, or in words why it did not. */
import { safeText } from '../../base/safe-text.ts';
import type { ProgramEnd, ProgramOptions, RunProgram } from '../programs/run-program.ts';
import type { EngineResult } from './container-engine.ts';
import { failureWords, saysNoSuch } from './failure-words.ts';

export type Asking = {
  readonly run: RunProgram;
  readonly program: string;
  readonly words: readonly string[];
  /** Begins the sentence that tells of a failure: "Cannot build app:1.4.0 with podman". */
  readonly failing: string;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onLine?: ProgramOptions['onLine'];
};

/** `lines`: of both streams, in the order in which they came, the newest of them. */
export type Said = { readonly stdout: string; readonly lines: readonly string[] };

export type Answer =
  | { readonly ok: true; readonly value: Said }
  /** `isNoSuch`: it has no image or container of that name. */
  | (Extract<EngineResult<Said>, { ok: false }> & { readonly isNoSuch: boolean });

/** Where a call is a question, and no work. */
export const questionTimeoutMs = 60_000;
export const maxEvidenceLines = 30;
const maxLineLength = 500;
const maxKeptLines = 400;
/** Earlier ones are what a build's own programs said, who speak of networks and disks too. */
const maxJudgedLines = 12;

export async function askEngine(asking: Asking): Promise<Answer> {
  const { run, program, words, signal, onLine, environment = {} } = asking;
  const timeoutMs = asking.timeoutMs ?? questionTimeoutMs;
  const lines: string[] = [];
  const end = await run({
    program,
    words,
    environment,
    timeoutMs,
    signal,
    onLine: (line, stream) => {
      lines.push(line);
      if (lines.length > maxKeptLines) lines.shift();
      onLine?.(line, stream);
    },
  });
  if (end.kind === 'ended' && end.exitCode === 0) return { ok: true, value: { stdout: end.stdout, lines } };
  return failed(asking, { end, lines, timeoutMs });
}

/** The end of what was said, fit to be shown. */
export function evidenceOf(lines: readonly string[]): readonly string[] {
  return lines.slice(-maxEvidenceLines).map(safeLine);
}

export function safeLine(line: string): string {
  return safeText(line, { maxLength: maxLineLength });
}

function failed(
  { failing, program, words }: Asking,
  { end, lines, timeoutMs }: { end: ProgramEnd; lines: readonly string[]; timeoutMs: number },
): Answer {
  const text = lines.slice(-maxJudgedLines).join('\n');
  const known = end.kind === 'ended' ? failureWords(text) : null;
  const why = known?.reason ?? howItEnded(end, timeoutMs, lines);
  return {
    ok: false,
    reason: `${failing}: ${why}.`,
    evidence: [
      `$ ${safeLine([program, ...words].join(' '))}`,
      ...evidenceOf(lines).slice(1 - maxEvidenceLines),
    ],
    isNoSuch: saysNoSuch(text),
    ...(known === null ? {} : { fix: known.fix }),
  };
}

function howItEnded(end: ProgramEnd, timeoutMs: number, lines: readonly string[]): string {
  if (end.kind === 'missing') return `it cannot be started (${safeLine(end.reason)})`;
  if (end.kind === 'timeout') return `it took longer than ${Math.round(timeoutMs / 1000)} s`;
  if (end.kind === 'stopped') return 'it was stopped';
  if (end.kind === 'killed') return `it was killed by ${end.signal}`;
  const last = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1);
  const said =
    last === undefined
      ? ''
      : `: ${safeLine(last)
          .replace(/^Error: /, '')
          .replace(/\.$/, '')}`;
  return `it ended with exit code ${end.exitCode}${said}`;
}
