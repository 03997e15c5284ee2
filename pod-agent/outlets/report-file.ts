/** The health report as a file, for whoever is in the pod: scripts, the image's own page, the stream. */
import { randomBytes } from 'node:crypto';
import { open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { HealthReport } from '../protocol/health-report.ts';

export const defaultReportPath = '/tmp/health-report.json';

/**
 * Puts the report in the place of the last one. A reader sees the old one or the new one, whole, even when this process
 * is killed half-way. Rejects with the system's error when the folder cannot be written.
 */
export async function writeReport(path: string, report: HealthReport): Promise<void> {
  const temporaryPath = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  // /tmp belongs to everybody: `wx` neither follows a link that was laid there nor writes into somebody's file.
  const file = await open(temporaryPath, 'wx', 0o644);
  try {
    await file.chmod(0o644);
    await file.writeFile(`${JSON.stringify(report)}\n`);
    await file.close();
    await rename(temporaryPath, path);
  } catch (error) {
    await file.close().catch(() => {});
    await unlink(temporaryPath).catch(() => {});
    throw error;
  }
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
