/** The simulator's own door: `POST /simulator {"action": ..., "podId": ...}` plants a fault or takes it away. */
import { mostLinesPerSecond } from '../logs/log-faults.ts';
import type { Disturbance } from '../machine/machine.ts';
import type { SiteState, Workload } from '../machine/workload.ts';
import { type CloudPod, isContainer } from '../pod/cloud-pod.ts';
import { portsIn } from '../pod/settings.ts';
import type { SimulatedPod } from '../pod/simulated-pod.ts';
import { type Details, detailsIn, goneIn, textIn } from './admin-details.ts';
import { type CloudDoors, cloudActions } from './cloud-faults.ts';

export type AdminOptions = CloudDoors & { readonly pods: readonly CloudPod[] };

type PodAction = (pod: CloudPod, options: AdminOptions, details: Details) => void;
/** What only a machine made of text can be told. */
type TextAction = (pod: SimulatedPod) => void;

const podActions: Readonly<Record<string, PodAction>> = {
  'fill-host': (pod) => {
    pod.faults.hostFull = true;
  },
  'free-host': (pod) => {
    pod.faults.hostFull = false;
  },
  'hide-runtime': (pod, { clock }, { seconds }) => {
    pod.faults.runtimeMissingUntilMs = clock.wallMs() + (seconds ?? 2) * 1000;
  },
  'stop-by-runpod': (pod) => pod.stop('Exited by Runpod'),
  /** So many lines a second more, for `seconds` or until `calm-logs`. */
  'flood-logs': ({ plan }, { clock, logFaults }, { linesPerSecond, seconds }) => {
    const fromUs = Math.floor(clock.wallMs() * 1000);
    const wanted = Math.floor(linesPerSecond ?? 1000);
    logFaults.flood(plan.id, {
      fromUs,
      untilUs: seconds === null ? Number.POSITIVE_INFINITY : fromUs + seconds * 1e6,
      linesPerSecond: Math.max(1, Math.min(mostLinesPerSecond, wanted)),
    });
  },
  'calm-logs': ({ plan }, { clock, logFaults }) => logFaults.calm(plan.id, clock.wallMs() * 1000),
  /** Breaks its streams off now, and refuses new ones for `seconds` (0). */
  'cut-logs': ({ plan }, { clock, logFaults }, { seconds }) =>
    logFaults.cut(plan.id, clock.wallMs() + (seconds ?? 0) * 1000),
  /** The pod is made anew without its port 22: RunPod's SSH proxy alone leads to it then. */
  'close-ssh-port': (pod) => pod.edit({ ...pod.settings(), ports: portsBut22(pod) }),
  'open-ssh-port': (pod) => pod.edit({ ...pod.settings(), ports: [portsBut22(pod), '22/tcp'].join(',') }),
  outbid: (pod) => pod.stop('Outbid'),
};

const textActions: Readonly<Record<string, TextAction>> = {
  'stop-agent': (pod) => {
    pod.faults.agent = 'stopped';
    pod.endCommands();
  },
  'start-agent': (pod) => {
    pod.faults.agent = 'running';
  },
  'freeze-agent': (pod) => {
    pod.faults.agent = 'frozen';
  },
  'thaw-agent': (pod) => {
    pod.faults.agent = 'running';
  },
  'drop-ssh': (pod) => pod.dropSsh(),
  'refuse-ssh': (pod) => {
    pod.faults.sshRefused = true;
    pod.dropSsh();
  },
  'accept-ssh': (pod) => {
    pod.faults.sshRefused = false;
  },
  'change-host-key': (pod) => pod.changeHostKey(),
  'hang-volume': (pod) => {
    pod.faults.volumeHangs = true;
  },
  'free-volume': (pod) => {
    pod.faults.volumeHangs = false;
  },
  'lose-gpu': (pod) => pod.disturb((work) => ({ ...work, gpu: { ...work.gpu, lostCard: 0 } })),
  'kill-for-memory': (pod) => pod.disturb((work) => ({ ...work, oomKills: work.oomKills + 1 })),
  'fill-volume': (pod) => pod.disturb((work) => ({ ...work, volumeShare: 0.985 })),
  'fail-site': (pod) => pod.disturb(siteAs('failing')),
  'hang-site': (pod) => pod.disturb(siteAs('hanging')),
  /** Takes the last of the machine's disturbances away; there is only ever one. */
  settle: (pod) => pod.disturb(null),
};

export type AdminAnswer = { readonly status: 200 | 400 | 404; readonly body: unknown };

export function answerAdmin(options: AdminOptions, body: unknown): AdminAnswer {
  // `{"wire": …, "gone": …}` says enough.
  const action = textIn(body, 'action') ?? (goneIn(body) === null ? null : 'retire-wire');
  const details = detailsIn(body);
  const cloudAction = action === null ? undefined : own(cloudActions, action);
  if (cloudAction !== undefined) {
    const wrong = cloudAction(options, details);
    return wrong === null ? { status: 200, body: { ok: true } } : refuse(400, wrong);
  }
  const podAction = action === null ? undefined : own(podActions, action);
  const textAction = action === null ? undefined : own(textActions, action);
  if (podAction === undefined && textAction === undefined) {
    const known = [cloudActions, podActions, textActions].flatMap((actions) => Object.keys(actions));
    return refuse(400, `"${action}" is no action. Known: ${known.join(', ')}.`);
  }
  const podId = textIn(body, 'podId');
  const pod = options.pods.find(({ plan, tags }) => plan.id === podId || tags.name === podId);
  if (pod === undefined) return refuse(404, `No pod has the id or the name "${podId}".`);
  podAction?.(pod, options, details);
  if (textAction !== undefined) {
    if (isContainer(pod)) return refuse(400, whyNotInContainer(action, pod));
    textAction(pod);
  }
  return { status: 200, body: { ok: true } };
}

function refuse(status: 400 | 404, reason: string): AdminAnswer {
  return { status, body: { ok: false, reason } };
}

function whyNotInContainer(action: string | null, { plan }: CloudPod): string {
  const possible = [...Object.keys(cloudActions), ...Object.keys(podActions)];
  return `"${action}" is of a machine made of text, and ${plan.name} is a container: make the fault in it, over SSH. Possible here: ${possible.join(', ')}.`;
}

function portsBut22(pod: CloudPod): string {
  const others = portsIn(pod.settings()).filter(({ number, type }) => number !== 22 || type !== 'tcp');
  return others.map(({ number, type }) => `${number}/${type}`).join(',');
}

function siteAs(site: SiteState): Disturbance {
  return (work: Workload) => ({ ...work, site });
}

function own<Action>(actions: Readonly<Record<string, Action>>, name: string): Action | undefined {
  return Object.hasOwn(actions, name) ? actions[name] : undefined;
}
