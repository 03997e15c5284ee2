/** One agent a pod: two would end each other's nginx as left over from an earlier run. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startOfProcess } from './host/process-start.ts';
import { writeWhole } from './host/whole-file.ts';

/**
 * @returns The process that has the pod already, or null: then it is ours. A process is known by its number and its start
 * (proc(5), field 22 of stat), since numbers are given again. Where the file cannot be written, nobody is kept out.
 */
export async function takePod(lockFile: string): Promise<number | null> {
  const [, holder = '', began = ''] = /^(\d+) (\d+)\s*$/.exec(await textOf(lockFile)) ?? [];
  const pid = Number(holder);
  if (pid > 0 && pid !== process.pid && (await startOfProcess(pid)) === began) return pid;
  const line = `${process.pid} ${await startOfProcess(process.pid)}\n`;
  await mkdir(dirname(lockFile), { recursive: true, mode: 0o755 })
    .then(() => writeWhole(lockFile, line))
    .catch(() => {});
  return null;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
