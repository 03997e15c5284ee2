/** Processes from the texts of /proc/<pid>/stat (proc(5)), one after the other. */

export type ProcessEntry = {
  readonly pid: number;
  readonly parentPid: number;
  readonly name: string;
  readonly state: string;
  /** The controlling terminal as the kernel numbers it (tty_nr); 0 for none. */
  readonly terminal: number;
  /** User and system time in hundredths of a second, as the kernel gives it to every program. */
  readonly cpuTicks: number;
  /** With the pid, this tells a process from a later one with the same number. */
  readonly startTicks: number;
  readonly residentPages: number;
};

/** Far above what runs in a pod, and a bound for a hostile text. */
const maxProcesses = 20_000;

/**
 * The name stands in parentheses and may itself hold blanks, parentheses and newlines, so that it ends only where a
 * state and twenty figures follow: a name is too short (15 characters, 63 for the kernel's own) to feign those.
 */
const entry = /(\d{1,10}) \(([\s\S]{0,64}?)\) ([A-Za-z]) ((?:-?\d{1,20} ){20,60}-?\d{1,20})(?:\n|$)/y;

export function processTable(text: string): readonly ProcessEntry[] {
  const processes: ProcessEntry[] = [];
  let at = 0;
  while (at < text.length && processes.length < maxProcesses) {
    entry.lastIndex = at;
    const match = entry.exec(text);
    if (match === null) {
      const lineEnd = text.indexOf('\n', at);
      at = lineEnd === -1 ? text.length : lineEnd + 1;
      continue;
    }
    at = entry.lastIndex;
    processes.push(entryOf(match));
  }
  return processes;
}

/** The figures begin with the fourth field, so that field n of proc(5) stands at n - 4. */
function entryOf([, pid, name = '', state = '', figures = '']: RegExpExecArray): ProcessEntry {
  const fields = figures.split(' ');
  return {
    pid: Number(pid),
    parentPid: Number(fields[4 - 4]),
    name,
    state,
    terminal: Number(fields[7 - 4]),
    cpuTicks: Number(fields[14 - 4]) + Number(fields[15 - 4]),
    startTicks: Number(fields[22 - 4]),
    residentPages: Number(fields[24 - 4]),
  };
}
