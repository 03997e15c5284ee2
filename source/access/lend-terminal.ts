/**
 * The terminal lent to a shell in a pod, in the way that the pod's door can do: a channel that is filtered here, or a
 * program (the system's ssh) that takes the terminal itself. A line says before how one comes back.
 */
import { spawn } from 'node:child_process';
import type { ShellProgram } from '../ssh/connection-types.ts';
import type { Outcome, SshFailure } from '../ssh/failure.ts';
import type { PodDoor } from '../ssh/pod-door.ts';
import { lendSequence, repairSequence } from '../terminal/repair.ts';
import { runShell, type ShellEnd, type ShellTerminal } from './shell-session.ts';

export type LendOptions = {
  /** Opened while the terminal is lent already, so that what is typed ahead comes to the shell. */
  readonly door: () => Promise<Outcome<PodDoor>>;
  readonly podName: string;
  readonly command: string | null;
  readonly terminal: ShellTerminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isFiltered: boolean;
  /** Ends the shell. */
  readonly signal: AbortSignal;
};

/** Never rejects. The door is the caller's to close. */
export async function lendTerminal(options: LendOptions): Promise<ShellEnd> {
  const { terminal, podName, command, isFiltered, environment, signal } = options;
  if (command === null) terminal.stdout.write(`shell in ${podName}; ^] comes back\r\n`);
  let program: ShellProgram | null = null;
  let door: PodDoor | null = null;
  const none = new Promise<SshFailure>(() => {});
  const end = await runShell({
    ...{ terminal, environment, command, isFiltered, signal },
    source: {
      async open(shell) {
        const opened = await options.door();
        if (!opened.ok) return opened;
        door = opened.value;
        program = door.shellProgram?.(command) ?? null;
        if (program !== null) return { ok: false, failure: handedOver };
        return door.shell === undefined ? { ok: false, failure: withoutShell(podName) } : door.shell(shell);
      },
      closed: () => door?.closed ?? none,
    },
  });
  return program === null || end.kind !== 'lost' ? end : runProgram(program, terminal, signal);
}

/** Ends the session on the raw terminal where a program is to have it instead. */
const handedOver: SshFailure = { kind: 'closed', message: '', hint: '', retriable: false };

function withoutShell(podName: string): SshFailure {
  return {
    kind: 'protocol',
    message: `The way to ${podName} gives no shell.`,
    hint: 'Choose another sshTransport in the settings.',
    retriable: false,
  };
}

/** It reads and draws by itself, and nothing of it can be filtered. */
async function runProgram(
  { file, arguments: words }: ShellProgram,
  { stdout }: ShellTerminal,
  signal: AbortSignal,
): Promise<ShellEnd> {
  stdout.write(
    `by the system's ${file}, which does not know ^]: exit, or Enter and ~., comes back\r\n${lendSequence}`,
  );
  const child = spawn(file, words, { stdio: 'inherit' });
  const hangUp = (): void => void child.kill('SIGHUP');
  signal.addEventListener('abort', hangUp, { once: true });
  if (signal.aborted) hangUp();
  const end = await new Promise<ShellEnd>((resolve) => {
    child.once('error', (error) => resolve({ kind: 'lost', failure: notStarted(file, error) }));
    child.once('close', (exitCode, signal) => resolve({ kind: 'ended', end: { exitCode, signal } }));
  });
  signal.removeEventListener('abort', hangUp);
  stdout.write(repairSequence);
  return signal.aborted ? { kind: 'hung-up' } : end;
}

function notStarted(file: string, error: Error): SshFailure {
  return {
    kind: 'protocol',
    message: `${file} could not be started: ${error.message}.`,
    hint: 'Install OpenSSH, or set sshTransport to ssh2.',
    retriable: false,
  };
}
