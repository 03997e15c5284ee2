/** The ssh process that holds the connection: started, waited for until its socket is there, ended with its folder. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { closedFailure, type Outcome, type SshFailure, timeoutFailure } from '../failure.ts';
import { endWithUs } from './end-with-us.ts';
import { endChild } from './mux-client.ts';
import type { SocketFolder } from './socket-folder.ts';
import { type MasterArguments, masterArguments } from './ssh-arguments.ts';
import { failureOfComplaint } from './ssh-complaint.ts';

export type Master = {
  readonly closed: Promise<SshFailure>;
  /** With the reason that `closed` then gives. */
  end(reason?: SshFailure): void;
};

const mostSaid = 16 * 1024;
const lookEveryMs = 15;
const streamsEndWithinMs = 1000;

/** Resolves when it is authenticated. Never throws, and leaves neither process nor folder where it fails. */
export function startMaster(options: {
  readonly program: string;
  readonly folder: SocketFolder;
  readonly words: MasterArguments;
  readonly signal: AbortSignal;
}): Promise<Outcome<Master>> {
  const { program, folder, words, signal } = options;
  const { endpoint, timings, keys } = words;
  // In a session of its own: ^C on the operator's terminal is for us, and ssh has no terminal to ask anything on.
  const child = spawn(program, [...masterArguments(words)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  let reason: SshFailure | null = null;
  let wasReady = false;
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    said = (said + text).slice(-mostSaid);
  });
  const takeBack = endWithUs(() => {
    child.kill('SIGTERM');
    folder.remove();
  });

  function end(why: SshFailure = closedFailure(endpoint, 'Connection closed by')): void {
    reason ??= why;
    endChild(child);
  }
  const closed = new Promise<SshFailure>((resolve) => {
    let grace: NodeJS.Timeout | undefined;
    const finish = () => {
      clearTimeout(grace);
      takeBack();
      folder.remove();
      resolve(reason ?? failureOfComplaint({ endpoint, said, keys, wasReady }));
    };
    child.once('error', (error) => {
      reason ??= cannotStart(program, error.message);
      finish();
    });
    // What it started, such as a jump host's ssh, may hold its standard error open beyond its end.
    child.once('exit', () => {
      grace = setTimeout(() => child.stderr.destroy(), streamsEndWithinMs);
    });
    child.once('close', finish);
  });

  return new Promise((resolve) => {
    const timeoutMs = timings.connectTimeoutMs + timings.handshakeTimeoutMs;
    const giveUp = () => end(closedFailure(endpoint, 'Gave up connecting to'));
    const deadline = setTimeout(
      () => end(timeoutFailure({ endpoint, waitedFor: 'SSH connection', timeoutMs })),
      timeoutMs,
    );
    const looking = setInterval(() => {
      if (reason !== null || !existsSync(folder.socketPath)) return;
      wasReady = true;
      settle({ ok: true, value: { closed, end } });
    }, lookEveryMs);
    function settle(outcome: Outcome<Master>): void {
      clearTimeout(deadline);
      clearInterval(looking);
      signal.removeEventListener('abort', giveUp);
      resolve(outcome);
    }
    void closed.then((failure) => settle({ ok: false, failure }));
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}

function cannotStart(program: string, why: string): SshFailure {
  return {
    kind: 'protocol',
    message: `The system's ssh cannot be started as ${program}: ${why}.`,
    hint: 'Install OpenSSH’s client, or set sshTransport to ssh2.',
    retriable: false,
  };
}
