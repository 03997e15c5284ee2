/** One at a time on this machine, over processes: what is made once must not be made twice at the same moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Waits for its turn under that name. A holder that is killed lets go at once, because the lock ends with its pipe. */
export async function exclusively<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  const file = join(tmpdir(), `pod-engine-test-${name}.lock`);
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(holder, 'exit');
  await Promise.race([
    once(holder.stdout, 'data'),
    ended.then(([code]) => Promise.reject(new Error(`flock ${file} ended with ${code}.`))),
  ]);
  try {
    return await run();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
