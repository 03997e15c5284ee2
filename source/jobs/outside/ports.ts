/** Whether the pod's port 22 can be reached from the internet at all. */
import type { Draft } from '../../../pod-agent/checks/check.ts';
import { ageMs, type OutsideCheck, type OutsideSeen } from './check.ts';
import { draft, evidence, minutesText } from './draft.ts';

/** RunPod publishes ports some seconds after the container is reported; an old mapping may stand for 90 s. */
const publishedWithinMs = 120_000;

export const ports: OutsideCheck = {
  id: 'ports',
  title: 'Ports',
  judge(seen) {
    const { pod } = seen;
    if (pod.provider === 'ssh') return [nothing('A host given by hand has no mapped ports')];
    if (pod.state.kind !== 'running') return [nothing('A pod that does not run has no ports')];
    const mapped = pod.ports.find(({ privatePort, type }) => privatePort === 22 && type === 'tcp');
    if (mapped?.public === true) return [reachable(seen)];
    if (mapped !== undefined) return [withoutPublicAddress(seen)];
    return [pod.ports.length === 0 ? notPublished(seen) : notMapped(seen)];
  },
};

function reachable(seen: OutsideSeen): Draft {
  return draft({
    id: 'ports-well',
    title: '22/tcp is mapped to a public address',
    status: 'ok',
    evidence: listed(seen),
  });
}

function withoutPublicAddress(seen: OutsideSeen): Draft {
  return draft({
    id: 'ports-no-public-address',
    title: '22/tcp is mapped, but its machine has no public address',
    status: 'fail',
    evidence: listed(seen),
    causes: ['The pod was rented on a community machine without a public IP.'],
    impact: 'No direct SSH: figures and jobs need RunPod’s proxy, and nothing can be forwarded.',
    advice: 'Leave sshProxy on for now, and rent the next pod with a public IP.',
  });
}

function notPublished(seen: OutsideSeen): Draft {
  const age = ageMs(seen);
  const isYoung = age === null || age < publishedWithinMs;
  return draft({
    id: 'ports-not-published',
    title: `RunPod has published no port of the pod yet${age === null ? '' : `, ${minutesText(age)} after its start`}`,
    status: isYoung ? 'warn' : 'fail',
    evidence: listed(seen),
    causes: isYoung
      ? ['The container has just started; ports follow within a minute or two.']
      : ['The container failed to start although it is called running.', 'The pod declares no port at all.'],
    impact: 'The pod cannot be reached by any port.',
    advice: isYoung ? 'Wait a minute and look again.' : 'Look at the pod’s system log, and reset the pod.',
  });
}

function notMapped(seen: OutsideSeen): Draft {
  return draft({
    id: 'ports-no-ssh',
    title: '22/tcp is not among the ports of the pod',
    status: 'fail',
    evidence: listed(seen),
    causes: ['The template or the pod does not expose 22/tcp.'],
    impact: 'No direct SSH: figures and jobs need RunPod’s proxy, and nothing can be forwarded.',
    advice: 'Add 22/tcp to the exposed TCP ports of the pod (that resets it), or use a template that has it.',
  });
}

function nothing(title: string): Draft {
  return draft({ id: 'ports-none', title, status: 'skip', evidence: [] });
}

function listed({ pod }: OutsideSeen) {
  const texts = pod.ports.map(
    ({ privatePort, type, ip, publicPort, public: isPublic }) =>
      `${privatePort}/${type}${type === 'tcp' ? ` at ${ip}:${publicPort}${isPublic ? '' : ' (not public)'}` : ''}`,
  );
  return [evidence('ports', texts.join(', ') || 'none', 'RunPod API', '22/tcp at a public address')];
}
