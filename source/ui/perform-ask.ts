/** What the view asks for, put to the operator's side. */
import type { Operator } from './operator.ts';
import type { Ask } from './state/action.ts';

type Performers = {
  readonly [Kind in Ask['kind']]: (operator: Operator, ask: Extract<Ask, { readonly kind: Kind }>) => void;
};

const performers: Performers = {
  start: (operator, { podId }) => operator.startPod(podId),
  stop: (operator, { podId }) => operator.stopPod(podId),
  'retry-link': (operator, { podId }) => operator.retryLink(podId),
  copy: (operator, { text }) => operator.copy(text),
  refresh: (operator) => operator.refresh(),
  repaint: (operator) => operator.repaint(),
  suspend: (operator) => operator.suspend(),
  quit: (operator, { jobs }) => operator.quit(jobs),
  'start-job': (operator, { request }) => operator.startJob(request),
  'read-deploys': (operator) => operator.readDeploys(),
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
