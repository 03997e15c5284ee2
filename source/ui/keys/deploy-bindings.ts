/** From the form of a deploy to its plan; the question after it is a dialog like any other. */
import type { Movement } from '../state/action.ts';
import { deployRefusal, planRefusal } from '../state/deploy-form.ts';
import { rollbackOfJob, unfinishedRefusal } from '../state/deploy-jobs.ts';
import { changesRefusal, startRefusal } from '../state/deploy-plan.ts';
import type { Binding } from './binding.ts';

const inForm = { contexts: ['deploy-form'] } as const;
const onChoice = { contexts: ['deploy-choice'] } as const;
const inPlan = { contexts: ['deploy-plan'] } as const;

export const deployBindings: readonly Binding[] = [
  {
    id: 'deploy.open',
    keys: ['n'],
    contexts: ['list', 'detail', 'health', 'jobs', 'releases', 'release'],
    label: 'new deploy: a form, then its plan, then it asks',
    hint: { word: 'deploy', rank: 6, rankNow: (view) => (view.page === 'deploys' ? 1 : 6) },
    action: { kind: 'deploy-open' },
    disabledReason: (view) => deployRefusal(view),
  },
  {
    id: 'deploy.roll-back',
    keys: ['R'],
    contexts: ['job', 'jobs'],
    label: 'roll the project of this deploy back to its last good release; plans, then asks',
    hint: { word: 'roll back', rank: 5 },
    action: { kind: 'deploy-roll-back' },
    disabledReason: (view, situation) => {
      const found = rollbackOfJob(view, situation);
      return found.ok ? null : found.reason;
    },
  },
  {
    id: 'deploy.next-row',
    keys: ['down', 'tab'],
    ...inForm,
    label: 'next row',
    hint: { word: 'row', rank: 2 },
    action: { kind: 'deploy-row', step: 1 },
  },
  {
    id: 'deploy.previous-row',
    keys: ['up', 'shift+tab'],
    ...inForm,
    label: 'row before',
    action: { kind: 'deploy-row', step: -1 },
  },
  {
    id: 'deploy.plan',
    keys: ['enter'],
    ...inForm,
    label: 'plan: what would be done, found out without doing it',
    hint: { word: 'plan', rank: 0 },
    action: { kind: 'deploy-plan' },
    disabledReason: (view, situation) =>
      view.deploys.form === null ? 'there is no form' : planRefusal(view.deploys.form, situation),
  },
  {
    id: 'deploy.close',
    keys: ['escape'],
    ...inForm,
    label: 'close the form; what was chosen is kept',
    hint: { word: 'close', rank: 1 },
    action: { kind: 'escape' },
  },
  {
    id: 'deploy.next-choice',
    keys: ['right', 'space', 'l'],
    ...onChoice,
    label: 'next choice of the row',
    hint: { word: 'change', rank: 2 },
    action: { kind: 'deploy-value', step: 1 },
  },
  {
    id: 'deploy.previous-choice',
    keys: ['left', 'h'],
    ...onChoice,
    label: 'choice before',
    action: { kind: 'deploy-value', step: -1 },
  },
  {
    id: 'deploy.row-down',
    keys: ['j'],
    ...onChoice,
    label: 'next row',
    action: { kind: 'deploy-row', step: 1 },
  },
  {
    id: 'deploy.row-up',
    keys: ['k'],
    ...onChoice,
    label: 'row before',
    action: { kind: 'deploy-row', step: -1 },
  },
  {
    id: 'deploy.resume',
    keys: ['r'],
    contexts: ['deploy-choice', 'releases'],
    label: 'resume the deploy that did not come to its end; asks first',
    hint: { word: 'resume', rank: 1 },
    action: { kind: 'deploy-resume' },
    disabledReason: unfinishedRefusal,
  },
  {
    id: 'deploy.abort',
    keys: ['a'],
    contexts: ['deploy-choice', 'releases'],
    label: 'abort the deploy that did not come to its end: undo what it began; asks first',
    hint: { word: 'abort', rank: 1 },
    action: { kind: 'deploy-abort' },
    disabledReason: unfinishedRefusal,
  },
  {
    id: 'deploy.leave',
    keys: ['q'],
    ...onChoice,
    label: 'close the form; what was chosen is kept',
    action: { kind: 'escape' },
  },
  {
    id: 'plan.ask',
    keys: ['enter', 'y'],
    ...inPlan,
    label: 'go on to the question; refused while an error stands in the plan',
    hint: {
      word: 'deploy …',
      rank: 0,
      wordNow: ({ overlay }) => (isRollback(overlay) ? 'roll back …' : 'deploy …'),
    },
    action: { kind: 'deploy-ask' },
    disabledReason: (view, situation) =>
      view.overlay?.kind === 'deploy-plan'
        ? startRefusal(view, view.overlay.request, situation)
        : 'there is no plan',
  },
  {
    id: 'plan.back',
    keys: ['escape', 'q', 'n'],
    ...inPlan,
    label: 'back to the form',
    hint: { word: 'back', rank: 1 },
    action: { kind: 'escape' },
  },
  {
    id: 'plan.again',
    keys: ['r', 'ctrl+r'],
    ...inPlan,
    label: 'plan again',
    hint: { word: 'plan again', rank: 3 },
    action: { kind: 'deploy-plan-again' },
  },
  {
    id: 'plan.changes',
    keys: ['d'],
    ...inPlan,
    label: 'take in what is not committed, or leave it out again; such a release is never tagged',
    hint: { word: 'uncommitted', rank: 2 },
    action: { kind: 'deploy-changes' },
    disabledReason: changesRefusal,
  },
  planMovement('plan.down', ['j', 'down'], 'down', { rows: 1 }),
  planMovement('plan.up', ['k', 'up'], 'up', { rows: -1 }),
  planMovement('plan.page-down', ['pagedown', 'space', 'ctrl+d'], 'a page down', { pages: 1 }),
  planMovement('plan.page-up', ['pageup', 'ctrl+u'], 'a page up', { pages: -1 }),
  planMovement('plan.first', ['g', 'home'], 'to the top', 'first'),
  planMovement('plan.last', ['G', 'end'], 'to the bottom', 'last'),
];

function isRollback(overlay: Parameters<typeof startRefusal>[0]['overlay']): boolean {
  return overlay?.kind === 'deploy-plan' && overlay.request.mode === 'rollback';
}

function planMovement(id: string, keys: readonly string[], label: string, by: Movement): Binding {
  const hint = id === 'plan.down' ? { hint: { word: 'scroll', rank: 4 } } : {};
  return { id, keys, ...inPlan, label, ...hint, action: { kind: 'deploy-plan-move', by } };
}
