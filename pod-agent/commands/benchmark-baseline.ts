/** An earlier report from a file, checked as it would be on the wire. */
import { readFile, stat } from 'node:fs/promises';
import type { BenchmarkReport } from '../protocol/benchmark-report.ts';
import { decodeJobEvent } from '../protocol/job-codec.ts';
import { messageOf } from '../protocol/one-line.ts';

export type BaselineRead =
  | { readonly ok: true; readonly report: BenchmarkReport }
  | { readonly ok: false; readonly reason: string };

const longestBytes = 512 * 1024;

/** What `--json` printed. Never rejects. */
export async function readBaseline(path: string): Promise<BaselineRead> {
  try {
    const { size } = await stat(path);
    if (size > longestBytes)
      return refusal(path, `It has ${size} bytes, and a report at most ${longestBytes}`);
    const report = reportIn(await readFile(path, 'utf8'));
    return report === null
      ? refusal(path, 'It holds no report of a benchmark, as --json prints it')
      : { ok: true, report };
  } catch (error) {
    return refusal(path, messageOf(error));
  }
}

function refusal(path: string, why: string): BaselineRead {
  return { ok: false, reason: `The baseline "${path}" cannot be taken. ${why}.` };
}

function reportIn(text: string): BenchmarkReport | null {
  const value = parsed(text);
  if (value === undefined) return null;
  const event = { kind: 'benchmark', report: value, sequence: 1, atMs: 0 };
  const decoded = decodeJobEvent(JSON.stringify(event));
  return decoded.ok && decoded.line.kind === 'benchmark' ? decoded.line.report : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
