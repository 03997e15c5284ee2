/** Really busy processes, one for each processor. */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';

export function busyProcesses(): { stop(): void } {
  const children = cpus().map(() => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  const stop = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', stop);
  return {
    stop() {
      process.off('exit', stop);
      stop();
    },
  };
}
