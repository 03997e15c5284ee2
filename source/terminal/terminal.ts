/** The operator's terminal as one thing: its parts, joined. */
import { type CopyPlan, planCopy } from './clipboard.ts';
import type { TerminalEvent } from './events.ts';
import type { HostProcess } from './host-process.ts';
import { inkStdin } from './ink-stdin.ts';
import { createKeyReader } from './key-reader.ts';
import { createScreenWriter, type ScreenCounts, type TerminalOutput } from './screen-writer.ts';
import { createTerminalSession, type SessionOutput, type TerminalInput } from './session.ts';
import type { PatchableStream } from './stray-writes.ts';
import { startTimer } from './timer.ts';

export type TerminalOptions = {
  /** The real streams, both of them a terminal. */
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput & SessionOutput;
  readonly stderr: PatchableStream & { readonly fd: number };
  readonly host: HostProcess;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly mouse?: boolean;
  readonly onEvent: (event: TerminalEvent) => void;
  /** What something else wrote to the terminal while the console had it. */
  readonly onStrayText: (text: string) => void;
  /** The process is about to end by a signal or an error, at once: what must not outlive it goes now. */
  readonly onEnding?: () => void;
};

export type Terminal = {
  /** For ink's `render`, with `debug: true`, `exitOnCtrlC: false` and `patchConsole: false`. */
  readonly inkStdout: NodeJS.WriteStream;
  readonly inkStdin: NodeJS.ReadStream;
  open(): void;
  /** Gives the terminal back as it was found. */
  close(): Promise<void>;
  suspend(): Promise<void>;
  /** Lends the terminal to the child that `run` starts and waits for. */
  handOver(run: () => Promise<void>): Promise<void>;
  /** Paints every cell anew. */
  repaint(): void;
  setMouse(isOn: boolean): void;
  setTitle(title: string): void;
  /** Puts text on the operator's clipboard, unless it is too long; the plan says which. */
  copy(text: string): CopyPlan;
  counts(): ScreenCounts;
};

export function createTerminal(options: TerminalOptions): Terminal {
  const { stdout, environment, onEvent } = options;
  const screen = createScreenWriter({ output: stdout, startTimer });
  const keys = createKeyReader({ onEvent, startTimer });
  const session = createTerminalSession({ ...options, screen, startTimer, onInput: keys.feed });

  async function close(): Promise<void> {
    keys.stop();
    await session.close();
  }

  function copy(text: string): CopyPlan {
    const plan = planCopy(text, environment);
    if (plan.kind === 'copy') screen.send(plan.sequence);
    return plan;
  }

  return {
    inkStdout: screen.stream,
    inkStdin: inkStdin(),
    open: session.enter,
    close,
    suspend: session.suspend,
    handOver: session.handOver,
    repaint: screen.repaint,
    setMouse: session.setMouse,
    setTitle: session.setTitle,
    copy,
    counts: screen.counts,
  };
}
