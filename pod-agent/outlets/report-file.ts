/** The health report as a file, for whoever is in the pod: scripts, the image's own page, the stream. */
import { readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeWhole } from '../host/whole-file.ts';
import type { HealthReport } from '../protocol/health-report.ts';

export const defaultReportPath = '/tmp/health-report.json';

/** Rejects with the system's error when the folder cannot be written. */
export async function writeReport(path: string, report: HealthReport): Promise<void> {
  await writeWhole(path, `${JSON.stringify(report)}\n`);
}

/** Takes away what killed writers left beside the report. What is younger than a minute may be another's at work. */
export async function removeLeftovers(path: string, nowMs: number): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(`${basename(path)}.`) || !name.endsWith('.tmp')) continue;
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: nowMs }));
    if (nowMs - mtimeMs > 60_000) await unlink(join(folder, name)).catch(() => {});
  }
}
