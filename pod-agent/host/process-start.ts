/** When a process began: with its number it names the process, since numbers are given again. */
import { readFile } from 'node:fs/promises';

/**
 * Clock ticks since the machine's boot (proc(5), field 22 of stat). '' where there is no such process, or only its
 * remains, which nobody has taken in yet (state Z).
 */
export async function startOfProcess(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Counted behind the name, which may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? '' : (fields[19] ?? '');
}
