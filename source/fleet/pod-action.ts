/** What an operator can ask of a pod's life, and how it is said. */
export const podActions = ['start', 'stop', 'restart', 'terminate', 'lock', 'unlock', 'edit'] as const;
export type PodAction = (typeof podActions)[number];

/** Said of a pod between the question and the answer of the list; null where the pod goes on as it is. */
export const underWayWords: Readonly<Record<PodAction, string | null>> = {
  start: 'starting…',
  stop: 'stopping…',
  restart: 'restarting…',
  terminate: 'ending…',
  lock: null,
  unlock: null,
  edit: 'changing…',
};
