/**
 * A real OpenSSH server on the loopback address: a process of its own, with its own host key, configuration and
 * authorised key in a temporary folder. It lets the current user in with the key at `clientKeyPath`.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { isExecutable } from './executable.ts';
import { freePort } from './free-port.ts';
import { descendantsOf, type ProcessEntry, signalProcess } from './processes.ts';

export type SshdOptions = {
  /** Run for every session in place of what the client asks, which it finds in SSH_ORIGINAL_COMMAND. */
  readonly forceCommand?: string;
  /** Further lines of sshd_config. */
  readonly configuration?: readonly string[];
  readonly hostKeyType?: 'ed25519' | 'ecdsa' | 'rsa';
  /** Further lines of authorized_keys. */
  readonly authorizedKeys?: readonly string[];
};

export type Sshd = {
  readonly port: number;
  readonly username: string;
  /** The private host key; its public half is beside it with `.pub`. */
  readonly hostKeyPath: string;
  /** A private key without passphrase that is let in. */
  readonly clientKeyPath: string;
  /** The temporary folder, free for the test's own files. */
  readonly directory: string;
  readonly pid: number;
  /** What the server has logged so far. */
  log(): string;
  /** Everything that runs in sessions of this server now. */
  sessions(): ProcessEntry[];
  /** Kills the listener and its sessions at once, as a crash would. */
  kill(): Promise<void>;
  /** Kills it if it runs, and starts it on the same port; with a new host key if asked. */
  restart(options?: { readonly newHostKey?: boolean }): Promise<void>;
  stop(): Promise<void>;
};

const sshdPath = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd', '/sbin/sshd'].find(isExecutable);

/** Why tests with a real sshd cannot run here; null when they can. For `describe.skipIf` and its title. */
export const sshdMissing: string | null =
  sshdPath === undefined ? 'sshd is not installed (apt-get install openssh-server)' : null;

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  if (sshdPath === undefined) throw new Error(`Cannot start sshd: ${sshdMissing ?? 'it is missing'}.`);
  const directory = mkdtempSync(join(tmpdir(), 'pod-engine-sshd-'));
  const port = await freePort();
  const files = {
    hostKey: join(directory, 'host-key'),
    clientKey: join(directory, 'client-key'),
    authorizedKeys: join(directory, 'authorized_keys'),
    configuration: join(directory, 'sshd_config'),
    home: join(directory, 'home'),
  };
  mkdirSync(files.home);
  const hostKeyType = options.hostKeyType ?? 'ed25519';
  makeKey(files.hostKey, hostKeyType);
  makeKey(files.clientKey, 'ed25519');
  const authorized = [
    readFileSync(`${files.clientKey}.pub`, 'utf8').trim(),
    ...(options.authorizedKeys ?? []),
  ];
  writeFileSync(files.authorizedKeys, `${authorized.join('\n')}\n`, { mode: 0o600 });
  writeFileSync(files.configuration, configurationText({ ...options, port, files }));
  preparePrivilegeSeparation();

  let running = await launch(sshdPath, files.configuration, port);
  return {
    port,
    username: userInfo().username,
    hostKeyPath: files.hostKey,
    clientKeyPath: files.clientKey,
    directory,
    get pid() {
      return running.process.pid ?? -1;
    },
    log: () => running.log(),
    sessions: () => descendantsOf(running.process.pid ?? -1),
    kill: () => end(running.process),
    async restart({ newHostKey = false } = {}) {
      await end(running.process);
      if (newHostKey) makeKey(files.hostKey, hostKeyType);
      running = await launch(sshdPath, files.configuration, port);
    },
    async stop() {
      await end(running.process);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A key pair without passphrase: the private half at `path`, the public one beside it with `.pub`. */
export function makeKey(path: string, type: 'ed25519' | 'ecdsa' | 'rsa', passphrase = ''): void {
  rmSync(path, { force: true });
  rmSync(`${path}.pub`, { force: true });
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'test', '-f', path]);
}

type Files = Readonly<Record<'hostKey' | 'authorizedKeys' | 'home', string>>;

function configurationText(options: SshdOptions & { readonly port: number; readonly files: Files }): string {
  // sshd takes the first value it meets, so what a test asks for stands first.
  return [
    ...(options.configuration ?? []),
    ...(options.forceCommand === undefined ? [] : [`ForceCommand ${options.forceCommand}`]),
    // Bash reads ~/.bashrc for every command over SSH, even a forced one; that of the machine's own user is none of ours.
    `SetEnv HOME=${options.files.home}`,
    `Port ${options.port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${options.files.hostKey}`,
    `AuthorizedKeysFile ${options.files.authorizedKeys}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'MaxStartups 100:30:200',
    'PrintMotd no',
    'UseDNS no',
    'LogLevel VERBOSE',
    '',
  ].join('\n');
}

type Running = { readonly process: ChildProcess; log(): string };

async function launch(path: string, configurationPath: string, port: number): Promise<Running> {
  const child = spawn(path, ['-D', '-e', '-f', configurationPath], { stdio: ['ignore', 'ignore', 'pipe'] });
  // A test run that is cut short must not leave a server behind.
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      log = (log + text).slice(-200_000);
      if (log.includes(`listening on 127.0.0.1 port ${port}`)) resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`sshd ended with code ${code} before it listened: ${log}`)),
    );
  });
  return { process: child, log: () => log };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  // Held first, so that no new session begins while the old ones are being ended.
  signalProcess(child.pid, 'SIGSTOP');
  const sessions = descendantsOf(child.pid);
  signalProcess(child.pid, 'SIGKILL');
  for (const { pid } of sessions) signalProcess(pid, 'SIGKILL');
  await exited;
}

/** As root, sshd asks for an empty folder of root's to lock itself into. */
function preparePrivilegeSeparation(): void {
  if (process.getuid?.() !== 0) return;
  mkdirSync('/run/sshd', { recursive: true });
  chmodSync('/run/sshd', 0o755);
}
