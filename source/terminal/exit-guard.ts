/** Gives the terminal back on every way out of the process that a program can do something about. */
import { inspect } from 'node:util';
import { redact } from '../base/redact.ts';
import type { HostProcess } from './host-process.ts';
import type { StartTimer } from './timer.ts';

export type ExitGuardOptions = {
  readonly host: HostProcess;
  readonly startTimer: StartTimer;
  /** Gives the terminal back. May be called again. */
  readonly restore: () => void;
  /** Prints on the terminal that has been given back. */
  readonly report: (text: string) => void;
  /** Runs after the terminal is given back and before the process ends by a signal or an error. */
  readonly onEnding: () => void;
  /** Whether a signal from the keyboard is meant for a child that has the terminal. */
  readonly isForChild: () => boolean;
};

export type ExitGuard = {
  /** The terminal has hung up, which is as good as the signal that says so. */
  hangUp(): void;
  stop(): void;
};

const keyboardSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const endingSignals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];
const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 };
/** Another listener may keep the signal from ending the process. */
const signalDeadlineMs = 500;

export function guardExits({
  host,
  startTimer,
  restore,
  report,
  onEnding,
  isForChild,
}: ExitGuardOptions): ExitGuard {
  for (const signal of keyboardSignals) host.on(signal, onKeyboardSignal);
  for (const signal of endingSignals) host.on(signal, endBy);
  host.on('uncaughtException', onError);
  host.on('unhandledRejection', onError);
  host.on('exit', restore);

  function onKeyboardSignal(signal: NodeJS.Signals): void {
    if (!isForChild()) endBy(signal);
  }

  /** The signal is sent once more, now that nothing catches it, so that the parent sees what ended the process. */
  function endBy(signal: NodeJS.Signals): void {
    restore();
    stop();
    onEnding();
    host.kill(host.pid, signal);
    startTimer(() => host.exit(128 + (signalNumbers[signal] ?? 0)), signalDeadlineMs);
  }

  function onError(error: unknown): void {
    restore();
    report(`${redact(textOf(error), [])}\n`);
    onEnding();
    host.exit(1);
  }

  function hangUp(): void {
    endBy('SIGHUP');
  }

  function stop(): void {
    for (const signal of keyboardSignals) host.off(signal, onKeyboardSignal);
    for (const signal of endingSignals) host.off(signal, endBy);
    host.off('uncaughtException', onError);
    host.off('unhandledRejection', onError);
    host.off('exit', restore);
  }

  return { hangUp, stop };
}

function textOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : `Uncaught ${inspect(error)}`;
}
