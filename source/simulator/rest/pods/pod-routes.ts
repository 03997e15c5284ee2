/** Pods: their list, their making, and all that is done to one. */
import { z } from 'zod';
import { type Caller, findPod } from '../../cloud/callers.ts';
import { restartPod, startOnDemand, stopPod } from '../../cloud/pod-actions.ts';
import { mustBePaid } from '../../cloud/rent.ts';
import { type CloudPod, isRented } from '../../pod/cloud-pod.ts';
import { checked } from '../check-body.ts';
import { pageOf } from '../page.ts';
import { Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { created, gone, ok, type RestRequest, type Route } from '../route.ts';
import { createPod } from './create-pod.ts';
import { patchPod } from './patch-pod.ts';
import { allowedActions, type PodAction, podObject } from './pod-object.ts';

const actionBody = z.strictObject({ action: z.enum(['start', 'stop', 'restart', 'terminate']) });

export function podRoutes(options: RestOptions): readonly Route[] {
  const shown = (pod: CloudPod) => ok(podObject(pod, options));
  return [
    { method: 'GET', path: '/pods', answer: ({ query }) => ok(listed(query, options)) },
    {
      method: 'POST',
      path: '/pods',
      answer: ({ body }) => created(podObject(createPod(body, options), options)),
    },
    { method: 'GET', path: '/pods/:id', forPods: true, answer: (request) => shown(podOf(request, options)) },
    {
      method: 'PATCH',
      path: '/pods/:id',
      answer(request) {
        const pod = podOf(request, options);
        patchPod(pod, request.body, options);
        return shown(pod);
      },
    },
    {
      method: 'DELETE',
      path: '/pods/:id',
      forPods: true,
      answer(request) {
        podOf(request, options).terminate();
        return gone;
      },
    },
    {
      method: 'POST',
      path: '/pods/:id/action',
      forPods: true,
      answer(request) {
        const pod = podOf(request, options);
        const { action } = checked(actionBody, request.body);
        if (!allowedActions(pod).includes(action))
          throw new Problem(409, `cannot ${action} a pod that is ${pod.life().desiredStatus}`);
        act[action](pod, options);
        return action === 'terminate' ? gone : shown(pod);
      },
    },
  ];
}

const act: Readonly<Record<PodAction, (pod: CloudPod, options: RestOptions) => void>> = {
  start(pod, { ledger }) {
    // Whatever it costs: with nothing left nothing starts.
    mustBePaid(Number.MIN_VALUE, ledger);
    startOnDemand(pod, null);
  },
  stop: stopPod,
  restart: restartPod,
  terminate: (pod) => pod.terminate(),
};

/** Throws a 404. */
export function podOf(
  { path, caller }: { readonly path: RestRequest['path']; readonly caller: Caller },
  { pods }: Pick<RestOptions, 'pods'>,
): CloudPod {
  const pod = findPod(pods, path.id ?? '', caller);
  if (pod === null) throw new Problem(404, 'pod not found');
  return pod;
}

/** A pod just rented is not among them yet. */
function listed(query: URLSearchParams, options: RestOptions): unknown {
  const { pods, clock, view } = options;
  const nowMs = clock.wallMs();
  const shown = pods.filter((pod) => {
    const lagMs = isRented(pod) ? view.timings.listLagMs : 0;
    return !pod.life().terminated && nowMs >= pod.createdAtMs + lagMs;
  });
  const aged = shown.map((pod) => ({ id: pod.plan.id, createdAtMs: pod.createdAtMs, pod }));
  const { items, pagination } = pageOf(aged, query);
  return { pods: items.map(({ pod }) => podObject(pod, options)), pagination };
}
