/** Putting the switch off: a file with the wall clock until which the pod is kept. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from '../host/whole-file.ts';

export const keepFileName = 'keep.json';

/** A week: whoever wants a pod for longer sets no switch. */
const longestMs = 7 * 24 * 3_600_000;

const unitsMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** "90m", "2h", "1h30m", "1d" as milliseconds; null for what is no such text, or longer than a week. */
export function keepDurationMs(text: string): number | null {
  if (!/^(\d{1,6}[smhd])+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  const totalMs = parts.reduce((total, [, count, unit]) => total + Number(count) * unitMs(unit), 0);
  return totalMs > 0 && totalMs <= longestMs ? totalMs : null;
}

function unitMs(unit: string | undefined): number {
  return unit === 's' || unit === 'm' || unit === 'h' || unit === 'd' ? unitsMs[unit] : 0;
}

/** @throws The system's error where the folder cannot be written. */
export async function writeKeep(path: string, untilMs: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, `${JSON.stringify({ untilMs })}\n`);
}

export async function removeKeep(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** null where nobody keeps the pod, or the file is none of ours. */
export async function readKeep(path: string): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const untilMs = /^\{"untilMs":(\d{1,16})\}\s*$/.exec(text)?.[1];
  return untilMs === undefined ? null : Number(untilMs);
}
