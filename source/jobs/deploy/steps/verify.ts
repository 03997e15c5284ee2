/** Proves that the deployed version is served from where visitors come, and stays so; then measures it where that is wanted. */
import { expectedOf } from '../proof/expected.ts';
import { benchmarkGate } from '../proof/gate.ts';
import { provePages } from '../proof/pages.ts';
import { type Failing, type ProofOptions, type Proved, prove } from '../proof/prove.ts';
import { wayNames } from '../proof/round.ts';
import { soak } from '../proof/soak.ts';
import { substep } from '../proof/substep.ts';
import { openWayIn } from '../proof/way-in.ts';
import type { Step, StepEnd, StepTold } from '../step.ts';

export const verifyStep: Step<'verify'> = {
  id: 'verify',
  title: 'prove the release',
  // A pod may change by itself at any time.
  inputs: () => null,
  plan({ project }) {
    const { times, everyMs, soakMs, benchmark } = project.verify;
    const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
    const parts = [
      `ask ${project.health.path} by the proxy and over SSH, ${times} times in a row, ${seconds(everyMs)} apart`,
      ...(soakMs > 0 ? [`then for ${seconds(soakMs)} more`] : []),
      ...(benchmark === null ? [] : ['then benchmark it']),
    ];
    return Promise.resolve({ text: parts.join(', ') });
  },
  async *run(context) {
    const wayIn = openWayIn(context.doors, context.signal);
    try {
      return yield* verified({ context, expected: expectedOf(context), wayIn });
    } finally {
      await wayIn.close();
    }
  },
};

async function* verified(options: ProofOptions): AsyncGenerator<StepTold, StepEnd<'verify'>, void> {
  const { project, doors } = options.context;
  const { nowMs } = doors;
  const { soakMs, benchmark, times } = project.verify;
  const proof = { nowMs, id: 'verify/proof', title: `${times} times in a row` };
  const proved = yield* substep(proof, prove(options), (end) =>
    isFailing(end) ? end : passed(end.round.text),
  );
  if (isFailing(proved)) return await quoted(options, proved);
  const pages = { nowMs, id: 'verify/pages', title: 'pages and headers' };
  const missing = yield* substep(
    pages,
    provePages(options, proved),
    (end) => end ?? passed('All are served.'),
  );
  if (missing !== null) return await quoted(options, missing);
  let last: Proved = proved;
  if (soakMs > 0) {
    const soaking = { nowMs, id: 'verify/soak', title: 'the soak' };
    const soaked = yield* substep(soaking, soak(options, proved), (end) =>
      isFailing(end) ? end : passed(end.round.text),
    );
    if (isFailing(soaked)) return await quoted(options, soaked);
    last = soaked;
  }
  const warnings = warningsOf(last);
  if (benchmark !== null) {
    const measuring = { nowMs, id: 'verify/benchmark', title: 'the benchmark' };
    const gate = yield* substep(measuring, benchmarkGate(options, { proved: last, benchmark }), (end) => end);
    if (!('kind' in gate)) return gate;
    if (gate.outcome === 'warn') warnings.push(gate.text);
  }
  return provedEnd(options, last, warnings);
}

function isFailing(end: Proved | Failing): end is Failing {
  return 'outcome' in end;
}

function passed(text: string): { readonly outcome: 'pass'; readonly text: string } {
  return { outcome: 'pass', text };
}

const maxEvidence = 30;

/** With the last lines of the pod's logs, where somebody gets in. */
async function quoted(
  { wayIn }: ProofOptions,
  { outcome, text, evidence, fix }: Failing,
): Promise<StepEnd<'verify'>> {
  const lines = await wayIn.logLines();
  return { outcome, text, fix, evidence: [...evidence, ...lines].slice(0, maxEvidence) };
}

function warningsOf({ round, seen }: Proved): string[] {
  const away = round.ways.filter(({ verdict }) => verdict !== 'good');
  const { api } = seen;
  return [
    ...away.map(({ way, text }) => `It does not answer ${wayNames[way]}: ${text}.`),
    ...(api.kind === 'failed' ? [`RunPod's API gives no answer: ${api.failure.message}`] : []),
  ];
}

function provedEnd(
  { context, expected }: ProofOptions,
  { round, bootId }: Proved,
  warnings: readonly string[],
): StepEnd<'verify'> {
  const by = round.ways.flatMap(({ way, verdict }) => (verdict === 'good' ? [way] : []));
  const { times } = context.project.verify;
  const what = expected.version ?? 'the release';
  const text = `Proved: ${what} answers ${by.map((way) => wayNames[way]).join(' and ')}, ${times} times in a row.`;
  return {
    outcome: warnings.length > 0 ? 'warn' : 'pass',
    text: [text, ...warnings].join(' '),
    facts: { by, url: by.includes('proxy') ? expected.url : null, bootId },
  };
}
