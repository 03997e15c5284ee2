/** The job that measures how fast the pod serves. It is compared with earlier runs by whoever keeps those. */
import { readFlags } from './commands/command.ts';
import type { JobContext, JobRecipe } from './job-recipe.ts';
import type { JobEventBody, JobStream } from './protocol/job-events.ts';
import { parsedUrl } from './settings/parsed-url.ts';

type Asked = { readonly isQuick: boolean; readonly isForced: boolean; readonly isOutward: boolean };

export const benchmarkJob: JobRecipe = {
  usage:
    'benchmark [--quick] [--force] [--outward]   Measure how fast this pod serves; with --outward\n                            also download from the address that "job give" was given',
  read(args) {
    const flags = readFlags({ name: 'job run' }, args, {
      quick: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      // An address may hold a secret besides its host, so that it is given and not named here.
      outward: { type: 'boolean', default: false },
    });
    const asked = { isQuick: flags.quick, isForced: flags.force, isOutward: flags.outward };
    return { needsGiven: asked.isOutward, make: async (context) => measured(asked, context) };
  },
};

async function* measured(asked: Asked, context: JobContext): JobStream {
  const { host, given, signal, jobId, beganAtMs } = context;
  const { isQuick, isForced, isOutward } = asked;
  const outward = isOutward ? parsedUrl(given) : null;
  if (isOutward && !['http:', 'https:'].includes(outward?.protocol ?? '')) return yield noAddress;
  const { benchmark } = await import('./benchmark.ts');
  const { otherBenchmarks } = await import('./other-benchmarks.ts');
  const { readBenchmarkPlan } = await import('./benchmark-plan.ts');
  const { plan, problems } = await readBenchmarkPlan({ host, own: process.env, url: null });
  for (const text of problems) yield { kind: 'output', level: 'warn', text };
  yield* benchmark({
    host,
    plan,
    isQuick,
    isForced,
    outwardUrl: outward?.href ?? null,
    baseline: null,
    agentVersion: __VERSION__,
    signal,
    otherBenchmarks: () => otherBenchmarks(host, { jobId, beganAtMs }),
  });
}

const noAddress: JobEventBody = {
  kind: 'verdict',
  verdict: 'inconclusive',
  text: 'The address to download from is none: it must begin with http:// or https://.',
  exitCode: 3,
};
