/** A part of a step, told with its beginning, its end and how long it took. */
import type { Tell } from '../image/tell-while.ts';

export type PartEnd =
  | { readonly outcome: 'pass' | 'warn'; readonly text: string }
  | {
      readonly outcome: 'fail';
      readonly text: string;
      readonly evidence: readonly string[];
      readonly fix: string | null;
    };

export type FailedPart = Extract<PartEnd, { outcome: 'fail' }>;

export async function tellPart<End extends PartEnd>(
  { tell, nowMs }: { readonly tell: Tell; readonly nowMs: () => number },
  { step, title }: { readonly step: `try/${string}`; readonly title: string },
  work: () => Promise<End> | End,
): Promise<End> {
  const beganAtMs = nowMs();
  tell({ kind: 'step-began', step, title });
  const end = await work();
  const { outcome, text } = end;
  tell({ kind: 'step-ended', step, outcome, text, tookMs: nowMs() - beganAtMs });
  return end;
}
