/**
 * The operator's terminal while the console has it: taken once, given back on every way out, lent to a child, left on
 * Ctrl-Z and taken again.
 */
import { guardExits } from './exit-guard.ts';
import type { HostProcess } from './host-process.ts';
import { stopUntilContinued } from './job-control.ts';
import { enterSequence, leaveSequence, mouseOff, mouseOn } from './modes.ts';
import { repairSequence } from './repair.ts';
import type { ScreenWriter } from './screen-writer.ts';
import { catchStrayWrites, type PatchableStream } from './stray-writes.ts';
import type { StartTimer } from './timer.ts';
import { titleSequence } from './title.ts';
import { writeNow } from './write-now.ts';

/** The terminal's input; `process.stdin` is one when it is a terminal. */
export type TerminalInput = {
  setRawMode(isRaw: boolean): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'end' | 'error', listener: () => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'end' | 'error', listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
};

/** The terminal's output; `process.stdout` is one when it is a terminal. */
export type SessionOutput = PatchableStream & {
  readonly fd: number;
  on(event: 'error', listener: () => void): unknown;
  off(event: 'error', listener: () => void): unknown;
};

export type TerminalSession = {
  /** Takes the terminal. */
  enter(): void;
  /** Gives the terminal back as it was found, at once. May be called again. */
  leave(): void;
  /** Lets what is being painted arrive, then leaves. */
  close(): Promise<void>;
  /** Ctrl-Z: resolves when the operator has come back. Does nothing unless the console has the terminal. */
  suspend(): Promise<void>;
  /** Lends the terminal to what `run` starts, and takes it back when it has ended, well or not. */
  handOver(run: () => Promise<void>): Promise<void>;
  setMouse(isOn: boolean): void;
  /** The title of the terminal's window, until the console leaves. */
  setTitle(title: string): void;
};

export type TerminalSessionOptions = {
  readonly stdin: TerminalInput;
  readonly stdout: SessionOutput;
  readonly stderr: PatchableStream & { readonly fd: number };
  readonly host: HostProcess;
  readonly screen: Pick<ScreenWriter, 'start' | 'stop' | 'send' | 'settle'>;
  readonly startTimer: StartTimer;
  readonly mouse?: boolean;
  readonly onInput: (bytes: Uint8Array) => void;
  /** What something else wrote to the terminal while the console had it. */
  readonly onStrayText: (text: string) => void;
  /** The process is about to end by a signal or an error, at once. */
  readonly onEnding?: () => void;
};

/** Who has the terminal. */
type Holder = 'shell' | 'console' | 'child' | 'stopped';

/** A paint is given this long to arrive before the terminal goes to another. */
const settleMs = 300;

/** A Ctrl-C that ended the child was sent to this process too, and may be heard only after the child's end. */
const lateSignalMs = 500;

export function createTerminalSession(options: TerminalSessionOptions): TerminalSession {
  const { stdin, stdout, stderr, host, screen, startTimer, onInput, onStrayText } = options;
  let holder: Holder = 'shell';
  let mouse = options.mouse ?? false;
  let title: string | null = null;
  let restoreWrites: () => void = () => {};
  let stopGuard: () => void = () => {};
  let stopLateSignals: (() => void) | null = null;

  function enter(): void {
    if (holder !== 'shell') return;
    const guard = guardExits({
      host,
      startTimer,
      restore: leave,
      report,
      onEnding: options.onEnding ?? (() => {}),
      isForChild: () => holder === 'child' || stopLateSignals !== null,
    });
    stdin.on('end', guard.hangUp);
    stdin.on('error', guard.hangUp);
    stdout.on('error', guard.hangUp);
    host.on('SIGCONT', onContinue);
    host.on('SIGTSTP', onStop);
    stopGuard = () => {
      guard.stop();
      stdin.off('end', guard.hangUp);
      stdin.off('error', guard.hangUp);
      host.off('SIGCONT', onContinue);
      host.off('SIGTSTP', onStop);
    };
    take();
  }

  function leave(): void {
    if (holder === 'shell') return;
    if (holder === 'console') give();
    // Whatever the child has done to the terminal stays done otherwise: nobody comes back to mend it.
    if (holder === 'child') mend();
    holder = 'shell';
    stopLateSignals?.();
    stopLateSignals = null;
    stopGuard();
  }

  async function close(): Promise<void> {
    if (holder === 'console') await screen.settle(settleMs);
    leave();
  }

  async function suspend(): Promise<void> {
    if (holder !== 'console') return;
    await screen.settle(settleMs);
    if (holder !== 'console') return;
    give();
    holder = 'stopped';
    // Caught, the signal would not stop this process.
    host.off('SIGTSTP', onStop);
    await stopUntilContinued({ host, startTimer });
    host.on('SIGTSTP', onStop);
    if (holder === 'stopped') take();
  }

  async function handOver(run: () => Promise<void>): Promise<void> {
    if (holder !== 'console')
      throw new Error(`Cannot lend the terminal to a program: the ${holder} has it already`);
    await screen.settle(settleMs);
    give();
    holder = 'child';
    try {
      await run();
    } finally {
      if (holder === 'child') {
        take();
        letLateSignalsPass();
      }
    }
  }

  /** The console's own Ctrl-C is a key, never a signal: nothing that is meant for it is lost. */
  function letLateSignalsPass(): void {
    stopLateSignals?.();
    stopLateSignals = startTimer(() => {
      stopLateSignals = null;
    }, lateSignalMs);
  }

  function setMouse(isOn: boolean): void {
    mouse = isOn;
    if (holder === 'console') screen.send(isOn ? mouseOn : mouseOff);
  }

  function setTitle(text: string): void {
    if (title === text) return;
    title = text;
    if (holder === 'console') screen.send(titleSequence(text));
  }

  function take(): void {
    holder = 'console';
    // Node remembers the mode it set and not what the shell has done since, so "on" alone may do nothing.
    stdin.setRawMode(false);
    stdin.setRawMode(true);
    writeNow(stdout.fd, enterSequence({ mouse }) + (title === null ? '' : titleSequence(title)));
    restoreWrites = catchStrayWrites([stdout, stderr], onStrayText);
    screen.start();
    stdin.on('data', onInput);
    stdin.resume();
  }

  function give(): void {
    stdin.off('data', onInput);
    stdin.pause();
    screen.stop();
    restoreWrites();
    writeNow(stdout.fd, leaveSequence);
    restoreRawMode();
  }

  function mend(): void {
    writeNow(stdout.fd, repairSequence);
    restoreRawMode();
  }

  /** A terminal that has hung up has no mode to set. */
  function restoreRawMode(): void {
    try {
      stdin.setRawMode(false);
    } catch {
      return;
    }
  }

  /** Something stopped this process without asking; the shell has had the terminal since. */
  function onContinue(): void {
    if (holder !== 'console') return;
    give();
    take();
  }

  /** A child that is stopped takes this process with it: the shell continues both. */
  function onStop(): void {
    if (holder === 'child') host.kill(host.pid, 'SIGSTOP');
    else void suspend();
  }

  function report(text: string): void {
    writeNow(stderr.fd, text);
  }

  return { enter, leave, close, suspend, handOver, setMouse, setTitle };
}
