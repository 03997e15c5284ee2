/** A pod that serves, and no other that does the same: when it goes, the service goes. */
import type { Pod } from '../../fleet/pod.ts';
import type { AdviceRule } from '../rule.ts';
import { windowOf } from '../window.ts';

const minutes = 15;

export const redundancy: AdviceRule = {
  id: 'redundancy',
  direction: 'out',
  title: 'redundancy',
  judge(subject) {
    const { pod, others } = subject;
    if (!pod.ports.some(({ type }) => type === 'http'))
      return { kind: 'quiet', reason: 'it publishes no HTTP port, so it serves nobody' };
    const window = windowOf(subject, {
      minutes,
      of: 'answers of the application',
      figure: ({ responseMs }) => responseMs,
    });
    if (!window.ok) return window.verdict;
    const twins = others.filter((other) => doesTheSame(pod, other));
    if (twins.length > 0) return { kind: 'quiet', reason: `${twins[0]?.name} does the same` };
    const spot = pod.rental === 'spot' ? ', and a spot pod may be taken away at any time' : '';
    const cost = pod.costPerHourDollars;
    return {
      kind: 'advised',
      saw: `it has answered for ${window.figures.length} minutes, and no other running pod has the image ${pod.image ?? '(unknown)'}${spot}`,
      forMinutes: window.figures.length,
      change: `A second pod like it, in another data centre${pod.region === null ? '' : ` than ${pod.region}`}, keeps the service up when this one goes${cost === null ? '' : `; it costs $${cost.toFixed(2)}/h more`}.`,
      savedPerHourDollars: cost === null ? null : -cost,
    };
  },
};

function doesTheSame(pod: Pod, other: Pod): boolean {
  return other.state.kind === 'running' && pod.image !== null && other.image === pod.image;
}
