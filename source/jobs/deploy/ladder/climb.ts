/** Looks at the pod again and again until every rung is reached, evidence says that it never will be, or the time is over. */
import type { Pod } from '../../../fleet/pod.ts';
import type { Expected } from '../proof/expected.ts';
import { bootIdOf, look, type Seen } from '../proof/look.ts';
import type { WayIn } from '../proof/way-in.ts';
import type { StepContext, StepEnd, StepTold } from '../step.ts';
import { type Ending, endingOf } from './ending.ts';
import { rungs } from './index.ts';
import { beginning, type Past, remember } from './past.ts';
import type { RungState } from './rung.ts';
import type { RungId } from './rung-id.ts';
import { createTelling, type RungStates } from './telling.ts';

export type ClimbOptions = {
  readonly context: StepContext;
  readonly expected: Expected;
  readonly wayIn: WayIn;
};

const quickLookMs = 2000;
/** After the first minute there is less to be seen by looking often. */
const slowLookMs = 5000;
const quickForMs = 60_000;
const longestPauseMs = 30_000;
const maxEvidence = 30;

export async function* climb(options: ClimbOptions): AsyncGenerator<StepTold, StepEnd<'ready'>, void> {
  const { context, expected, wayIn } = options;
  const { doors, signal, project } = context;
  const beganMs = doors.nowMs();
  const telling = createTelling(beganMs);
  let past = beginning(beganMs);
  let states: RungStates = new Map();
  let logs: readonly string[] = [];
  let known: Pod | null = null;
  while (!signal.aborted) {
    const seen = await look({ doors, expected, wayIn, known, asksGpus: !past.reached.has('gpu'), signal });
    if (signal.aborted) break;
    known = seen.pod;
    for (const { level, text } of wayIn.notes()) yield { kind: 'output', level, text };
    const before = past;
    past = remember(past, seen, expected.gpuCount);
    if (past.restarts.count > before.restarts.count) {
      yield startedAnew(past.restarts.count);
      logs = await newerLogs(logs, wayIn);
    }
    states = judged(states, { seen, past, expected });
    past = { ...past, reached: reachedIn(states) };
    yield* telling.after(states, seen.atMs);
    const ending = endingOf({ seen, past, expected, states, timeoutMs: project.ready.timeoutMs });
    if (ending !== null) {
      yield* telling.end(ending.rung, ending, seen.atMs);
      return badEnd(ending, await newerLogs(logs, wayIn));
    }
    if (past.reached.size === rungs.length) return readyEnd(states, seen, beganMs);
    await doors.sleep(pauseMs(seen, past), signal);
  }
  return { outcome: 'inconclusive', text: 'Stopped before the pod was ready.', evidence: [], fix: null };
}

/** What was reached stays so. */
function judged(
  states: RungStates,
  sight: { readonly seen: Seen; readonly past: Past; readonly expected: Expected },
): RungStates {
  return new Map(
    rungs.map((rung): [RungId, RungState] => {
      const state = states.get(rung.id);
      return [rung.id, state?.kind === 'reached' ? state : rung.judge(sight)];
    }),
  );
}

function reachedIn(states: RungStates): ReadonlySet<RungId> {
  return new Set([...states].flatMap(([id, { kind }]) => (kind === 'reached' ? [id] : [])));
}

function startedAnew(count: number): StepTold {
  const times = count === 1 ? 'once' : `${count} times`;
  return { kind: 'output', level: 'warn', text: `The container has started anew, ${times} by now.` };
}

/** Who gets in only now and then keeps what was read the last time. */
async function newerLogs(logs: readonly string[], wayIn: WayIn): Promise<readonly string[]> {
  const lines = await wayIn.logLines();
  return lines.length > 0 ? lines : logs;
}

function readyEnd(states: RungStates, seen: Seen, beganMs: number): StepEnd<'ready'> {
  const tookMs = seen.atMs - beganMs;
  const warnings = [...states.values()].flatMap((state) =>
    state.kind === 'reached' && state.outcome === 'warn' ? [state.text] : [],
  );
  const text = `Ready after ${Math.round(tookMs / 1000)} s.`;
  return {
    outcome: warnings.length > 0 ? 'warn' : 'pass',
    text: [text, ...warnings].join(' '),
    facts: { tookMs, bootId: bootIdOf(seen) },
  };
}

function badEnd({ outcome, text, evidence, fix }: Ending, logs: readonly string[]): StepEnd<'ready'> {
  return { outcome, text, evidence: [...evidence, ...logs].slice(0, maxEvidence), fix };
}

function pauseMs(seen: Seen, { beganMs }: Past): number {
  const usual = seen.atMs - beganMs < quickForMs ? quickLookMs : slowLookMs;
  const asked = seen.api.kind === 'failed' ? (seen.api.failure.retryAfterMs ?? 0) : 0;
  return Math.min(longestPauseMs, Math.max(usual, asked));
}
