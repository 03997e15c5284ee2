/** Jobs on pods, and the marks that say on which. Lower case only looks or asks; the capital changes settings. */
import { targetsOf } from '../state/job-targets.ts';
import type { Binding } from './binding.ts';

const onPods = { contexts: ['list', 'detail', 'health'] } as const;
const inList = { contexts: ['list'] } as const;

export const jobStartBindings: readonly Binding[] = [
  start('pods.diagnose', 'i', 'diagnose', {
    label: 'diagnose the pod, or all marked ones: what is wrong, why, and how to mend it',
    rank: 2,
  }),
  start('pods.benchmark', 'b', 'benchmark', {
    label: 'benchmark the pod, or all marked ones; asks first, it loads them',
    rank: 4,
  }),
  start('pods.optimise', 'O', 'optimise', {
    label: 'optimise kernel and process settings of the pod, or of all marked ones; asks first',
    rank: 4,
  }),
  {
    id: 'pods.mark',
    keys: ['space'],
    ...inList,
    label: 'mark the pod, or take its mark away: a job runs on all marked pods',
    hint: { word: 'mark', rank: 9 },
    action: { kind: 'mark-toggle' },
  },
  {
    id: 'pods.mark-all',
    keys: ['*'],
    ...inList,
    label: 'mark all pods that the filter shows',
    action: { kind: 'mark-all' },
  },
  {
    id: 'pods.mark-none',
    keys: ['\\'],
    ...inList,
    label: 'take all marks away',
    hint: { word: 'unmark', rank: 5 },
    action: { kind: 'mark-clear' },
    disabledReason: (view) => (view.marks.length > 0 ? null : 'nothing is marked'),
  },
];

function start(
  id: string,
  key: string,
  job: 'diagnose' | 'benchmark' | 'optimise',
  { label, rank }: { readonly label: string; readonly rank: number },
): Binding {
  return {
    id,
    keys: [key],
    ...onPods,
    label,
    hint: { word: job, rank },
    action: { kind: 'job-start', job },
    disabledReason: (view, situation) => {
      const targets = targetsOf(view, job, situation);
      return targets.ok ? null : targets.reason;
    },
  };
}
