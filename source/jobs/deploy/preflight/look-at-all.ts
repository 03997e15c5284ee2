/** All looks at once, each under its own deadline: one that hangs or breaks spoils no other. */
import { setMaxListeners } from 'node:events';
import type { StepOutcome } from '../../../../pod-agent/protocol/job-events.ts';
import { messageOf } from '../../../base/message-of.ts';
import { safeText } from '../../../base/safe-text.ts';
import { createEventQueue } from '../../kinds/event-queue.ts';
import type { DeployProblem } from '../../model/deploy.ts';
import type { StepContext, StepTold } from '../step.ts';
import { createGround, type Ground } from './ground.ts';
import { looks as allLooks } from './index.ts';
import { type Look, type Looked, unanswered } from './look.ts';
import { errorOf } from './problems.ts';
import { type PreflightTools, preflightTools } from './tools.ts';

export type AllLooked = {
  readonly ground: Ground;
  /** In the order of the looks. */
  readonly problems: readonly DeployProblem[];
};

export type LookOptions = {
  readonly tools?: PreflightTools;
  readonly looks?: readonly Look[];
  /** What each look may take. */
  readonly timeoutMs?: number;
};

const usualTimeoutMs = 45_000;

/** Tells of each look as it ends, and returns what was found. Changes nothing. */
export async function* lookAtAll(
  context: StepContext,
  options: LookOptions = {},
): AsyncGenerator<StepTold, AllLooked, void> {
  const { tools = preflightTools, looks = allLooks, timeoutMs = usualTimeoutMs } = options;
  const { nowMs } = context.doors;
  // What is still asked when the looks have had their time is let go.
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  // Each look waits by it, and all that it asks; Node would warn of a leak, on the screen.
  setMaxListeners(0, signal);
  const ground = createGround({ ...context, signal }, tools);
  const told = createEventQueue<StepTold>();
  const results = looks.map(async (look) => {
    const step = `preflight/${look.id}`;
    told.push({ kind: 'step-began', step, title: look.title });
    const beganMs = nowMs();
    const looked = safe(await within(look, ground, timeoutMs));
    for (const problem of looked.problems) for (const line of linesOf(look, problem)) told.push(line);
    const { text } = looked;
    told.push({ kind: 'step-ended', step, outcome: outcomeOf(looked), text, tookMs: nowMs() - beganMs });
    return looked;
  });
  const all = Promise.all(results).finally(() => told.end());
  try {
    yield* told.all();
    return { ground, problems: (await all).flatMap(({ problems }) => problems) };
  } finally {
    over.abort();
  }
}

async function within(look: Look, ground: Ground, timeoutMs: number): Promise<Looked> {
  const { signal } = ground.context;
  let giveUp = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Looked>((resolve) => {
    const text = `${look.title}: nobody has answered within ${timeoutMs / 1000} s.`;
    timer = setTimeout(
      () => resolve(unanswered(errorOf(text, 'Look whether it can be reached, and try again.'))),
      timeoutMs,
    );
    giveUp = () => resolve({ text: 'Stopped.', problems: [], state: 'unanswered' });
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
  });
  try {
    return await Promise.race([look.look(ground), late]);
  } catch (error) {
    const said = messageOf(error);
    return unanswered(errorOf(`${look.title} cannot be looked at: ${said}`, 'Try again.'));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

function safe({ text, problems, ...rest }: Looked): Looked {
  return {
    ...rest,
    text: safeText(text, { maxLength: 500 }),
    problems: problems.map((problem) => ({
      severity: problem.severity,
      text: safeText(problem.text, { maxLength: 1000 }),
      fix: safeText(problem.fix, { maxLength: 500 }),
    })),
  };
}

function outcomeOf({ state, problems }: Looked): StepOutcome {
  if (state === 'skipped') return 'skipped';
  if (state === 'unanswered') return 'inconclusive';
  if (problems.some(({ severity }) => severity === 'error')) return 'fail';
  return problems.length > 0 ? 'warn' : 'pass';
}

function linesOf({ title }: Look, { severity, text, fix }: DeployProblem): readonly StepTold[] {
  const level = severity === 'error' ? 'error' : 'warn';
  const problem = { kind: 'output', level, text: titled(title, text) } as const;
  return fix === '' ? [problem] : [problem, { kind: 'output', level: 'info', text: `  ${fix}` }];
}

/** What was found in a file begins with its name, which may be the title too. */
function titled(title: string, text: string): string {
  return text.startsWith(`${title}:`) ? text : `${title}: ${text}`;
}
