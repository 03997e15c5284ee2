/**
 * Commands over a shell on a terminal, for servers that give nothing else. One command at a time: its output comes as it
 * is, standard error among it, its input goes in pieces, and its exit code is told. Then the shell takes the next one.
 */
import type { ClientChannel } from 'ssh2';
import type { SshEndpoint } from '../../fleet/pod.ts';
import type { Channel, ChannelEnd, ExecOptions } from '../channel.ts';
import type { Outcome } from '../failure.ts';
import { createPtyInput, type PtyInput } from './pty-input.ts';
import { createMarkScanner, newMark } from './pty-mark.ts';
import { beginOpening } from './pty-opening.ts';
import { commandText } from './pty-texts.ts';

export type PtyShell = {
  /**
   * Asks for it, for one command. null: another has it. Resolves when the command before has let go of it; false where it
   * does not, or the terminal is gone.
   */
  claim(): Promise<boolean> | null;
  /** By who has claimed it. */
  run(options: ExecOptions): Channel;
  /** Resolves when the terminal is gone. */
  readonly closed: Promise<void>;
};

export type PtyShellOptions = {
  readonly terminal: ClientChannel;
  readonly endpoint: SshEndpoint;
  /** Until it takes commands. */
  readonly timeoutMs: number;
};

/** Resolves when the shell takes commands. Where it fails, the terminal is closed. */
export async function openPtyShell({
  terminal,
  endpoint,
  timeoutMs,
}: PtyShellOptions): Promise<Outcome<PtyShell>> {
  const mark = newMark();
  const closed = new Promise<void>((resolve) => {
    terminal.once('close', resolve);
  });
  function write(text: string): void {
    if (terminal.writable) terminal.write(text);
  }
  const opening = beginOpening({ mark, endpoint, timeoutMs, write });
  let isClaimed = true;
  let running: Running | null = null;

  function onWord(word: string): void {
    if (running === null) opening.word(word);
    else if (word === 'd') {
      running.letGo(true);
      running = null;
    } else takeWord(running, word);
  }
  const scanner = createMarkScanner(mark, {
    onWord,
    onOutput: (bytes) => (running === null ? opening.heard(bytes) : running.onOutput(bytes)),
  });
  terminal.on('data', (bytes: Buffer) => scanner.push(bytes));
  terminal.stderr.on('data', () => {});
  terminal.on('error', () => terminal.close());
  void closed.then(() => {
    isClaimed = true;
    opening.ended();
    running?.input.drop();
    running?.end(withoutEnd);
    running?.letGo(false);
  });

  const opened = await opening.outcome;
  if (!opened.ok) {
    terminal.close();
    return opened;
  }
  const shell: PtyShell = {
    closed,
    claim() {
      if (isClaimed) return null;
      isClaimed = true;
      return running === null ? Promise.resolve(true) : freed(running, terminal);
    },
    run(options) {
      running = beginCommand(options, write);
      void running.ended.then(({ exitCode }) => {
        isClaimed = exitCode === null;
      });
      write(commandText(options.command));
      return channelOf(running, terminal);
    },
  };
  return { ok: true, value: shell };
}

type Running = {
  readonly input: PtyInput;
  readonly ended: Promise<ChannelEnd>;
  readonly isOver: () => boolean;
  /** Whether the shell takes commands again. */
  readonly isFreed: Promise<boolean>;
  letGo(isFree: boolean): void;
  end(end: ChannelEnd): void;
  onOutput(bytes: Buffer): void;
};

const withoutEnd: ChannelEnd = { exitCode: null, signal: null };

/** "a": another piece of input is wanted; "e" and a number: the command has ended so. */
function takeWord({ input, end }: Running, word: string): void {
  if (word === 'a') input.wanted();
  const [, exitCode] = /^e(\d{1,3})$/.exec(word) ?? [];
  if (exitCode === undefined) return;
  input.commandEnded();
  end({ exitCode: Number(exitCode), signal: null });
}

/** A command that has ended lets go at once; what hangs then is ended with its terminal. */
const letGoWithinMs = 3000;

async function freed({ isFreed }: Running, terminal: ClientChannel): Promise<boolean> {
  const timer = setTimeout(() => terminal.close(), letGoWithinMs);
  const isFree = await isFreed;
  clearTimeout(timer);
  return isFree;
}

function beginCommand({ onStdout }: ExecOptions, write: (text: string) => void): Running {
  let isOver = false;
  let resolve: (end: ChannelEnd) => void = () => {};
  let letGo: (isFree: boolean) => void = () => {};
  const isFreed = new Promise<boolean>((resolveFreed) => {
    letGo = resolveFreed;
  });
  const ended = new Promise<ChannelEnd>((resolveEnd) => {
    resolve = resolveEnd;
  });
  return {
    ended,
    isFreed,
    letGo,
    input: createPtyInput(write),
    isOver: () => isOver,
    end(end) {
      isOver = true;
      resolve(end);
    },
    // What a child left behind says afterwards is nobody's.
    onOutput: (bytes) => isOver || onStdout?.(bytes),
  };
}

function channelOf({ input, ended, isOver }: Running, terminal: ClientChannel): Channel {
  return {
    ended,
    send: input.send,
    endInput: input.end,
    // What runs there gets the hang-up of its terminal. A command that is over leaves the shell to the next.
    close: () => isOver() || terminal.close(),
  };
}
