/** Leaving: at once where nothing runs, else with a question. */
import { runningJobs } from '../../jobs/model/questions.ts';
import { asking, type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

/** Asked for again while the question stands, it leaves what lives in the pods and goes: that loses least. */
export function askQuit(view: View, { jobs }: Situation): Outcome {
  if (view.overlay?.kind === 'quit')
    return asking({ ...view, overlay: null }, { kind: 'quit', jobs: 'leave' });
  if (runningJobs(jobs).length === 0) return asking(view, { kind: 'quit', jobs: 'stop' });
  return seen({ ...view, overlay: { kind: 'quit', index: 0 } });
}

/** In the order of the dialog's rows. */
export const quitChoices = ['wait', 'stop', 'leave'] as const;

export function chooseQuit(view: View, index: number): Outcome {
  if (view.overlay?.kind !== 'quit') return seen(view);
  const choice = quitChoices[index] ?? 'wait';
  const closed: View = { ...view, overlay: null };
  return choice === 'wait' ? seen(closed) : asking(closed, { kind: 'quit', jobs: choice });
}
