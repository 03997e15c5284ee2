/** What each step would do, asked in their order. Each is given what those before it have left the last time, where that stands. */
import { messageOf } from '../../base/message-of.ts';
import { safeText } from '../../base/safe-text.ts';
import type { DeployProblem, PlannedStep, StepId } from '../model/deploy.ts';
import type { StepMemory } from '../releases/step-memory.ts';
import { chooseSteps, missingFor, missingText } from './choice.ts';
import type { DeployFacts } from './facts.ts';
import { inputsHash, leftBehind, type Remembered, unchanged } from './remembered.ts';
import { sinceText } from './since-text.ts';
import type { Step, StepContext, StepPlan } from './step.ts';
import type { Steps } from './steps/index.ts';

export type PlannedSteps = {
  readonly steps: readonly PlannedStep[];
  readonly facts: DeployFacts;
  /** Of the steps that would run. */
  readonly plans: readonly StepPlan<StepId>[];
  readonly problems: readonly DeployProblem[];
};

type Scene = {
  readonly steps: Steps;
  readonly memory: StepMemory;
  readonly contextOf: (facts: DeployFacts) => StepContext;
};

export async function planSteps(scene: Scene, given: DeployFacts): Promise<PlannedSteps> {
  const context = scene.contextOf(given);
  const choice = chooseSteps(context.request);
  const reasons = new Map<StepId, string>();
  let facts = given;
  const turns: Turn[] = [];
  for (const id of choice.ids) {
    const why = choice.leftOut.get(id);
    const turn =
      why === undefined ? await ofStep(scene, id, facts) : await ofLeftOut(scene, id, { facts, why });
    if (turn.facts !== null) facts = { ...facts, [id]: turn.facts };
    if (turn.reason !== null) reasons.set(id, turn.reason);
    turns.push(turn);
  }
  const missing = choice.ids.flatMap((id): readonly DeployProblem[] => {
    const found = missingFor(choice, id, (each) => !choice.leftOut.has(each) || facts[each] !== undefined);
    if (found === null || !choice.ids.includes(found.needed)) return [];
    const text = missingText(found, reasons.get(found.needed) ?? 'it has left nothing.');
    return [{ severity: 'error', text, fix: `Run "${found.needed}" too.` }];
  });
  const problems = [...missing, ...turns.flatMap(({ plan }) => plan?.problems ?? [])];
  const plans = turns.flatMap(({ plan }) => (plan === null ? [] : [plan]));
  return { steps: turns.map(({ planned }) => planned), facts, plans, problems };
}

type Turn = {
  readonly planned: PlannedStep;
  readonly plan: StepPlan<StepId> | null;
  /** null: they are only known when the step has run. */
  readonly facts: DeployFacts[StepId] | null;
  /** Why a step that is left out has none. */
  readonly reason: string | null;
};

async function ofStep({ steps, memory, contextOf }: Scene, id: StepId, facts: DeployFacts): Promise<Turn> {
  const step = steps[id];
  const context = contextOf(facts);
  const found = await asRemembered(step, context, memory);
  if (found.kind === 'stands') {
    const text = sinceText(memory[id]);
    const planned = { id, title: step.title, will: 'skip', text } as const;
    return { planned, plan: null, facts: found.facts, reason: null };
  }
  const plan = await planOf(step, context);
  const text = safeText(found.why === null ? plan.text : `${plan.text} (${found.why})`, { maxLength: 2000 });
  const planned = { id, title: step.title, will: 'run', text } as const;
  return { planned, plan, facts: plan.facts ?? null, reason: null };
}

async function ofLeftOut(
  { steps, memory, contextOf }: Scene,
  id: StepId,
  { facts, why }: { readonly facts: DeployFacts; readonly why: string },
): Promise<Turn> {
  const step = steps[id];
  const planned = { id, title: step.title, will: 'skip', text: `Left out (${why}).` } as const;
  const found = await leftBehind(step, contextOf(facts), memory[id]);
  if (found.kind === 'stands') return { planned, plan: null, facts: found.facts, reason: null };
  return { planned, plan: null, facts: null, reason: found.why };
}

/** A step whose inputs depend on what is not known yet would run. */
async function asRemembered(step: Step, context: StepContext, memory: StepMemory): Promise<Remembered> {
  try {
    const hash = inputsHash(await step.inputs(context));
    return await unchanged(step, context, { hash, last: memory[step.id] });
  } catch {
    return { kind: 'again', why: null };
  }
}

async function planOf(step: Step, context: StepContext): Promise<StepPlan<StepId>> {
  try {
    return await step.plan(context);
  } catch (error) {
    const text = `What "${step.id}" would do cannot be told: ${messageOf(error)}`;
    return { text: step.title, problems: [{ severity: 'error', text, fix: 'Mend that, and plan again.' }] };
  }
}
