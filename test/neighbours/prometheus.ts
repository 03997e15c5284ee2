/** A real Prometheus on the loopback address, and the tool that comes with it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isExecutable } from './executable.ts';
import { freePort } from './free-port.ts';

export type PrometheusOptions = {
  /** `host:port` of what is scraped once a second. */
  readonly targets: readonly string[];
  readonly metricsPath?: string;
  /** Further lines of the scrape job, e.g. `authorization: {credentials: x}`. */
  readonly job?: readonly string[];
  /** Further top-level lines of prometheus.yml, such as rules or alerting. */
  readonly configuration?: readonly string[];
};

export type Series = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

export type Prometheus = {
  readonly url: string;
  /** The temporary folder, free for the test's own files. */
  readonly directory: string;
  readonly pid: number;
  /** An instant query. Rejects where Prometheus does not take it. */
  query(expression: string): Promise<readonly Series[]>;
  /** What `/api/v1/targets` says of the scrapes: health, last error. */
  targets(): Promise<readonly { readonly health: string; readonly lastError: string }[]>;
  log(): string;
  stop(): Promise<void>;
};

/** Why tests with a real Prometheus cannot run here; null when they can. For `describe.skipIf` and its title. */
export const prometheusMissing: string | null =
  isExecutable('/usr/bin/prometheus') && isExecutable('/usr/bin/promtool')
    ? null
    : 'Prometheus is not installed (apt-get install prometheus)';

/** `promtool check metrics`: exit code 0 and no output where there is nothing to say. */
export function checkMetrics(text: string): { readonly code: number | null; readonly output: string } {
  const run = spawnSync('/usr/bin/promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  return { code: run.status, output: run.stdout + run.stderr };
}

export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const directory = mkdtempSync(join(tmpdir(), 'pod-engine-prometheus-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(join(directory, 'prometheus.yml'), configurationText(options));
  const child = spawn(
    '/usr/bin/prometheus',
    [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // A test run that is cut short must not leave a server behind.
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-100_000);
  });
  await untilReady(child, url, () => log);
  return {
    url,
    directory,
    pid: child.pid ?? -1,
    async query(expression) {
      const { result } = await askFor<{ readonly result: readonly RawSeries[] }>(
        `${url}/api/v1/query?query=${encodeURIComponent(expression)}`,
      );
      return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    async targets() {
      type Targets = {
        readonly activeTargets: readonly { readonly health: string; readonly lastError: string }[];
      };
      return (await askFor<Targets>(`${url}/api/v1/targets`)).activeTargets;
    },
    log: () => log,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

type RawSeries = {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
};

function configurationText(options: PrometheusOptions): string {
  return [
    'global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}',
    'scrape_configs:',
    '  - job_name: pods',
    `    metrics_path: ${options.metricsPath ?? '/metrics'}`,
    ...(options.job ?? []).map((line) => `    ${line}`),
    '    static_configs:',
    `      - targets: ${JSON.stringify(options.targets)}`,
    ...(options.configuration ?? []),
    '',
  ].join('\n');
}

async function untilReady(child: ChildProcess, url: string, log: () => string): Promise<void> {
  const lastAtMs = Date.now() + 60_000;
  while (child.exitCode === null && Date.now() < lastAtMs) {
    const answer = await fetch(`${url}/-/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`Prometheus did not get ready: ${log()}`);
}

async function askFor<Data>(address: string): Promise<Data> {
  const answer = await fetch(address);
  // Checked border: Prometheus's own API, and a test that reads what is not there fails.
  const body = (await answer.json()) as { readonly data?: Data; readonly error?: string };
  if (body.data === undefined) throw new Error(`Prometheus did not take ${address}: ${body.error ?? ''}`);
  return body.data;
}
