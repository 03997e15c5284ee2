/** What the flags of `logs` ask for. */
import { readDuration } from '../base/read-duration.ts';
import { type Pattern, parsePattern } from '../logs/model/pattern.ts';
import { timeOf } from '../logs/model/time-of.ts';
import { usualPatterns } from '../logs/sources/find-files.ts';
import type { Wanted } from '../logs/sources/pod-reader.ts';
import type { Flags } from './flags.ts';

export type LogsRequest = {
  readonly wanted: Wanted;
  /** No source was named: where there are no logs of RunPod's, files are read in their place. */
  readonly isUsual: boolean;
  readonly follow: boolean;
  /** Of the container before the last start. */
  readonly isPrevious: boolean;
  readonly tail: number;
  readonly sinceMs: number | null;
  /** With --since: of each source no more than so many lines of before; null: all. RunPod heeds one of the two alone. */
  readonly lastLines: number | null;
  readonly pattern: Pattern;
  readonly contextLines: number;
  readonly json: boolean;
  readonly timestamps: boolean;
};

export type ReadRequest =
  | { readonly ok: true; readonly value: LogsRequest }
  | { readonly ok: false; readonly reason: string };

export function readLogsRequest(flags: Flags, nowMs: number): ReadRequest {
  const since = flags.since === undefined ? null : readSince(flags.since, nowMs);
  if (since !== null && !since.ok) return since;
  const pattern = parsePattern(flags.grep ?? '');
  if (!pattern.ok) return { ok: false, reason: `--grep: ${pattern.reason}.` };
  const wanted = wantedOf(flags.source ?? []);
  if (!wanted.ok) return wanted;
  const isPrevious = flags.previous === true;
  const problem = isPrevious ? problemOfPrevious(flags, wanted.value) : null;
  if (problem !== null) return { ok: false, reason: problem };
  return {
    ok: true,
    value: {
      wanted: wanted.value,
      isUsual: (flags.source ?? []).length === 0 && !isPrevious,
      follow: flags.follow === true,
      isPrevious,
      tail: flags.tail ?? (since === null ? 200 : 5000),
      // No line of before is wanted from any time.
      sinceMs: since === null || flags.tail === 0 ? null : since.value,
      lastLines: since === null || flags.tail === 0 ? null : (flags.tail ?? null),
      pattern: pattern.value,
      contextLines: flags.context ?? 0,
      json: flags.json === true,
      timestamps: flags.timestamps === true,
    },
  };
}

function problemOfPrevious({ follow }: Flags, { files }: Wanted): string | null {
  if (follow === true)
    return '--previous is of a container that has ended: nothing comes to be followed. Leave out -f.';
  return files.length === 0
    ? null
    : '--previous goes with --source container and system: files belong to no container. What a program put aside stands beside its log, as in --source "/PATH/app.log.*".';
}

function readSince(
  text: string,
  nowMs: number,
): { readonly ok: true; readonly value: number } | { readonly ok: false; readonly reason: string } {
  const agoMs = readDuration(text, { zero: true });
  if (agoMs !== null) return { ok: true, value: Math.max(0, nowMs - agoMs) };
  const atMs = timeOf(text);
  if (atMs !== null) return { ok: true, value: atMs };
  return {
    ok: false,
    reason: `--since has "${text}". It wants 30s, 5m, 1h30m, 2d, or a time such as 2026-11-25T12:00:00Z.`,
  };
}

function wantedOf(
  sources: readonly string[],
): { readonly ok: true; readonly value: Wanted } | { readonly ok: false; readonly reason: string } {
  if (sources.length === 0) return { ok: true, value: { cloud: null, files: [], offers: [] } };
  const wrong = sources.find(
    (name) => !['container', 'system', 'nginx'].includes(name) && !name.startsWith('/'),
  );
  if (wrong !== undefined)
    return {
      ok: false,
      reason: `--source has "${wrong}". It wants container, system, nginx, or a path that begins with /.`,
    };
  const files = sources.flatMap((name) =>
    name === 'nginx' ? usualPatterns : name.startsWith('/') ? [name] : [],
  );
  return { ok: true, value: { cloud: cloudOf(sources), files, offers: [] } };
}

function cloudOf(sources: readonly string[]): Wanted['cloud'] {
  const hasContainer = sources.includes('container');
  const hasSystem = sources.includes('system');
  if (hasContainer && hasSystem) return null;
  return hasContainer ? 'container' : hasSystem ? 'system' : 'none';
}
