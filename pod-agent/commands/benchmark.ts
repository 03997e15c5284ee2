/** `pod-agent benchmark`: how fast this pod serves, rated, and compared with an earlier run. */
import type { Baseline } from '../benchmark.ts';
import { createLocalHost } from '../host/local-host.ts';
import type { BenchmarkReport } from '../protocol/benchmark-report.ts';
import { parsedUrl } from '../settings/parsed-url.ts';
import type { BenchmarkForm } from './benchmark-output.ts';
import { type Command, readFlags, UsageError } from './command.ts';
import { untilSignal } from './ending.ts';
import { tellProblems } from './tell-problems.ts';

export const benchmarkCommand: Command = {
  name: 'benchmark',
  summary: 'Measure how fast this pod serves, and compare it with an earlier run.',
  help: `Usage: pod-agent benchmark [options]

Six tests of the pod's own port on the loopback address: health path, application, assets,
concurrent load, resource use, throughput. Up to 60 s. A pod that is at work is not measured.

Exit code 0: measured, nothing failed, no regression; 1: worse than the baseline; 2: a test
failed; 3: nobody can tell, as of a busy pod, a baseline of another kind, or when stopped.

  --quick             10 s in all, with less to go by
  --force             Measure a pod that is at work all the same
  --url URL           Ask there instead, e.g. http://10.0.0.7:80 (default: this pod's own port)
  --outward-url URL   Also download from there, for up to 3 s and 256 MiB
  --baseline FILE     Compare with the report in FILE, which --json has printed. Given several
                      times, the last is compared with, and the others show what is usual
  --changed NAMES     What is meant to differ from the baseline, e.g. image,configuration
  --json              Print the report as JSON
  --jsonl             Print events as they come, one JSON object a line
  --markdown          Print the report as Markdown
  --help
`,
  run,
};

/** Of a run that ends without a verdict. */
const inconclusive = 3;

async function run(args: readonly string[]): Promise<number> {
  const flags = readFlags(benchmarkCommand, args, {
    quick: { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
    url: { type: 'string' },
    'outward-url': { type: 'string' },
    baseline: { type: 'string', multiple: true },
    changed: { type: 'string' },
    json: { type: 'boolean', default: false },
    jsonl: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  });
  const form = formOf(flags);
  const url = flags.url === undefined ? null : urlOf('--url', flags.url, ['http:']);
  const outward = flags['outward-url'];
  const outwardUrl = outward === undefined ? null : urlOf('--outward-url', outward, ['http:', 'https:']).href;
  const baseline = await baselineOf(flags.baseline, flags.changed);
  // Loaded when it runs: an agent that only streams stays as small as it is.
  const { benchmark } = await import('../benchmark.ts');
  const { readBenchmarkPlan } = await import('../benchmark-plan.ts');
  const { otherBenchmarks } = await import('../other-benchmarks.ts');
  const { createBenchmarkPrinter } = await import('./benchmark-output.ts');
  const host = createLocalHost({ root: null });
  const own = { jobId: null, beganAtMs: host.wallMs() };
  const { signal } = untilSignal();
  const { plan, problems } = await readBenchmarkPlan({ host, own: process.env, url });
  tellProblems(problems);
  const print = createBenchmarkPrinter(form, () => host.wallMs());
  let exitCode = inconclusive;
  try {
    const events = benchmark({
      host,
      plan,
      isQuick: flags.quick,
      isForced: flags.force,
      outwardUrl,
      baseline,
      agentVersion: __VERSION__,
      signal,
      otherBenchmarks: () => otherBenchmarks(host, own),
    });
    for await (const event of events) {
      process.stdout.write(print(event));
      if (event.kind === 'verdict') exitCode = event.exitCode;
    }
  } finally {
    host.close();
  }
  return exitCode;
}

function formOf(flags: {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly markdown?: boolean;
}): BenchmarkForm {
  const asked = (['json', 'jsonl', 'markdown'] as const).filter((form) => flags[form] === true);
  if (asked.length > 1) throw new UsageError('--json, --jsonl and --markdown exclude each other: say one.');
  return asked[0] ?? 'text';
}

/** What a URL holds besides its host may be a secret, so that it is not repeated. */
function urlOf(flag: string, text: string, protocols: readonly string[]): URL {
  const url = parsedUrl(text);
  if (url !== null && protocols.includes(url.protocol)) return url;
  const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
  throw new UsageError(`${flag} is no address that can be asked. It must begin with ${wanted}.`);
}

async function baselineOf(
  paths: readonly string[] | undefined,
  changed: string | undefined,
): Promise<Baseline | null> {
  if (paths === undefined) {
    if (changed !== undefined) throw new UsageError('--changed belongs to --baseline, which is not there.');
    return null;
  }
  const reports = await Promise.all(paths.map(reportAt));
  const report = reports.at(-1);
  if (report === undefined) return null;
  const names = changed?.split(',').map((name) => name.trim()) ?? [];
  const unknown = names.find((name) => !Object.hasOwn(report.fingerprint, name));
  if (unknown !== undefined)
    throw new UsageError(
      `--changed names "${unknown}". It must be of ${Object.keys(report.fingerprint).join(', ')}.`,
    );
  return { report, history: reports.slice(0, -1), changed: names };
}

async function reportAt(path: string): Promise<BenchmarkReport> {
  const { readBaseline } = await import('./benchmark-baseline.ts');
  const read = await readBaseline(path);
  if (!read.ok) throw new UsageError(read.reason);
  return read.report;
}
