/** `pod-agent health check`: one look, for people, scripts and container health checks. */
import { createAppCheck } from '../app-check.ts';
import { withoutWaiting } from '../health/thresholds.ts';
import { createHealthLook, warmUp } from '../health-look.ts';
import { readHealthSettings } from '../health-settings.ts';
import { createLocalHost } from '../host/local-host.ts';
import type { HealthReport, HealthStatus } from '../protocol/health-report.ts';
import { createSampler } from '../sampler.ts';
import { createSelfCost } from '../self-cost.ts';
import { parsedUrl } from '../settings/parsed-url.ts';
import { type Command, readFlags, UsageError } from './command.ts';
import { untilSignal } from './ending.ts';
import { tellProblems } from './tell-problems.ts';

export const healthCheck: Command = {
  name: 'health check',
  summary: 'Check the pod once: application, CPU, memory, disks, GPUs.',
  help: `Usage: pod-agent health check [options]

Takes a second or two. Exit code 0: ok, 1: warn, 2: fail, 3: unknown. A volume that never
answers holds the process after its report is out; it then kills itself (exit code 137).

  --url URL    The application's health page
               (default http://127.0.0.1:$POD_AGENT_APP_PORT$POD_AGENT_APP_PATH, else port 80 and /health.json)
  --json       Print the report as JSON
  --root DIR   Read /proc, /sys and the rest below this folder
  --help
`,
  run,
};

/** As monitoring plugins have it (Nagios and its kin). */
export const exitCodes: Readonly<Record<HealthStatus, number>> = { ok: 0, warn: 1, fail: 2, unknown: 3 };

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(healthCheck, args, {
    url: { type: 'string' },
    json: { type: 'boolean', default: false },
    root: { type: 'string' },
  });
  const host = createLocalHost({ root: flags.root ?? null });
  const { signal } = untilSignal();
  const settings = await readHealthSettings(host, process.env);
  const url = flags.url === undefined ? settings.target.url : httpUrl(flags.url);
  tellProblems(settings.problems);
  const checkApp = createAppCheck({ url, expected: true });
  const selfCost = createSelfCost(() => host.monotonicMs());
  const sampler = createSampler({ host, intervalMs: 1000, selfCost: selfCost.read });
  const look = createHealthLook({
    host,
    sampler,
    checkApp: () => checkApp(signal),
    thresholds: withoutWaiting(settings.thresholds),
    periodMs: 30_000,
  });
  await warmUp(sampler, signal);
  const { report } = await look();
  sampler.stop();
  host.close();
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : describe(report));
  return exitCodes[report.status];
}

function httpUrl(text: string): string {
  if (parsedUrl(text)?.protocol === 'http:') return text;
  throw new UsageError(
    `--url is "${text}". It must be an http:// address, e.g. http://127.0.0.1:80/health.json.`,
  );
}

function describe(report: HealthReport): string {
  const lines = report.checks.map(
    ({ status, id, summary }) => `${status.padEnd(8)}${id.padEnd(8)}${summary}`,
  );
  return `${lines.join('\n')}\n\nhealth: ${report.status}\n`;
}
