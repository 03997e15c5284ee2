/** What RunPod says of the pod: it may simply not run. */
import type { Draft } from '../../../pod-agent/checks/check.ts';
import type { Pod } from '../../fleet/pod.ts';
import { ageMs, type OutsideCheck, type OutsideSeen } from './check.ts';
import { draft, evidence, minutesText } from './draft.ts';

/** Large images take some minutes; after this long it is more likely that something keeps failing. */
const longInitialisingMs = 15 * 60_000;

export const podState: OutsideCheck = {
  id: 'pod-state',
  title: 'State of the pod',
  judge(seen) {
    const { api, pod } = seen;
    if (api.kind === 'no-api') return [skipped()];
    if (api.kind === 'failed') return [api.failure.code === 'not-found' ? gone(pod) : notKnown(seen)];
    return [ofState(seen)];
  },
};

function ofState(seen: OutsideSeen): Draft {
  const { pod } = seen;
  switch (pod.state.kind) {
    case 'running':
      return draft({
        id: 'pod-running',
        title: 'RunPod says that the pod runs',
        status: 'ok',
        evidence: said(pod),
      });
    case 'initialising':
      return initialising(seen);
    case 'stopped':
      return stopped(pod, pod.state.by);
    case 'terminated':
      return gone(pod);
    case 'unknown':
      return draft({
        id: 'pod-state-unknown',
        title: `RunPod does not say how the pod is: ${pod.state.reason}`,
        status: 'unknown',
        evidence: said(pod),
      });
  }
}

function initialising(seen: OutsideSeen): Draft {
  const { pod } = seen;
  const age = ageMs(seen);
  const isLong = age !== null && age >= longInitialisingMs;
  return draft({
    id: 'pod-initialising',
    title: `No container has been reported yet${age === null ? '' : `, for ${minutesText(age)}`}`,
    status: isLong ? 'fail' : 'warn',
    evidence: [...said(pod), evidence('image', pod.image ?? 'not told', 'RunPod API')],
    causes: isLong
      ? [
          'The image cannot be pulled: a wrong name or tag, or a registry that wants a password.',
          'The image is too large for the container disk.',
          'The container ends as soon as it starts, over and over.',
        ]
      : [
          'The image is still being pulled: RunPod shows no progress of that.',
          'The container is being made.',
        ],
    impact: 'Nothing in the pod can be reached, and it is paid for.',
    advice: isLong
      ? 'Try the image and its tag elsewhere (docker pull), look at the pod’s system log on the web, and set registry credentials in the template.'
      : 'Wait some minutes; smaller images start sooner.',
  });
}

function stopped(pod: Pod, by: 'user' | 'runpod' | 'outbid' | 'unknown'): Draft {
  const isBalance = /balance|funds|credit/i.test(pod.lastStatusChange ?? '');
  if (by === 'outbid') {
    return draft({
      id: 'pod-outbid',
      title: 'The spot pod was outbid, and has been stopped',
      status: 'fail',
      evidence: said(pod),
      causes: ['Somebody pays more for its GPU.'],
      impact: 'The pod does not run. Its volume is kept, its container disk is not.',
      advice: `Start it again with a higher bid (${startOf(pod)}), or rent on demand.`,
    });
  }
  return draft({
    id: 'pod-stopped',
    title: isBalance
      ? 'RunPod has stopped the pod: the account’s balance is used up'
      : `The pod is stopped${stoppedBy[by]}`,
    status: 'fail',
    evidence: said(pod),
    causes: isBalance ? ['The balance did not cover the next hour.'] : [...stopCauses[by]],
    impact: 'The pod does not run. Its volume is kept and paid for, its container disk is wiped.',
    advice: isBalance ? `Add funds, then start it: ${startOf(pod)}` : `Start it: ${startOf(pod)}`,
  });
}

/** By its id, which needs no quotes and belongs to no other pod. */
function startOf({ id }: Pod): string {
  return `pod-engine pods start ${id}`;
}

const stoppedBy = { user: ' by its user', runpod: ' by RunPod', unknown: '' } as const;
const stopCauses = {
  user: ['Somebody with access to the account has stopped it.'],
  runpod: [
    'The image could not be pulled.',
    'The host had trouble or was taken out of service.',
    'The balance was used up.',
  ],
  unknown: ['Its container has ended.', 'Somebody has stopped it.'],
} as const;

function gone(pod: Pod): Draft {
  return draft({
    id: 'pod-gone',
    title: 'The pod does not exist any more',
    status: 'fail',
    evidence: [evidence('pod', `${pod.id} is unknown`, 'RunPod API'), ...said(pod)],
    causes: ['It was terminated.', 'It belongs to another account than the API key.'],
    impact: 'Nothing of it is left but network volumes.',
    advice: 'Rent another one; data on a network volume can be mounted there.',
  });
}

function notKnown({ pod, api }: OutsideSeen): Draft {
  const why = api.kind === 'failed' ? api.failure.message : '';
  return draft({
    id: 'pod-state-unknown',
    title: 'How the pod is, nobody can tell: the API gives no answer',
    status: 'unknown',
    evidence: [
      evidence('answer', why, 'RunPod API'),
      evidence('state known last', pod.state.kind, 'this console'),
    ],
    advice: api.kind === 'failed' ? api.failure.hint : 'Try again.',
  });
}

function skipped(): Draft {
  return draft({
    id: 'pod-state-none',
    title: 'A host given by hand has no API that knows its state',
    status: 'skip',
    evidence: [],
  });
}

function said(pod: Pod) {
  return [
    evidence('state', pod.state.kind, 'RunPod API', 'running'),
    ...(pod.lastStatusChange === null ? [] : [evidence('last status', pod.lastStatusChange, 'RunPod API')]),
  ];
}
