/** The benchmark as a gate of the release: a real regression fails it; where nobody can tell, it is warned. */
import type { StepTold } from '../step.ts';
import type { Failing, ProofOptions, Proved } from './prove.ts';

export type GateEnd =
  | { readonly kind: 'open'; readonly outcome: 'pass' | 'warn'; readonly text: string }
  | Failing;

const step = 'verify/benchmark';
const maxEvidence = 20;

/** @param options.benchmark As the project asks for it. */
export async function* benchmarkGate(
  { context }: ProofOptions,
  {
    proved,
    benchmark,
  }: {
    readonly proved: Proved;
    readonly benchmark: { readonly isQuick: boolean; readonly baseline: string | null };
  },
): AsyncGenerator<StepTold, GateEnd, void> {
  const { pod } = proved.seen;
  if (pod === null) return { kind: 'open', outcome: 'warn', text: 'RunPod names no pod to be measured.' };
  const stream = context.doors.benchmark(pod, { ...benchmark, signal: context.signal });
  const lines: string[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return endOf(next.value, lines);
    const event = next.value;
    if (event.kind === 'step-began' || event.kind === 'step-ended') {
      yield { ...event, step: `${step}/${event.step}` };
      if (event.kind === 'step-ended' && event.outcome !== 'pass') lines.push(`${event.step}: ${event.text}`);
    } else if (event.kind === 'output' || event.kind === 'progress' || event.kind === 'point') yield event;
    else if (event.kind === 'comparison') lines.push(event.comparison.summary);
  }
}

function endOf(
  { verdict, text }: { readonly verdict: 'pass' | 'fail' | 'inconclusive'; readonly text: string },
  lines: readonly string[],
): GateEnd {
  if (verdict === 'pass') return { kind: 'open', outcome: 'pass', text };
  if (verdict === 'inconclusive')
    return { kind: 'open', outcome: 'warn', text: `The benchmark could not tell: ${text}` };
  return {
    outcome: 'fail',
    text: `The benchmark fails the release: ${text}`,
    evidence: lines.slice(-maxEvidence),
    fix: 'Compare the two runs, and deploy with the benchmark left out of the project where the change is meant.',
  };
}
