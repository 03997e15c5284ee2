/** What the jobs of a simulated pod do: the real agent's code on the machine made of text. */
import { benchmark } from '../../../pod-agent/benchmark.ts';
import { readBenchmarkPlan } from '../../../pod-agent/benchmark-plan.ts';
import { diagnose } from '../../../pod-agent/diagnose.ts';
import type { Changes } from '../../../pod-agent/host/changes.ts';
import type { JobKind, JobStream } from '../../../pod-agent/protocol/job-events.ts';
import { optimise } from '../../../pod-agent/tunings/optimise.ts';
import type { AgentPlace } from './agent-place.ts';
import { agentVersion } from './agent-version.ts';

type Given = { readonly args: readonly string[]; readonly place: AgentPlace; readonly signal: AbortSignal };

export const jobStreams: Readonly<Record<JobKind, (given: Given) => JobStream>> = {
  diagnose: ({ place, signal }) => diagnose({ host: place.host, own: {}, signal }),
  benchmark: measure,
  optimise: tune,
  fix: refuse,
};

async function* measure({ args, place, signal }: Given): JobStream {
  const { host } = place;
  const { origin } = new URL(await place.siteUrl());
  const { plan } = await readBenchmarkPlan({ host, own: {}, url: new URL(origin) });
  yield* benchmark({
    host,
    plan: { ...plan, healthPath: '/health.json', nginxStatusPort: null },
    isQuick: args.includes('--quick'),
    isForced: args.includes('--force'),
    outwardUrl: null,
    baseline: null,
    agentVersion: agentVersion(),
    signal,
  });
}

async function* tune({ args, place, signal }: Given): JobStream {
  const changes = args.includes('--dry-run') ? null : refusing;
  const report = await optimise({ host: place.host, changes, budgetMs: 20_000, processIds: [1], signal })
    .settled;
  for (const tuning of report.tunings) yield { kind: 'tuning', tuning };
  yield { kind: 'optimisation', report };
  const failed = report.tunings.filter(({ status }) => status === 'failed').length;
  yield {
    kind: 'verdict',
    verdict: failed === 0 ? 'pass' : 'fail',
    text: `${report.tunings.length - failed} of ${report.tunings.length} were tried or looked at`,
    exitCode: failed === 0 ? 0 : 2,
  };
}

/** An ordinary pod may change next to nothing of its kernel's settings. */
const refusing: Changes = {
  writeFile: async () => ({ ok: false, errno: 'EROFS', message: 'read-only file system' }),
  run: async ([name]) => ({ ok: false, reason: 'absent', message: `${name} is not there.` }),
};

async function* refuse(): JobStream {
  yield {
    kind: 'output',
    level: 'warn',
    text: 'This machine is simulated and has no shell: nothing was changed.',
  };
  yield { kind: 'verdict', verdict: 'inconclusive', text: 'Nothing was changed.', exitCode: 3 };
}
