import type { HostProcess } from './host-process.ts';
import type { StartTimer } from './timer.ts';

export type JobControlOptions = { readonly host: HostProcess; readonly startTimer: StartTimer };

/** A stop takes effect at once; the shell has surely answered by then, or there is none. */
const stopMs = 50;
const aliveMs = 60_000;

/**
 * Stops the process group as the Ctrl-Z of a cooked terminal does, and resolves when it goes on. A group whose shell is
 * gone ignores SIGTSTP (POSIX calls it orphaned); then this process alone is stopped, by the signal none can ignore.
 */
export function stopUntilContinued({ host, startTimer }: JobControlOptions): Promise<void> {
  return new Promise((resolve) => {
    let isContinued = false;
    // A listener for a signal does not keep the process alive, and nothing else may.
    let stopWaiting = startTimer(keepAlive, aliveMs);
    const stopFallback = startTimer(() => setImmediate(stopAlone), stopMs);
    host.on('SIGCONT', goOn);
    host.kill(0, 'SIGTSTP');

    /** After a real stop the timer is late and comes first; the signal that ended the stop is seen one turn later. */
    function stopAlone(): void {
      if (!isContinued) host.kill(host.pid, 'SIGSTOP');
    }

    function goOn(): void {
      isContinued = true;
      host.off('SIGCONT', goOn);
      stopFallback();
      stopWaiting();
      resolve();
    }

    function keepAlive(): void {
      stopWaiting = startTimer(keepAlive, aliveMs);
    }
  });
}
