/** Who started whom, from the texts of /proc/PID/stat (proc(5)). Names are the kernel's short ones. */

export type TreeProcess = {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly parentPid: number;
  readonly groupId: number;
  /** Clock ticks since the machine's boot: with its number it names the process. '' where the line was cut. */
  readonly start: string;
};

const maxProcesses = 20_000;
/** Field 22, counted from the sixth. */
const startField = 16;

/** The name may hold anything, parentheses and newlines too; it ends where a state and four figures follow. */
const entry =
  /(?:^|\n)(\d{1,10}) \(([\s\S]{0,64}?)\) ([A-Za-z]) (\d{1,10}) (\d{1,10}) ((?:-?\d{1,20} ?){10,60})/g;

export function processTree(text: string): readonly TreeProcess[] {
  const processes: TreeProcess[] = [];
  for (const [, pid, name = '', state = '', parent, group, rest = ''] of text.matchAll(entry)) {
    processes.push({
      pid: Number(pid),
      name,
      state,
      parentPid: Number(parent),
      groupId: Number(group),
      start: rest.split(' ')[startField] ?? '',
    });
    if (processes.length === maxProcesses) break;
  }
  return processes;
}
