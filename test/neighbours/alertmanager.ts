/** A real Alertmanager on the loopback address: a process of its own, with its state in a temporary folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

export type Alertmanager = {
  readonly url: string;
  /** What `GET /api/v2/alerts` lists: those that it takes for firing. */
  alerts(): Promise<readonly ListedAlert[]>;
  stop(): Promise<void>;
};

export type ListedAlert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly fingerprint: string;
  readonly status: { readonly state: string };
};

const program = [
  '/usr/bin/prometheus-alertmanager',
  '/usr/bin/alertmanager',
  '/usr/local/bin/alertmanager',
].find(existsSync);

/** Why tests with a real Alertmanager cannot run here; null when they can. For `describe.skipIf` and its title. */
export const alertmanagerMissing: string | null =
  program === undefined ? 'Alertmanager is not installed (apt-get install prometheus-alertmanager)' : null;

/** @param configuration alertmanager.yml; JSON is YAML too. */
export async function startAlertmanager(configuration: object): Promise<Alertmanager> {
  if (program === undefined) throw new Error(`Cannot start Alertmanager: ${alertmanagerMissing ?? ''}.`);
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-alertmanager-'));
  const configurationPath = join(folder, 'alertmanager.yml');
  writeFileSync(configurationPath, JSON.stringify(configuration));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    program,
    [
      `--config.file=${configurationPath}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // A test run that is cut short must not leave a server behind.
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-20_000);
  });
  const stop = async () => {
    process.off('exit', endWithUs);
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://${address}`;
  const isReady = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const lastAtMs = Date.now() + 60_000; !(await isReady()); ) {
    if (child.exitCode === null && Date.now() < lastAtMs)
      await new Promise((resolve) => setTimeout(resolve, 50));
    else {
      await stop();
      throw new Error(`Alertmanager did not get ready: ${log}`);
    }
  }
  return {
    url,
    async alerts() {
      const response = await fetch(`${url}/api/v2/alerts`);
      return (await response.json()) as readonly ListedAlert[];
    },
    stop,
  };
}
