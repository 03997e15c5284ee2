/** What the actions of deploys and releases do: a part of the reducer's table. */
import type { Action } from './action.ts';
import { openForm, planForm, stepRow, stepValue } from './deploy-form.ts';
import { openEnding, openRollback, rollbackOfJob, rollbackRefusal } from './deploy-jobs.ts';
import { movePlan, openAsk, planAgain, planWithChanges } from './deploy-plan.ts';
import type { Handlers } from './handlers.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import {
  acceptReleaseFilter,
  clearReleaseFilter,
  copyRelease,
  openRelease,
  openReleaseFilter,
  selectedRelease,
} from './releases.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

type DeployActionKind = Extract<Action['kind'], `deploy-${string}` | `release-${string}`>;

export const deployHandlers: Pick<Handlers, DeployActionKind> = {
  'deploy-open': (view, _action, situation) => openForm(view, situation),
  'deploy-row': (view, { step }, situation) => stepRow(view, step, situation),
  'deploy-value': (view, { step }, situation) => stepValue(view, step, situation),
  'deploy-plan': (view, _action, situation) => planForm(view, situation),
  'deploy-ask': (view, _action, situation) => openAsk(view, situation),
  'deploy-plan-again': (view, _action, situation) => planAgain(view, situation),
  'deploy-changes': (view, _action, situation) => planWithChanges(view, situation),
  'deploy-plan-move': (view, { by }, situation) => seen(movePlan(view, by, situation)),
  'deploy-resume': (view, _action, situation) => openEnding(view, 'resume', situation),
  'deploy-abort': (view, _action, situation) => openEnding(view, 'abort', situation),
  'deploy-roll-back': (view, _action, situation) => rollBackJob(view, situation),
  'release-open': (view, _action, situation) => openRelease(view, situation),
  'release-copy': (view, _action, situation) => copyRelease(view, situation),
  'release-roll-back': (view, _action, situation) => rollBackSelected(view, situation),
  'release-filter-open': (view) => seen(openReleaseFilter(view)),
  'release-filter-accept': (view) => seen(acceptReleaseFilter(view)),
  'release-filter-cancel': (view) => seen(clearReleaseFilter(view)),
};

function rollBackJob(view: View, situation: Situation): Outcome {
  const found = rollbackOfJob(view, situation);
  return found.ok
    ? openRollback(view, found.release, situation)
    : noticed(view, { level: 'warn', text: found.reason, atMs: situation.nowMs });
}

function rollBackSelected(view: View, situation: Situation): Outcome {
  const release = selectedRelease(view, situation);
  const reason = rollbackRefusal(view, release, situation);
  return release !== null && reason === null
    ? openRollback(view, release, situation)
    : noticed(view, { level: 'warn', text: reason ?? 'no release is selected', atMs: situation.nowMs });
}
