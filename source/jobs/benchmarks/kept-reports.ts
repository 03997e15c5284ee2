/** Reports of benchmarks in files, one for each pod: the last ones, and the newest of each name; for 90 days after the last. */
import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Comparison } from '../../../pod-agent/protocol/benchmark-report.ts';
import { forgetOldFiles } from '../../base/forget-old-files.ts';
import { messageOf } from '../../base/message-of.ts';
import { parsedJson } from '../../base/parsed-json.ts';
import { writeWhole } from '../../base/write-whole.ts';
import { decodeEvent } from '../journal/decode-event.ts';
import { makePrivateFolder } from '../journal/folder.ts';
import type { BenchmarkShelf, KeptReport } from './shelf.ts';

export type ShelfOptions = {
  readonly folder: string;
  readonly maxLastRuns?: number;
  readonly maxNames?: number;
};

export function createShelf({ folder, maxLastRuns = 40, maxNames = 40 }: ShelfOptions): BenchmarkShelf {
  // Of two runs of one pod that end at once, the second reads what the first has written.
  let writing: Promise<unknown> = Promise.resolve();
  let forgetting: Promise<void> | null = null;

  async function keep(podId: string, kept: KeptReport): Promise<string | null> {
    const path = pathOf(folder, podId);
    try {
      await makePrivateFolder(folder);
      await append(path, kept);
      const all = await reportsIn(path);
      const bounded = bound(all, { maxLastRuns, maxNames });
      if (bounded.length < all.length) await writeWhole(path, bounded.map(lineOf).join(''));
      // Once, and after the pod's own file was written: an old one that is used again stays.
      forgetting ??= forgetOldFiles(folder, { ending: '.jsonl' });
      await forgetting;
      return null;
    } catch (error) {
      return `The report cannot be kept in ${path}: ${messageOf(error)}`;
    }
  }

  return {
    async reports(podId) {
      return bound(await reportsIn(pathOf(folder, podId)), { maxLastRuns, maxNames });
    },
    keep(podId, kept) {
      const done = writing.then(() => keep(podId, kept));
      writing = done;
      return done;
    },
  };
}

/** Of a host that was given by hand the id holds colons and an at sign. */
function pathOf(folder: string, podId: string): string {
  return join(folder, `${encodeURIComponent(podId).slice(0, 200)}.jsonl`);
}

function bound(
  all: readonly KeptReport[],
  { maxLastRuns, maxNames }: { readonly maxLastRuns: number; readonly maxNames: number },
): readonly KeptReport[] {
  const names = new Set<string>();
  let lastRuns = 0;
  const newestFirst = [...all].reverse().filter(({ name }) => {
    if (name === null) {
      lastRuns += 1;
      return lastRuns <= maxLastRuns;
    }
    if (names.has(name) || names.size === maxNames) return false;
    names.add(name);
    return true;
  });
  return newestFirst.reverse();
}

async function reportsIn(path: string): Promise<readonly KeptReport[]> {
  try {
    const text = await readFile(path, { encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW });
    return text.split('\n').flatMap((line) => keptReport(line) ?? []);
  } catch {
    // Nothing was kept of this pod until now, or it cannot be read: then there is nothing to compare with.
    return [];
  }
}

function keptReport(line: string): KeptReport | null {
  const value = parsedJson(line);
  if (typeof value !== 'object' || value === null || !('report' in value) || !('name' in value)) return null;
  if (value.name !== null && typeof value.name !== 'string') return null;
  // A report is checked as it is on the wire.
  const event = decodeEvent({ kind: 'benchmark', report: value.report, sequence: 1, atMs: 1 });
  if (event?.kind !== 'benchmark') return null;
  const verdict = 'verdict' in value ? verdicts.find((each) => each === value.verdict) : undefined;
  return { name: value.name, report: event.report, ...(verdict === undefined ? {} : { verdict }) };
}

const verdicts: readonly Comparison['verdict'][] = [
  'regression',
  'improvement',
  'no-change',
  'not-comparable',
];

function lineOf({ name, report, verdict }: KeptReport): string {
  return `${JSON.stringify({ schema: 1, name, verdict, report })}\n`;
}

async function append(path: string, kept: KeptReport): Promise<void> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const file: FileHandle = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    // A line that a crash has torn ends here.
    await file.appendFile(`\n${lineOf(kept)}`);
    await file.datasync();
  } finally {
    await file.close();
  }
}
