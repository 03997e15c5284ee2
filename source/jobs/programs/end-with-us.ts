/**
 * Programs are told to end when this process does, however that is: they lead groups of their own, so the terminal does not
 * tell them. A push that goes on after its console was killed would put an image where an abort has just found none.
 */
import { type ChildProcess, spawn } from 'node:child_process';

const groups = new Set<number>();
let keeper: ChildProcess | null = null;

/** @returns What to call when the program has ended by itself. */
export function endWithUs(pid: number | undefined): () => void {
  if (pid === undefined) return () => undefined;
  keeper ??= begin();
  groups.add(pid);
  keeper.stdin?.write(`+ ${pid}\n`);
  return () => {
    groups.delete(pid);
    keeper?.stdin?.write(`- ${pid}\n`);
  };
}

/**
 * A shell that hears which groups there are, and when we are no more: kill -9 leaves no word, but it closes the pipe. It leads
 * a session of its own, so that what ends us leaves it.
 */
function begin(): ChildProcess {
  process.once('exit', endAll);
  const child = spawn('sh', ['-c', keeperScript], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without it programs still end with an ordinary end of ours.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  // A pipe to a child is a socket of Node, which keeps a process alive unless it is told not to.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}

const keeperScript = [
  'all=',
  'while read -r what pid; do',
  '  rest=',
  '  for each in $all; do [ "$each" = "$pid" ] || rest="$rest $each"; done',
  '  all=$rest',
  '  [ "$what" = - ] || all="$all $pid"',
  'done',
  'for each in $all; do kill -TERM "-$each"; done',
].join('\n');

/** Nothing can be waited for any more, so this is TERM alone. */
function endAll(): void {
  for (const pid of groups) {
    try {
      process.kill(-pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  }
}
