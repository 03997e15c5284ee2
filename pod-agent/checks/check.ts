/** What a check is: sources it declares, and a pure judgement of what they answered. It never touches a machine. */
import type { Answers, Source } from '../host/host.ts';
import type { Finding } from '../protocol/finding.ts';

export type CheckId =
  | 'environment'
  | 'nginx'
  | 'app-files'
  | 'network'
  | 'disk'
  | 'memory'
  | 'cpu'
  | 'logs'
  | 'gpu'
  | 'processes';

/** Where things are in this pod, found out before the checks are asked: from the agent's settings and PID 1's environment. */
export type PodPlan = {
  /** Where the pod serves, and what is asked for there. */
  readonly appPort: number;
  readonly appPath: string;
  /** Somebody named the application: its absence is a failure then. */
  readonly isAppExpected: boolean;
  readonly site: string;
  readonly runFolder: string;
  readonly logFolder: string;
  readonly agentPort: number;
  readonly nginxStatusPort: number;
  /** RUNPOD_GPU_COUNT: what was paid for; null where nobody says, 0 is RunPod's start without GPU. */
  readonly gpuCount: number | null;
  /** null outside RunPod. */
  readonly podId: string | null;
  /** This pod is started by our agent (`pod-agent start`), so that nginx is to be there. */
  readonly isOurImage: boolean;
  /** What `nvidia-smi --help-query-gpu` printed, by which a query is fitted to the driver; absent where it gave none. */
  readonly gpuHelp?: string;
};

export type Seen = {
  readonly plan: PodPlan;
  /** By source id. What was not answered in time is a timeout. */
  readonly answers: Answers;
  /** The sources of cadence `hot`, asked `elapsedMs` earlier, for rates; null where there was no time for it. */
  readonly before: Answers | null;
  readonly elapsedMs: number | null;
  /** The pod's wall clock as the second answers came. */
  readonly wallMs: number;
};

/** A finding as its check makes it: whose it is and what caused it is added afterwards. */
export type Draft = Omit<Finding, 'checkId' | 'causedBy'>;

export type Check = {
  readonly id: CheckId;
  readonly title: string;
  /** Ids are unique within the check. Several checks may want the same thing: it is asked once. */
  needs(plan: PodPlan): readonly Source[];
  /**
   * Pure. At least one draft: what is well is said with status `ok`. Throws an Error with a plain reason where there is
   * nothing to judge by; the check is then `unknown`.
   */
  judge(seen: Seen): readonly Draft[];
};
