/** What the steps of a project were done with the last time, and what they left: an unchanged step need not be done again. */
import { join } from 'node:path';
import { z } from 'zod';
import { type StepId, stepIds } from '../model/deploy.ts';
import { textOf } from './durable-lines.ts';
import { replaceFile } from './replace-file.ts';

const remembered = z.object({
  /** Of the step's inputs; null: it is always done. */
  hash: z.string().nullable(),
  outcome: z.enum(['pass', 'warn', 'skipped']),
  /** Checked by whoever uses them. */
  facts: z.unknown(),
  deployId: z.string(),
  /** null: it was no release that they were made for. */
  releaseId: z.string().nullable(),
  atMs: z.number(),
});

const file = z.object({ schema: z.literal(1), steps: z.partialRecord(z.enum(stepIds), remembered) });

export type RememberedStep = Readonly<z.infer<typeof remembered>>;
export type StepMemory = { readonly [Id in StepId]?: RememberedStep | undefined };

/** A memory that is lost or garbled costs work and nothing else. */
export async function readMemory(folder: string): Promise<StepMemory> {
  try {
    const read = file.safeParse(JSON.parse((await textOf(pathIn(folder))) ?? 'null'));
    return read.success ? read.data.steps : {};
  } catch {
    return {};
  }
}

export async function remember(folder: string, step: StepId, entry: RememberedStep): Promise<void> {
  await write(folder, { ...(await readMemory(folder)), [step]: entry });
}

/** Of steps whose effects are taken back. */
export async function forget(folder: string, steps: readonly StepId[]): Promise<void> {
  const memory = await readMemory(folder);
  if (!steps.some((step) => memory[step] !== undefined)) return;
  const kept = stepIds.filter((step) => !steps.includes(step) && memory[step] !== undefined);
  await write(folder, Object.fromEntries(kept.map((step) => [step, memory[step]])));
}

async function write(folder: string, steps: StepMemory): Promise<void> {
  await replaceFile(pathIn(folder), `${JSON.stringify({ schema: 1, steps })}\n`);
}

function pathIn(folder: string): string {
  return join(folder, 'steps.json');
}
