/** `pod-agent health monitor`: checks every half minute and leaves the report as a file. */
import { appTarget, createAppCheck } from '../app-check.ts';
import { defaultThresholds, withoutWaiting } from '../health/thresholds.ts';
import { createHealthLook, type HealthLook, warmUp } from '../health-look.ts';
import { createLocalHost } from '../host/local-host.ts';
import { defaultReportPath, removeLeftovers, writeReport } from '../outlets/report-file.ts';
import { everyBeat } from '../pace.ts';

import { createSampler } from '../sampler.ts';
import { createSelfCost } from '../self-cost.ts';
import { readAppVariables } from './app-variables.ts';
import { type Command, readFlags, wholeNumber } from './command.ts';
import { untilSignal } from './ending.ts';
import { exitCodes } from './health-check.ts';
import { keepHeapSmall } from './small-heap.ts';

export const healthMonitor: Command = {
  name: 'health monitor',
  summary: 'Check the pod every 30 s and write the report to a file.',
  help: `Usage: pod-agent health monitor [options]

Writes ${defaultReportPath} anew each time, whole or not at all. Ends on SIGTERM, SIGHUP or SIGINT.

  --once          One report, then end with its exit code (0 ok, 1 warn, 2 fail, 3 unknown)
  --period-ms N   Time between reports, 1000 to 3600000 (default 30000)
  --report PATH   Where to write (default ${defaultReportPath})
  --root DIR      Read /proc, /sys and the rest below this folder
  --help
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(healthMonitor, args, {
    once: { type: 'boolean', default: false },
    'period-ms': { type: 'string', default: '30000' },
    report: { type: 'string', default: defaultReportPath },
    root: { type: 'string' },
  });
  const periodMs = wholeNumber({ flag: '--period-ms', text: flags['period-ms'], min: 1000, max: 3_600_000 });
  const host = createLocalHost({ root: flags.root ?? null });
  const { signal } = untilSignal();
  const checkApp = createAppCheck({ url: appTarget(await readAppVariables(host)).url, expected: true });
  const selfCost = createSelfCost(() => host.monotonicMs());
  // Figures of a GPU older than a minute are not believed, however rarely reports are wanted.
  const intervalMs = flags.once ? 1000 : Math.min(periodMs, 30_000);
  const sampler = createSampler({ host, intervalMs, selfCost: selfCost.read });
  const look = createHealthLook({
    host,
    sampler,
    checkApp: () => checkApp(signal),
    thresholds: flags.once ? withoutWaiting(defaultThresholds) : defaultThresholds,
    periodMs,
  });
  keepHeapSmall();
  await removeLeftovers(flags.report, Date.now());
  await warmUp(sampler, signal);
  try {
    if (flags.once) return await reportOnce(look, flags.report);
    await everyBeat({ intervalMs: periodMs, monotonicMs: () => host.monotonicMs(), signal }, async () => {
      // A full disk is what the report is about; it must not be the end of reporting.
      if (!signal.aborted) await reportOnce(look, flags.report).catch(complain);
    });
    return 0;
  } finally {
    sampler.stop();
    host.close();
  }
}

async function reportOnce(look: HealthLook, path: string): Promise<number> {
  const report = await look();
  await writeReport(path, report);
  return exitCodes[report.status];
}

function complain(error: unknown): void {
  process.stderr.write(
    `Cannot write the health report: ${error instanceof Error ? error.message : String(error)}\n`,
  );
}
