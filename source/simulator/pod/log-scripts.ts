/**
 * The console's scripts that find log files and follow them, answered for the few files that the machine has. They are read
 * here, never run.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { runProgram } from '../machine/commands.ts';
import type { Machine } from '../machine/machine.ts';
import { logsLike } from '../machine/tools/files.ts';
import { splitWords } from './words.ts';

/** A list between two lines, with the numbers of the patterns that no file matches; null for any other script. */
export function foundLogs(script: string): string | null {
  if (!script.includes('\nfound() { ')) return null;
  const patterns = [...script.matchAll(/for f in (.+); do \[ -f "\$f" \]/g)].map(([, pattern = '']) =>
    (splitWords(pattern) ?? []).flatMap(logsLike),
  );
  const unmatched = patterns.flatMap((paths, index) => (paths.length === 0 ? [`none ${index}`] : []));
  return ['files', ...unmatched, ...new Set(patterns.flat()), 'end-of-files', ''].join('\n');
}

export type FollowScript = {
  readonly nonce: string;
  readonly paths: readonly string[];
  /** Lines of before; 0 where the reader has been here already. */
  readonly tail: number;
  readonly follows: boolean;
};

/** null: the line runs another script. */
export function followScriptOf(command: string): FollowScript | null {
  const script = (splitWords(command) ?? []).at(-1) ?? '';
  const [, nonce, tail] = /^m=(\w{8,64}) n=\d{1,3} tail=(\d{1,5}) /m.exec(script) ?? [];
  if (nonce === undefined || !script.includes('say h')) return null;
  const places = [...script.matchAll(/^p\d+=(\S+) w\d+=\S* i\d+=(\S+) /gm)];
  const goesOn = places.some(([, , inode]) => inode !== '-');
  return {
    nonce,
    paths: places.map(([, path = '']) => splitWords(path)?.[0] ?? ''),
    tail: goesOn ? 0 : Number(tail),
    follows: !/^\s*say e; exit 0$/m.test(script),
  };
}

const lookEveryMs = 1000;

/** Writes frames as the script does, until the signal is given. */
export async function followLogs(
  { nonce, paths, tail, follows }: FollowScript,
  {
    machine,
    write,
    signal,
  }: { readonly machine: Machine; write(text: string): void; readonly signal: AbortSignal },
): Promise<void> {
  const told = new Map<string, { size: number; lines: ReadonlySet<string> }>();
  const say = (words: string): void => write(`${nonce} ${words}\n`);

  function look(path: string, index: number): void {
    const lines = linesOf(machine, path);
    const before = told.get(path);
    if (lines === null) {
      if (before === undefined) say(`w ${index} absent`);
      told.set(path, before ?? { size: 0, lines: new Set() });
      return;
    }
    const fresh =
      before === undefined
        ? lines.slice(lines.length - Math.min(tail, lines.length))
        : lines.filter((line) => !before.lines.has(line));
    if (before === undefined) say(`l ${index}`);
    const bytes = Buffer.from(fresh.map((line) => `${line}\n`).join(''));
    const size = (before?.size ?? 0) + bytes.length;
    told.set(path, { size, lines: new Set(lines) });
    if (bytes.length > 0) say(`d ${index} ${1000 + index} ${size} 0 b ${bytes.toString('base64')}`);
  }

  say('h');
  for (;;) {
    paths.forEach(look);
    if (!follows) return say('e');
    await pause(lookEveryMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    say('h');
  }
}

/** null: there is no such file. */
function linesOf(machine: Machine, path: string): readonly string[] | null {
  for (const program of ['tail', 'cat']) {
    const done = runProgram(machine.now(), [program, path]);
    if (done?.exitCode === 0) return done.stdout.split('\n').filter((line) => line !== '');
  }
  return null;
}
