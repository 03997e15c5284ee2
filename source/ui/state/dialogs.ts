/** Answers to dialogs: yes or no, or one row of several. */
import { chooseSnooze, snoozeChoices } from './alerts.ts';
import { answerCreate } from './create-handlers.ts';
import { answerDeployQuestion } from './deploy-jobs.ts';
import { answerAsk } from './deploy-plan.ts';
import { answerEdit } from './edit-questions.ts';
import { benchmarkChoices, chooseBenchmark, startJob } from './job-starts.ts';
import { answerLife } from './life-questions.ts';
import { type Outcome, seen } from './outcome.ts';
import { chooseQuit, quitChoices } from './quit.ts';
import type { Situation } from './situation.ts';
import type { Overlay, View } from './view.ts';

export function toggleAnswer(view: View): Outcome {
  const { overlay } = view;
  if (overlay === null || !('choice' in overlay)) return seen(view);
  return seen({ ...view, overlay: { ...overlay, choice: overlay.choice === 'no' ? 'yes' : 'no' } });
}

export function enterAnswer(view: View, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay !== null && 'choice' in overlay) return answer(view, overlay.choice === 'yes', situation);
  return hasRows(overlay) ? choose(view, overlay.index, situation) : seen(view);
}

export function answer(view: View, yes: boolean, situation: Situation): Outcome {
  const { overlay } = view;
  if (overlay?.kind === 'deploy-ask') return answerAsk(view, yes, situation);
  if (overlay?.kind === 'deploy-confirm') return answerDeployQuestion(view, yes, situation);
  if (overlay?.kind === 'life') return answerLife(view, yes, situation);
  if (overlay?.kind === 'edit') return answerEdit(view, yes, situation);
  if (overlay?.kind === 'create-ask') return answerCreate(view, yes, situation);
  if (overlay === null || !yes) return seen({ ...view, overlay: null });
  if (overlay.kind === 'optimise')
    return startJob(view, { kind: 'optimise', podIds: overlay.podIds, arguments: {} }, situation);
  if (overlay.kind !== 'fix') return seen({ ...view, overlay: null });
  const { podIds, findingId, command } = overlay;
  return startJob(view, { kind: 'fix', podIds, arguments: { findingId, command } }, situation);
}

/** A row of a dialog with several; 0 leaves everything as it is. */
export function choose(view: View, index: number, situation: Situation): Outcome {
  if (view.overlay?.kind === 'snooze') return chooseSnooze(view, index, situation);
  return view.overlay?.kind === 'benchmark'
    ? chooseBenchmark(view, index, situation)
    : chooseQuit(view, index);
}

export function stepChoice(view: View, step: 1 | -1): Outcome {
  const { overlay } = view;
  if (!hasRows(overlay)) return seen(view);
  const count = choicesOf[overlay.kind].length;
  return seen({ ...view, overlay: { ...overlay, index: (overlay.index + step + count) % count } });
}

const choicesOf = { benchmark: benchmarkChoices, quit: quitChoices, snooze: snoozeChoices };

type WithRows = Extract<Overlay, { readonly kind: keyof typeof choicesOf }>;

function hasRows(overlay: Overlay | null): overlay is WithRows {
  return overlay !== null && overlay.kind in choicesOf;
}
