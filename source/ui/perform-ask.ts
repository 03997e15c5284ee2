/** What the view asks for, put to the operator's side. */
import type { Operator } from './operator.ts';
import type { Ask } from './state/action.ts';

type Performers = {
  readonly [Kind in Ask['kind']]: (operator: Operator, ask: Extract<Ask, { readonly kind: Kind }>) => void;
};

const performers: Performers = {
  start: (operator, { podId }) => operator.startPod(podId),
  stop: (operator, { podId }) => operator.stopPod(podId),
  restart: (operator, { podId }) => operator.changePod(podId, 'restart'),
  terminate: (operator, { podId }) => operator.changePod(podId, 'terminate'),
  lock: (operator, { podId }) => operator.changePod(podId, 'lock'),
  unlock: (operator, { podId }) => operator.changePod(podId, 'unlock'),
  'ask-unsaved': (operator, { podIds }) => operator.askUnsaved(podIds),
  'read-system-log': (operator, { podId }) => operator.readSystemLog(podId),
  'edit-pod': (operator, { podId }) => operator.editPod(podId),
  'apply-edit': (operator, { podId }) => operator.applyEdit(podId),
  'drop-edit': (operator, { podId }) => operator.dropEdit(podId),
  'create-pod': (operator, { request }) => operator.createPod(request),
  'keep-pod': (operator, { podId }) => operator.keepPod(podId),
  'quiet-alert': (operator, { key, wish }) => operator.quietAlert(key, wish),
  'retry-link': (operator, { podId }) => operator.retryLink(podId),
  copy: (operator, { text }) => operator.copy(text),
  refresh: (operator) => operator.refresh(),
  repaint: (operator) => operator.repaint(),
  suspend: (operator) => operator.suspend(),
  quit: (operator, { jobs }) => operator.quit(jobs),
  'start-job': (operator, { request }) => operator.startJob(request),
  logs: (operator, { ask }) => operator.logs(ask),
  'open-shell': (operator, { podId }) => operator.openShell(podId),
  'open-forward': (operator, { podId, spec }) => operator.openForward(podId, spec),
  'close-forward': (operator, { forwardId }) => operator.closeForward(forwardId),
  'read-deploys': (operator) => operator.readDeploys(),
  'read-resource': (operator, { resource }) => operator.readResource(resource),
  'end-resource': (operator, { resource, id, name }) => operator.endResource(resource, { id, name }),
  'plan-deploy': (operator, { request }) => operator.planDeploy(request),
  'start-deploy': (operator, { request }) => operator.startDeploy(request),
  'stop-job': (operator, { jobId }) => operator.stopJob(jobId),
  'repeat-job': (operator, { jobId }) => operator.repeatJob(jobId),
  'load-job': (operator, { jobId }) => operator.loadJob(jobId),
  'save-job': (operator, { jobId }) => operator.saveJob(jobId),
};

export function performAsk(operator: Operator, ask: Ask): void {
  // TypeScript cannot follow that the performer found under `kind` takes just this ask; the table's own type does.
  const performer = performers[ask.kind] as (operator: Operator, ask: Ask) => void;
  performer(operator, ask);
}
