/** Whether what a step made the last time can be used again. */
import { createHash } from 'node:crypto';
import { messageOf } from '../../base/message-of.ts';
import type { StepId } from '../model/deploy.ts';
import type { RememberedStep, StepMemory } from '../releases/step-memory.ts';
import { type DeployFacts, factsSchemas } from './facts.ts';
import type { Step, StepContext } from './step.ts';

export type Facts<Id extends StepId = StepId> = NonNullable<DeployFacts[Id]>;

/** `again` says why its work is done anew; it is null where there is nothing to tell. */
export type Remembered =
  | { readonly kind: 'stands'; readonly facts: Facts }
  | { readonly kind: 'again'; readonly why: string | null };

/** Of a step whose turn it is. It stands where its inputs are those of the last time and what it made is still there. */
export async function unchanged(
  step: Step,
  context: StepContext,
  { hash, last }: { readonly hash: string | null; readonly last: RememberedStep | undefined },
): Promise<Remembered> {
  const isSame = hash !== null && last !== undefined && last.outcome !== 'warn' && last.hash === hash;
  if (!isSame || context.request.isForced) return { kind: 'again', why: null };
  return await standing(step, context, last);
}

/** Of a step that is left out. Other than above, it may be one that is always done. */
export async function leftBehind(
  step: Step,
  context: StepContext,
  last: RememberedStep | undefined,
): Promise<Remembered> {
  if (last === undefined) return { kind: 'again', why: 'it has never been done.' };
  try {
    if (last.hash !== inputsHash(await step.inputs(context)))
      return {
        kind: 'again',
        why: 'what it made the last time was made of something else than there is now.',
      };
    return await standing(step, context, last);
  } catch (error) {
    return { kind: 'again', why: messageOf(error) };
  }
}

/** null: the step is always done. The order of an object's names does not count. */
export function inputsHash(inputs: unknown): string | null {
  if (inputs === null) return null;
  return createHash('sha256')
    .update(JSON.stringify(inOrder(inputs)))
    .digest('hex');
}

/** null: nothing was pushed, or it has been taken back since. */
export function lastDigestIn(memory: StepMemory): string | null {
  const read = factsSchemas.push.safeParse(memory.push?.facts);
  return read.success ? read.data.digest : null;
}

/** As they stand in a journal or beside the project; null: of another version of the console. */
export function factsIn(id: StepId, facts: unknown): Facts | null {
  const read = factsSchemas[id].safeParse(facts);
  return read.success ? read.data : null;
}

async function standing(step: Step, context: StepContext, last: RememberedStep): Promise<Remembered> {
  const facts = factsIn(step.id, last.facts);
  if (facts === null) return { kind: 'again', why: 'what is known of the last time cannot be understood.' };
  const gone = (await step.stillStands?.(context, facts)) ?? null;
  return gone === null ? { kind: 'stands', facts } : { kind: 'again', why: gone };
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, inOrder(item)]));
}
