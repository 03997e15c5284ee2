/** `pod-agent health monitor`: checks every half minute and leaves the report as a file. */
import { hostname } from 'node:os';
import { createAgentHttp } from '../agent-http.ts';
import { createAppCheck } from '../app-check.ts';
import { withoutWaiting } from '../health/thresholds.ts';
import { warmUp } from '../health-look.ts';
import { type HealthSettings, readHealthSettings } from '../health-settings.ts';
import { createLocalHost, type LocalHost } from '../host/local-host.ts';
import { readIdentity } from '../identity.ts';
import { createMonitor, type Monitor } from '../monitor.ts';
import type { AgentServer } from '../outlets/http/agent-server.ts';
import { defaultReportPath } from '../outlets/report-file.ts';
import { createSampler, type Sampler } from '../sampler.ts';
import { createSelfCost, type SelfCost } from '../self-cost.ts';
import { servingSettings } from '../settings/serving.ts';
import { readSettings } from '../settings/setting.ts';
import { openSwitch, runSwitch } from '../switch-watch.ts';
import { type Command, readFlags, UsageError, wholeNumber } from './command.ts';
import { untilSignal } from './ending.ts';
import { exitCodes } from './health-check.ts';
import { keepHeapSmall } from './small-heap.ts';
import { tellProblems } from './tell-problems.ts';

export const healthMonitor: Command = {
  name: 'health monitor',
  summary: 'Check the pod every 30 s and write the report to a file.',
  help: `Usage: pod-agent health monitor [options]

Writes ${defaultReportPath} anew each time, whole or not at all. Ends on SIGTERM, SIGHUP or SIGINT.

  --once          One report, then end with its exit code (0 ok, 1 warn, 2 fail, 3 unknown)
  --period-ms N   Time between reports, 1000 to 3600000 (default 30000)
  --report PATH   Where to write (default ${defaultReportPath})
  --http-port N   Serve /health.json and /metrics on 127.0.0.1, at this port
  --root DIR      Read /proc, /sys and the rest below this folder
  --help
`,
  run,
};

/** Figures of a GPU older than a minute are not believed, however rarely reports are wanted. */
const slowestIntervalMs = 30_000;
/** Scrapers come more often than reports. */
const servedIntervalMs = 5_000;

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(healthMonitor, args, {
    once: { type: 'boolean', default: false },
    'period-ms': { type: 'string', default: '30000' },
    report: { type: 'string', default: defaultReportPath },
    'http-port': { type: 'string' },
    root: { type: 'string' },
  });
  const periodMs = wholeNumber({ flag: '--period-ms', text: flags['period-ms'], min: 1000, max: 3_600_000 });
  const port = portOf(flags['http-port'], flags.once);
  const host = createLocalHost({ root: flags.root ?? null });
  const { signal } = untilSignal();
  const settings = await readHealthSettings(host, process.env);
  tellProblems(settings.problems);
  const checkApp = createAppCheck({ url: settings.target.url, expected: true });
  const selfCost = createSelfCost(() => host.monotonicMs());
  const longestMs = port === null ? slowestIntervalMs : servedIntervalMs;
  const intervalMs = flags.once ? 1000 : Math.min(periodMs, longestMs);
  const sampler = createSampler({ host, intervalMs, selfCost: selfCost.read });
  let trouble: string | null = null;
  const onTrouble = (text: string) => {
    trouble = text;
    if (!flags.once) process.stderr.write(`${text}\n`);
  };
  const { values } = readSettings({ runFolder: servingSettings.runFolder }, settings.variables);
  const podSwitch = flags.once
    ? null
    : openSwitch({
        ...{ host, sampler, signal, variables: settings.variables, runFolder: values.runFolder },
        log: (line) => process.stdout.write(`${line}\n`),
      });
  const monitor = createMonitor({
    host,
    sampler,
    checkApp: () => checkApp(signal),
    thresholds: flags.once ? withoutWaiting(settings.thresholds) : settings.thresholds,
    periodMs,
    reportPath: flags.report,
    complete: (report) => podSwitch?.complete(report) ?? report,
    onTrouble,
  });
  keepHeapSmall();
  let server: AgentServer | null = null;
  try {
    if (port !== null) {
      server = await serve({ host, port, monitor, sampler, selfCost, settings, onTrouble });
    }
    await warmUp(sampler, signal);
    if (!flags.once) {
      const switching = podSwitch === null ? null : runSwitch(podSwitch, { host, monitor, signal });
      await Promise.all([monitor.run(signal), switching]);
      return 0;
    }
    const { status } = await monitor.lookNow();
    if (trouble !== null) throw new Error(trouble);
    return exitCodes[status];
  } finally {
    await server?.close();
    sampler.stop();
    host.close();
  }
}

function portOf(text: string | undefined, once: boolean): number | null {
  if (text === undefined) return null;
  if (once) throw new UsageError('--http-port serves for as long as the monitor runs, which --once ends.');
  return wholeNumber({ flag: '--http-port', text, min: 1, max: 65_535 });
}

/** Listens before the first look, so that a port that is taken is told at once. */
async function serve(about: {
  readonly host: LocalHost;
  readonly port: number;
  readonly monitor: Monitor;
  readonly sampler: Sampler;
  readonly selfCost: SelfCost;
  readonly settings: HealthSettings;
  onTrouble(text: string): void;
}): Promise<AgentServer> {
  const { host, port, monitor, sampler, selfCost, settings, onTrouble } = about;
  const { metricsToken } = servingSettings;
  const { values, problems } = readSettings({ metricsToken }, settings.variables);
  tellProblems(problems.map(({ message }) => message));
  const server = createAgentHttp({
    host,
    port,
    monitor,
    sampler,
    selfCost: selfCost.read,
    identity: await readIdentity({ host, variables: settings.variables, agentVersion: __VERSION__ }),
    hostname: hostname(),
    metricsToken: values.metricsToken,
    onTrouble,
  });
  await server.listen();
  return server;
}
