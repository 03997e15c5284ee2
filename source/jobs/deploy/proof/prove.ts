/** The proof: the deployed version answers so many times in a row, from one and the same container. */
import type { StepContext, StepTold } from '../step.ts';
import type { Expected } from './expected.ts';
import { bootIdOf, look, type Seen } from './look.ts';
import { countRestarts, isOtherOfItsKind, noRestarts, type Restarts } from './restarts.ts';
import { type Round, roundOf } from './round.ts';
import { troublesOf } from './served.ts';
import { terminalOf } from './terminal.ts';
import type { WayIn } from './way-in.ts';
import { linesOf } from './web-answer.ts';

export type ProofOptions = {
  readonly context: StepContext;
  readonly expected: Expected;
  readonly wayIn: WayIn;
};

export type Failing = {
  readonly outcome: 'fail' | 'inconclusive';
  readonly text: string;
  readonly evidence: readonly string[];
  readonly fix: string | null;
};

export type Proved = { readonly seen: Seen; readonly round: Round; readonly bootId: string | null };

/** What is known from round to round. */
type Watched = { readonly seen: Seen | null; readonly bootId: string | null; readonly restarts: Restarts };

export async function* prove(options: ProofOptions): AsyncGenerator<StepTold, Proved | Failing, void> {
  const { context, expected } = options;
  const { doors, project, signal, facts } = context;
  const { times, everyMs, timeoutMs } = project.verify;
  const beganMs = doors.nowMs();
  let watched: Watched = { seen: null, bootId: facts.ready?.bootId ?? null, restarts: noRestarts };
  for (let count = 0; !signal.aborted; await doors.sleep(everyMs, signal)) {
    const seen = await lookAgain(options, watched.seen, { asksGpus: true });
    if (signal.aborted) break;
    const restarted = restartText(watched, seen);
    watched = watchedAfter(watched, seen);
    const round = roundOf(seen, expected);
    const ended = endedBy(seen, { expected, watched, waitedMs: seen.atMs - beganMs });
    if (ended !== null) return ended;
    if (restarted !== null) yield { kind: 'output', level: 'warn', text: `${restarted} It is counted anew.` };
    count = round.isGood ? (restarted === null ? count : 0) + 1 : 0;
    yield* told(round, { count, times });
    if (count >= times) return { seen, round, bootId: watched.bootId };
    if (seen.atMs - beganMs >= timeoutMs) return notProved(seen, round, { count, times, timeoutMs });
  }
  return stopped;
}

export const stopped: Failing = {
  outcome: 'inconclusive',
  text: 'Stopped before it was proved.',
  evidence: [],
  fix: null,
};

/** With the API's last answer where it is silent now. */
export async function lookAgain(
  { context, expected, wayIn }: ProofOptions,
  before: Seen | null,
  { asksGpus }: { readonly asksGpus: boolean },
): Promise<Seen> {
  const { doors, signal } = context;
  return await look({ doors, expected, wayIn, signal, asksGpus, known: before?.pod ?? null });
}

function watchedAfter({ bootId, restarts }: Watched, seen: Seen): Watched {
  return { seen, bootId: bootIdOf(seen) ?? bootId, restarts: countRestarts(restarts, seen) };
}

/** null where it is the same container, or nobody can tell. */
export function restartText({ bootId }: Pick<Watched, 'bootId'>, seen: Seen): string | null {
  const now = bootIdOf(seen);
  if (bootId === null || now === null || !isOtherOfItsKind(bootId, now)) return null;
  return `The container has started anew: its boot id was ${bootId}, and is ${now}.`;
}

function endedBy(
  seen: Seen,
  {
    expected,
    watched,
    waitedMs,
  }: { readonly expected: Expected; readonly watched: Watched; readonly waitedMs: number },
): Failing | null {
  const terminal = terminalOf({
    ...{ seen, expected, waitedMs, restartCount: watched.restarts.count },
    ...{ wasListed: true, hadContainer: true, container: null },
  });
  return terminal === null ? null : { outcome: 'fail', ...terminal };
}

/** The same for whoever counts no restarts. */
export function terminalEnd(seen: Seen, expected: Expected): Failing | null {
  return endedBy(seen, { expected, watched: { seen, bootId: null, restarts: noRestarts }, waitedMs: 0 });
}

function* told(
  round: Round,
  { count, times }: { readonly count: number; readonly times: number },
): Generator<StepTold, void, void> {
  const where = round.isGood ? `${count} of ${times}` : 'not well';
  yield { kind: 'output', level: round.isGood ? 'info' : 'warn', text: `${where}: ${round.text}` };
  yield { kind: 'progress', fraction: Math.min(1, count / times), text: `${count} of ${times} in a row` };
}

function notProved(
  seen: Seen,
  round: Round,
  { count, times, timeoutMs }: { readonly count: number; readonly times: number; readonly timeoutMs: number },
): Failing {
  const text = `Not ${times} times in a row well within ${Math.round(timeoutMs / 1000)} s, at the end ${count}: ${round.text}.`;
  return failingRound(seen, round, text);
}

/** Where the API is silent too, this machine may be the one that is cut off: then nobody can tell. */
export function failingRound(seen: Seen, round: Round, text: string): Failing {
  const isApiSilent = seen.api.kind === 'failed';
  const evidence = [
    ...round.ways.map(({ text: said, way }) => `${way}: ${said}`),
    ...servedLines(seen),
    ...linesOf(seen.proxy),
  ];
  if (isApiSilent && !round.isProof && seen.api.kind === 'failed') {
    const { message, hint } = seen.api.failure;
    return {
      outcome: 'inconclusive',
      text: `Nobody can tell: RunPod's API gives no answer either (${message.replace(/\.$/, '')}). ${text}`,
      evidence,
      fix: hint,
    };
  }
  return {
    outcome: 'fail',
    text,
    evidence,
    fix: 'See what the pod’s health page and the application’s log say.',
  };
}

function servedLines({ served }: Seen): readonly string[] {
  const each = served.ssh ?? served.proxy;
  return each === null ? [] : troublesOf(each);
}
