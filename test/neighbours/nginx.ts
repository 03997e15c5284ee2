/**
 * A real nginx on free ports, started with what `renderNginx` makes of a plan: prefix, logs and site in a temporary folder
 * of its own. As root its workers become www-data.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { NginxPlan } from '../../pod-agent/nginx/plan.ts';
import { renderNginx } from '../../pod-agent/nginx/render.ts';
import { isExecutable } from './executable.ts';
import { freePort } from './free-port.ts';
import { signalProcess } from './processes.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export type NginxOptions = {
  /** What differs from an ordinary plan. */
  readonly plan?: Partial<NginxPlan>;
  /** Files of the site, by their path in it. */
  readonly site?: Files;
  /** The fallback page; null for none. */
  readonly fallbackHealth?: string | null;
  /** A folder, within the temporary one, that prefix, logs and site lie in. */
  readonly folder?: string;
};

export type Nginx = {
  readonly plan: NginxPlan;
  readonly port: number;
  readonly pid: number;
  /** What nginx has written to standard error. */
  stderr(): string;
  errorLog(): string;
  /** Every object of the access log, as soon as there are at least `count`; rejects after 30 s, and where it is not UTF-8. */
  accessLog(count: number): Promise<readonly Record<string, unknown>[]>;
  putIntoSite(files: Files): void;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
};

const nginxPath = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find(isExecutable);

/** Why tests with a real nginx cannot run here; null when they can. */
export const nginxMissing: string | null =
  nginxPath === undefined ? 'nginx is not installed (apt-get install nginx)' : null;

/** Rejects with what nginx wrote when it does not start. */
export async function startNginx(options: NginxOptions = {}): Promise<Nginx> {
  const folder = makeFolder();
  try {
    return await startIn(folder, options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** `nginx -t` with the files of a plan: its exit code, and all that it said. */
export async function checkConfiguration(changes: Partial<NginxPlan> = {}): Promise<Checked> {
  const folder = makeFolder();
  try {
    const plan = await ordinaryPlan(folder, changes);
    mkdirSync(plan.logFolder, { recursive: true });
    writeFiles(plan.prefix, Object.fromEntries(renderNginx(plan).map(({ path, text }) => [path, text])));
    const child = spawnNginx(plan, ['-t']);
    const stderr = collect(child);
    const [code] = await once(child, 'close');
    return { code, said: stderr() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type Checked = { readonly code: number | null; readonly said: string };

/** An address of this machine that is not loopback, to ask as somebody from outside does; null where there is none. */
export function outerAddress(isWanted: (address: string) => boolean = () => true): string | null {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const found = addresses.find(
    ({ internal, family, address }) =>
      !internal && (family === 'IPv4' || !address.startsWith('fe80')) && isWanted(address),
  );
  return found?.address ?? null;
}

async function startIn(folder: string, options: NginxOptions): Promise<Nginx> {
  const plan = await ordinaryPlan(join(folder, options.folder ?? ''), options.plan ?? {});
  writeFiles(plan.site, options.site ?? {});
  mkdirSync(plan.logFolder, { recursive: true });
  writeFiles(plan.prefix, Object.fromEntries(renderNginx(plan).map(({ path, text }) => [path, text])));
  const fallback = options.fallbackHealth ?? null;
  if (fallback !== null) writeFiles(plan.prefix, { 'fallback/health.json': fallback });
  const { child, stderr } = launch(plan);
  await untilItAnswers(child, plan.statusPort, stderr);
  return {
    plan,
    port: plan.port,
    pid: child.pid ?? -1,
    stderr,
    errorLog: () => readFileSync(join(plan.logFolder, 'error.log'), 'utf8'),
    accessLog: (count) => accessLogOf(join(plan.logFolder, 'access.log'), count),
    putIntoSite: (files) => writeFiles(plan.site, files),
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-nginx-'));
  // The workers are another user.
  chmodSync(folder, 0o755);
  return folder;
}

async function ordinaryPlan(folder: string, changes: Partial<NginxPlan>): Promise<NginxPlan> {
  return {
    prefix: join(folder, 'run'),
    logFolder: join(folder, 'logs'),
    site: join(folder, 'site'),
    port: await freePort(),
    hasIpv6: networkInterfaces().lo?.some(({ family }) => family === 'IPv6') ?? false,
    agentPort: await freePort(),
    statusPort: await freePort(),
    workerUser: process.getuid?.() === 0 ? 'www-data' : null,
    workerProcesses: 1,
    openFilesLimit: 1024,
    servesMetrics: true,
    contentSecurityPolicy: null,
    realAddressHeader: 'CF-Connecting-IP',
    requestsPerSecond: 1000,
    ...changes,
  };
}

function writeFiles(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function spawnNginx(plan: NginxPlan, words: readonly string[]): ChildProcess {
  if (nginxPath === undefined) throw new Error(`Cannot start nginx: ${nginxMissing ?? 'it is missing'}.`);
  const configuration = join(plan.prefix, 'nginx.conf');
  return spawn(nginxPath, ['-e', 'stderr', '-p', plan.prefix, '-c', configuration, ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
}

function collect(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-200_000);
  });
  return () => text;
}

function launch(plan: NginxPlan): { readonly child: ChildProcess; readonly stderr: () => string } {
  const child = spawnNginx(plan, ['-g', 'daemon off;']);
  // A test run that is cut short must not leave a server behind: the master and its workers are one group.
  const endWithUs = () => child.pid !== undefined && signalProcess(-child.pid, 'SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  return { child, stderr: collect(child) };
}

/** A port that takes connections is not enough: nginx has some of them while it still tries to get the others. */
async function untilItAnswers(child: ChildProcess, statusPort: number, stderr: () => string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`nginx ended with code ${child.exitCode} before it answered: ${stderr()}`);
    if (await tellsItsStatus(statusPort)) return;
    await wait(50);
  }
  await end(child);
  throw new Error(`nginx did not answer at port ${statusPort} within 30 s: ${stderr()}`);
}

async function tellsItsStatus(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1').setTimeout(1000, () => socket.destroy());
  socket.write('GET /status HTTP/1.0\r\n\r\n');
  let text = '';
  try {
    for await (const part of socket) text += part;
  } catch {
    return false;
  }
  return text.includes('Active connections');
}

/** Throws where a program that reads the log would. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

async function accessLogOf(path: string, count: number): Promise<readonly Record<string, unknown>[]> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const lines = strictUtf8.decode(readFileSync(path)).split('\n').slice(0, -1);
    if (lines.length >= count) return lines.map((line) => JSON.parse(line));
    await wait(50);
  }
  throw new Error(`${path} has fewer than ${count} lines after 30 s: ${readFileSync(path, 'utf8')}`);
}

/** The master ends its workers; SIGKILL would leave them with the port. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
