/** The operator's terminal joined to a shell in a pod, until the shell ends, the connection is lost, or `^]` is typed. */
import type { ChannelEnd } from '../ssh/channel.ts';
import type { ShellChannel, ShellOptions, WindowSize } from '../ssh/connection-types.ts';
import type { Outcome, SshFailure } from '../ssh/failure.ts';
import { createOutputFilter } from '../terminal/output-filter.ts';
import { lendSequence, repairSequence } from '../terminal/repair.ts';
import { createTypedReader } from './return-key.ts';

/** What of the terminal is needed; `process.stdin` and `process.stdout` are this when they are a terminal. */
export type ShellTerminal = {
  readonly stdin: {
    setRawMode(isRaw: boolean): unknown;
    on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
    off(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
    on(event: 'end', listener: () => void): unknown;
    off(event: 'end', listener: () => void): unknown;
    resume(): unknown;
    pause(): unknown;
  };
  readonly stdout: {
    readonly columns?: number;
    readonly rows?: number;
    write(text: string | Uint8Array): unknown;
    on(event: 'resize', listener: () => void): unknown;
    off(event: 'resize', listener: () => void): unknown;
  };
};

/** Where the shell comes from: opened when the terminal is raw already, so that what is typed meanwhile is not lost. */
export type ShellSource = {
  open(options: ShellOptions): Promise<Outcome<ShellChannel>>;
  /** Resolves when the connection is gone. */
  readonly closed: () => Promise<SshFailure>;
};

export type ShellEnd =
  | { readonly kind: 'came-back' }
  | { readonly kind: 'ended'; readonly end: ChannelEnd }
  | { readonly kind: 'lost'; readonly failure: SshFailure }
  /** The terminal itself has gone. */
  | { readonly kind: 'hung-up' };

export type ShellRun = {
  readonly terminal: ShellTerminal;
  readonly source: ShellSource;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Run in place of the login shell; null: the login shell. */
  readonly command: string | null;
  /** False: what the pod writes reaches the terminal as it is. */
  readonly isFiltered: boolean;
  /** Ends the shell, as a signal to this program does. */
  readonly signal?: AbortSignal;
};

/** Answers of the terminal to what the pod asked may come this late; they must not be taken for keys. */
const lateAnswersMs = 60;
/** A lost connection closes its channels a moment before itself. */
const lossToldWithinMs = 300;
/** A channel that is full takes more after a moment. */
const fullPauseMs = 20;

/** Never rejects; the terminal is left cooked, with every mode repaired. */
export async function runShell(run: ShellRun): Promise<ShellEnd> {
  const { stdin, stdout } = run.terminal;
  stdin.setRawMode(true);
  stdout.write(lendSequence);
  const filter = run.isFiltered ? createOutputFilter() : null;
  const input = takeInput(run.terminal);
  const resize = (): void => input.shell()?.resize(windowOf(run.terminal));
  stdout.on('resize', resize);
  run.signal?.addEventListener('abort', input.hangUp, { once: true });
  try {
    const opening = run.source.open({
      window: windowOf(run.terminal),
      term: run.environment.TERM || 'xterm-256color',
      command: run.command,
      environment: toldEnvironment(run.environment),
      onOutput: (bytes) => {
        if (!input.isOver()) stdout.write(filter === null ? bytes : filter.feed(bytes));
      },
    });
    return await untilOver(run, input, opening);
  } finally {
    stdout.off('resize', resize);
    run.signal?.removeEventListener('abort', input.hangUp);
    stdout.write(repairSequence);
    // Still raw, so that a late answer is neither echoed nor taken for a line.
    await new Promise((resolve) => setTimeout(resolve, lateAnswersMs));
    input.stop();
    stdin.setRawMode(false);
  }
}

async function untilOver(
  { source, terminal }: ShellRun,
  input: ShellInput,
  opening: Promise<Outcome<ShellChannel>>,
): Promise<ShellEnd> {
  const opened = await Promise.race([opening, input.left]);
  if (!('ok' in opened)) {
    void opening.then((late) => late.ok && late.value.close());
    return opened;
  }
  if (!opened.ok) return { kind: 'lost', failure: opened.failure };
  const shell = opened.value;
  input.join(shell);
  // The terminal may have another size by now.
  shell.resize(windowOf(terminal));
  const end = await Promise.race([
    input.left,
    shell.ended.then((told): ShellEnd => ({ kind: 'ended', end: told })),
    source.closed().then((failure): ShellEnd => ({ kind: 'lost', failure })),
  ]);
  input.leave();
  shell.close();
  const isUntold = end.kind === 'ended' && end.end.exitCode === null && end.end.signal === null;
  return isUntold ? await lossBehind(end, source) : end;
}

/** A shell that ends without a word may be one whose connection was lost. */
async function lossBehind(end: ShellEnd, { closed }: ShellSource): Promise<ShellEnd> {
  let timer: NodeJS.Timeout | undefined;
  const stands = new Promise<ShellEnd>((resolve) => {
    timer = setTimeout(() => resolve(end), lossToldWithinMs);
  });
  const told = await Promise.race([
    closed().then((failure): ShellEnd => ({ kind: 'lost', failure })),
    stands,
  ]);
  clearTimeout(timer);
  return told;
}

type ShellInput = ReturnType<typeof takeInput>;

/** Most of what is typed ahead while the shell is being opened. */
const maxAheadBytes = 64 * 1024;

/** Hands on what is typed, from the moment on at which there is somebody to hand it to. */
function takeInput({ stdin }: ShellTerminal) {
  let shell: ShellChannel | null = null;
  let ahead: Buffer[] = [];
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  const typed = createTypedReader();
  let leaveAs: (end: ShellEnd) => void = () => {};
  const left = new Promise<ShellEnd>((resolve) => {
    leaveAs = resolve;
  });

  function take(chunk: Uint8Array | string): void {
    if (over) return;
    const { before, comesBack } = typed.read(chunk);
    if (before.length > 0) hand(before);
    if (!comesBack) return;
    over = true;
    leaveAs({ kind: 'came-back' });
  }

  function hand(bytes: Buffer): void {
    if (shell === null) {
      if (ahead.reduce((sum, each) => sum + each.length, 0) < maxAheadBytes) ahead.push(bytes);
      return;
    }
    if (shell.send(bytes)) return;
    stdin.pause();
    timer = setTimeout(() => stdin.resume(), fullPauseMs);
  }

  function hangUp(): void {
    over = true;
    leaveAs({ kind: 'hung-up' });
  }

  stdin.on('data', take);
  stdin.on('end', hangUp);
  stdin.resume();
  return {
    left,
    hangUp,
    shell: () => shell,
    isOver: () => over,
    join(opened: ShellChannel) {
      shell = opened;
      for (const bytes of ahead) hand(bytes);
      ahead = [];
    },
    leave() {
      over = true;
      shell = null;
    },
    stop() {
      clearTimeout(timer);
      stdin.off('data', take);
      stdin.off('end', hangUp);
      stdin.pause();
    },
  };
}

function windowOf({ stdout }: ShellTerminal): WindowSize {
  // A terminal that does not know its size says 0.
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}

/** What OpenSSH's clients send by custom, and its servers take. Nothing else of the operator's environment leaves. */
function toldEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && (/^(LANG|LC_[A-Z]+)$/.test(name) || name === 'COLORTERM') ? [[name, value]] : [],
    ),
  );
}
