import type { JobKind } from '../../pod-agent/protocol/job-events.ts';
import type { ResourceKind } from '../fleet/catalogue.ts';
import type { ForwardSpec } from '../fleet/forward-spec.ts';
import type { QuietWish } from '../fleet/quiet.ts';
import type { DeployRequest } from '../jobs/model/deploy.ts';
import type { JobArguments } from '../jobs/model/job.ts';
import type { CreateRequest } from '../life/create-request.ts';
import type { EndableKind } from '../life/resource-losses.ts';
import type { LogAsk } from './state/log-ask.ts';

/** What the screen may ask for. Handed in: the screen itself can reach nothing. */
export type Operator = {
  startPod(podId: string): void;
  stopPod(podId: string): void;
  /** Restarts, terminates, locks or unlocks it. */
  changePod(podId: string, action: 'restart' | 'terminate' | 'lock' | 'unlock'): void;
  /** Asks pods which files would be lost with their containers. The answers come with the snapshot of lives. */
  askUnsaved(podIds: readonly string[]): void;
  /** Reads RunPod's own log of that pod, and goes on; null: of none. The lines come with the snapshot of lives. */
  readSystemLog(podId: string | null): void;
  /** Reads its settings and has them edited in the operator's editor. What came of it comes with the snapshot of lives. */
  editPod(podId: string): void;
  /** Writes the settings that were edited. */
  applyEdit(podId: string): void;
  /** Forgets them. */
  dropEdit(podId: string): void;
  /** Tries the types and regions in their order. What came of it stands in the output. */
  createPod(request: CreateRequest): void;
  /** Drop the backoff of this pod's link and try at once. */
  retryLink(podId: string): void;
  /** An idle pod that is about to be stopped stays, while it is idle now. */
  keepPod(podId: string): void;
  /** The alert is acknowledged or snoozed; null: loud again. */
  quietAlert(key: string, wish: QuietWish | null): void;
  /** Ask the API now. */
  refresh(): void;
  /** Repaint every cell, for a screen that something else has written on. */
  repaint(): void;
  suspend(): void;
  /** What becomes of jobs that run: `stop` ends them all, `leave` lets those go on that live in a pod. */
  quit(jobs: 'stop' | 'leave'): void;
  /** One job, a run for each pod. It becomes the newest of the jobs' snapshot. */
  startJob(request: {
    readonly kind: JobKind;
    readonly podIds: readonly string[];
    readonly arguments: JobArguments;
  }): void;
  /** Asks; called again, it goes on to TERM, then KILL. */
  stopJob(jobId: string): void;
  /** The same job once more. */
  repeatJob(jobId: string): void;
  /** Reads the events of a job of an earlier console. */
  loadJob(jobId: string): void;
  /** Writes its output to a file, and says where. */
  saveJob(jobId: string): void;
  /** Reads the projects and releases anew, and asks for GPUs and prices. The answers come with the snapshot of deploys. */
  readDeploys(): void;
  /** Reads one list of what RunPod has or holds anew. The answer comes with the snapshot of resources. */
  readResource(resource: ResourceKind): void;
  /** Deletes it for good, and reads its list anew; of a key the id is its fingerprint. */
  endResource(resource: EndableKind, row: { readonly id: string; readonly name: string }): void;
  /** What that deploy would do; the answer comes as `plan` of the snapshot of deploys. */
  planDeploy(request: DeployRequest): void;
  /** It becomes the newest of the jobs' snapshot. Also for a rollback, a resume and an abort. */
  startDeploy(request: DeployRequest): void;
  /** Reads logs, and does what is done on their page. The answers come with the snapshot of logs. */
  logs(ask: LogAsk): void;
  /** Lends the terminal to a shell in the pod, and takes it back when that has ended. */
  openShell(podId: string): void;
  /** It comes with the snapshot of forwards; where it cannot be opened, the operator is told why. */
  openForward(podId: string, spec: ForwardSpec): void;
  closeForward(forwardId: string): void;
  /** Put text on the operator's clipboard (OSC 52). */
  copy(text: string): void;
};
