/** `pod-agent stream`: telemetry on standard output for as long as somebody holds standard input open. */
import { createAppCheck } from '../app-check.ts';
import { readHealthSettings } from '../health-settings.ts';
import { createLocalHost } from '../host/local-host.ts';
import { gatherInventory } from '../inventory.ts';
import { createLineWriter } from '../outlets/line-writer.ts';
import { defaultReportPath } from '../outlets/report-file.ts';
import { createSelfCost } from '../self-cost.ts';
import { runStream } from '../stream.ts';
import { type Command, readFlags, wholeNumber } from './command.ts';
import { untilToldToEnd } from './ending.ts';
import { keepHeapSmall } from './small-heap.ts';

export const stream: Command = {
  name: 'stream',
  summary: 'Print telemetry as one JSON object a line until standard input ends.',
  help: `Usage: pod-agent stream [options]

Prints an empty line, then hello, then samples, health and events, one JSON object a line.
Ends when standard input ends, when nobody reads standard output any more, or on SIGTERM,
SIGHUP or SIGINT. Opens no port.

  --interval-ms N   Time between samples, 100 to 60000 (default 1000)
  --nonce X         Echoed in hello, so that a reader knows this stream as its own
  --since N         Number samples from N + 1, where N is the last one a reader has
  --look            Make the first health report a verdict for who only looks once
  --report PATH     Where a health monitor leaves its reports (default ${defaultReportPath})
  --root DIR        Read /proc, /sys and the rest below this folder
  --help
`,
  run,
};

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(stream, args, {
    'interval-ms': { type: 'string', default: '1000' },
    nonce: { type: 'string' },
    since: { type: 'string' },
    look: { type: 'boolean', default: false },
    report: { type: 'string', default: defaultReportPath },
    root: { type: 'string' },
  });
  const intervalMs = wholeNumber({
    flag: '--interval-ms',
    text: flags['interval-ms'],
    min: 100,
    max: 60_000,
  });
  const since = flags.since;
  const sinceSequence =
    since === undefined
      ? null
      : wholeNumber({ flag: '--since', text: since, min: 0, max: Number.MAX_SAFE_INTEGER - 1 });

  keepHeapSmall();
  const ending = untilToldToEnd();
  const writer = createLineWriter(process.stdout, ending.end);
  const host = createLocalHost({ root: flags.root ?? null });
  const settings = await readHealthSettings(host, process.env);
  const checkApp = createAppCheck(settings.target);
  const selfCost = createSelfCost(() => host.monotonicMs());
  await runStream({
    host,
    version: __VERSION__,
    intervalMs,
    nonce: flags.nonce ?? null,
    sinceSequence,
    look: flags.look,
    write: writer.write,
    onDrain: writer.onDrain,
    gatherInventory: () =>
      gatherInventory({ host, scriptPath: process.argv[1] ?? '', signal: ending.signal }),
    checkApp: () => checkApp(ending.signal),
    thresholds: settings.thresholds,
    problems: settings.problems,
    selfCost: selfCost.read,
    reportPath: flags.report,
    signal: ending.signal,
  });
  host.close();
  return 0;
}
