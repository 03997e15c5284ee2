/** What somebody in a shell of the machine looks at first: processes, disks, memory, its variables, its files. */
import { createFiles } from '../files.ts';
import type { MachineMoment } from '../machine.ts';
import { filesystemText } from '../texts/disks.ts';
import { environmentOf } from '../texts/environment.ts';
import { meminfoText } from '../texts/memory.ts';
import { allProcessTexts } from '../texts/processes.ts';
import { loadText, ticksPerSecond, uptimeText } from '../texts/processor.ts';
import { type Execution, printed } from './execution.ts';
import { fileEnd } from './files.ts';

export function ps(moment: MachineMoment): Execution {
  const rows = allProcessTexts(moment, 'stat')
    .split('\n')
    .flatMap((line) => {
      const [, pid, name, rest] = /^(\d+) \((.*)\) (.*)$/.exec(line) ?? [];
      if (pid === undefined || name === undefined || rest === undefined) return [];
      const fields = rest.split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      return [`${pid.padStart(7)} ${(fields[0] ?? '?').padEnd(4)} ${clock(ticks / ticksPerSecond)} ${name}`];
    });
  return printed(`    PID STAT     TIME COMMAND\n${rows.map((row) => `${row}\n`).join('')}`);
}

export function df(moment: MachineMoment): Execution {
  const places = [
    ['overlay', '/'],
    ['shm', '/dev/shm'],
    ['volume', '/workspace'],
  ] as const;
  const rows = places.flatMap(([name, path]) => {
    const [blockBytes = 0, blocks = 0, free = 0] = (filesystemText(moment, path) ?? '')
      .split(' ')
      .map(Number);
    if (blocks === 0) return [];
    const [total, left] = [blocks, free].map((count) => Math.round((count * blockBytes) / 1024));
    const used = (total ?? 0) - (left ?? 0);
    const share = Math.ceil((used / (total ?? 1)) * 100);
    return [
      `${name.padEnd(10)} ${cell(total)} ${cell(used)} ${cell(left)} ${String(share).padStart(3)}% ${path}\n`,
    ];
  });
  return printed(`Filesystem    1K-blocks         Used    Available Use% Mounted on\n${rows.join('')}`);
}

export function free(moment: MachineMoment): Execution {
  const lines = meminfoText(moment).split('\n');
  const of = (name: string): number =>
    Number(/\d+/.exec(lines.find((line) => line.startsWith(`${name}:`)) ?? '0')?.[0]);
  const [total, left, available] = [of('MemTotal'), of('MemFree'), of('MemAvailable')];
  const head = '               total        used        free   available\n';
  return printed(`${head}Mem:    ${[total, total - available, left, available].map(cell).join('')}\n`);
}

export function uptime(moment: MachineMoment): Execution {
  const seconds = Number(uptimeText(moment).split(' ')[0]);
  const load = loadText(moment).split(' ').slice(0, 3).join(', ');
  const days = Math.floor(seconds / 86_400);
  return printed(` up ${days} days, ${clock(seconds % 86_400)},  load average: ${load}\n`);
}

/** A name that says that its value is secret is shown without it: screens are looked at by others. */
export function env({ facts }: MachineMoment): Execution {
  const lines = Object.entries(environmentOf(facts)).map(([name, value]) =>
    /KEY|TOKEN|SECRET|PASS/.test(name) ? `${name}=(not shown)` : `${name}=${value}`,
  );
  return printed(`${lines.join('\n')}\n`);
}

export function cat(moment: MachineMoment, words: readonly string[]): Execution {
  const files = createFiles(moment.facts);
  const parts = words.map((path): Execution => {
    if (/environ|rp_environment/.test(path))
      return { stdout: '', stderr: `cat: ${path}: it holds secrets; env shows the rest\n`, exitCode: 1 };
    const text = files.read(moment, path);
    if (text !== null) return printed(text);
    const log = fileEnd(moment, [path]);
    return log.exitCode === 0
      ? log
      : { stdout: '', stderr: `cat: ${path}: No such file or directory\n`, exitCode: 1 };
  });
  return {
    stdout: parts.map(({ stdout }) => stdout).join(''),
    stderr: parts.map(({ stderr }) => stderr).join(''),
    exitCode: Math.max(0, ...parts.map(({ exitCode }) => exitCode)),
  };
}

function cell(value: number | undefined): string {
  return String(value ?? 0).padStart(12);
}

/** "03:25:09". */
function clock(seconds: number): string {
  const parts = [seconds / 3600, (seconds % 3600) / 60, seconds % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}
