/** Debian's docker-registry on a free port of 127.0.0.1, its storage in a folder of its own; it can be stopped and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isExecutable } from './executable.ts';
import { freePort } from './free-port.ts';
import { signalProcess } from './processes.ts';

export type RegistryNeighbour = {
  /** 127.0.0.1:41234 */
  readonly host: string;
  readonly pid: number;
  /** What it has written, of all its starts. */
  log(): string;
  /** Ends it; its storage stays. */
  stop(): Promise<void>;
  /** On the same port, with what it had. */
  start(): Promise<void>;
  /** Ends it and removes its storage. */
  remove(): Promise<void>;
};

export type RegistryNeighbourOptions = {
  /** Whether manifests may be removed. */
  readonly deletes?: boolean;
  /** Asks for `registryLogin`. */
  readonly login?: boolean;
  /** The storage is a file system of that size; needs root (see `smallDiskMissing`). */
  readonly diskBytes?: number;
};

/** The one login that a registry with `login` takes. */
export const registryLogin = { user: 'tester', password: 'right-password' } as const;
const loginHash = '$2b$04$rmpbjbUhJwHZDcFBvFN7.uK2b/vH.6AMguQYHqSHCFFOjl85Tn14C';

const program = ['/usr/bin/docker-registry', '/usr/local/bin/docker-registry'].find(isExecutable);

/** Why tests with a registry cannot run here; null when they can. */
export const registryMissing: string | null =
  program === undefined ? 'docker-registry is not installed (apt-get install docker-registry)' : null;

/** Why a full disk cannot be made here; null when it can. */
export const smallDiskMissing: string | null = trySmallDisk();

export async function startRegistry(options: RegistryNeighbourOptions = {}): Promise<RegistryNeighbour> {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-registry-'));
  const port = await freePort();
  const storage = join(folder, 'storage');
  mkdirSync(storage);
  if (options.diskBytes !== undefined) mountSmallDisk(storage, options.diskBytes);
  const configuration = join(folder, 'config.json');
  writeFileSync(join(folder, 'htpasswd'), `${registryLogin.user}:${loginHash}\n`);
  writeFileSync(configuration, configurationText({ options, folder, storage, port }));
  let text = '';
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = launch(configuration, (more) => {
      text = (text + more).slice(-200_000);
    });
    await untilItAnswers(child, port, () => text);
  };
  const stop = (): Promise<void> => end(child);
  const clear = (): void => {
    if (options.diskBytes !== undefined) spawnSync('umount', [storage]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    clear();
    throw error;
  }
  return {
    host: `127.0.0.1:${port}`,
    get pid() {
      return child.pid ?? 0;
    },
    log: () => text,
    stop,
    start,
    async remove() {
      await stop();
      clear();
    },
  };
}

/** JSON is YAML. */
function configurationText({
  options,
  folder,
  storage,
  port,
}: {
  readonly options: RegistryNeighbourOptions;
  readonly folder: string;
  readonly storage: string;
  readonly port: number;
}): string {
  return JSON.stringify({
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: options.deletes ?? true } },
    http: { addr: `127.0.0.1:${port}`, secret: 'of-a-test' },
    ...(options.login === true
      ? { auth: { htpasswd: { realm: 'test registry', path: join(folder, 'htpasswd') } } }
      : {}),
  });
}

function launch(configuration: string, onText: (text: string) => void): ChildProcess {
  if (program === undefined) throw new Error(`Cannot start a registry: ${registryMissing}.`);
  const child = spawn(program, ['serve', configuration], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onText);
  // A test run that is cut short must not leave a server behind.
  const endWithUs = () => child.pid !== undefined && signalProcess(child.pid, 'SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  return child;
}

async function untilItAnswers(child: ChildProcess, port: number, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`docker-registry ended with ${child.exitCode} before it answered: ${log()}`);
    // With a login it answers 401, which is an answer.
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.headers.has('docker-distribution-api-version')) return;
    await wait(50);
  }
  await end(child);
  throw new Error(`docker-registry did not answer at port ${port} within 30 s: ${log()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

function trySmallDisk(): string | null {
  if (process.getuid?.() !== 0) return 'a small file system can only be mounted by root';
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-disk-'));
  try {
    mountSmallDisk(folder, 1_000_000);
    spawnSync('umount', [folder]);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mountSmallDisk(folder: string, bytes: number): void {
  const words = ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder];
  const { status, stderr } = spawnSync('mount', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Cannot mount a small file system: ${stderr.trim()}`);
}
