/** `GET /pods/:id/logs`. */
import { createContainerLog } from '../../logs/container-log.ts';
import { microsecondsIn } from '../../logs/log-line.ts';
import type { PodLog } from '../../logs/pod-log.ts';
import { createTextLog } from '../../logs/text-log.ts';
import { type CloudPod, isContainer } from '../../pod/cloud-pod.ts';
import { podOf } from '../pods/pod-routes.ts';
import { invalid, Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import type { RestRequest, Route } from '../route.ts';
import { type LogQuery, openLogStream } from './log-stream.ts';

const tails = { usual: 100, most: 5000 } as const;

export function logRoutes(options: RestOptions): readonly Route[] {
  const { clock, logFaults } = options;
  const bornMs = clock.wallMs();
  const logs = new WeakMap<CloudPod, PodLog>();

  function logOf(pod: CloudPod): PodLog {
    const known = logs.get(pod);
    if (known !== undefined) return known;
    const log = isContainer(pod)
      ? createContainerLog(pod)
      : createTextLog(pod, { bornMs, faults: logFaults, wallMs: () => clock.wallMs() });
    logs.set(pod, log);
    return log;
  }

  return [
    {
      method: 'GET',
      path: '/pods/:id/logs',
      forPods: true,
      answer(request) {
        const pod = podOf(request, options);
        const query = queryOf(request);
        const { id } = pod.plan;
        if (clock.wallMs() < logFaults.refusedUntilMs(id)) throw new Problem(503, 'log stream unavailable');
        return {
          kind: 'stream',
          open: (response) =>
            openLogStream(response, {
              log: logOf(pod),
              query,
              nowUs: () => Math.floor(clock.wallMs() * 1000),
              isOver: () => pod.life().terminated,
              onCut: (listener) => logFaults.onCut(id, listener),
            }),
        };
      },
    },
  ];
}

/** The cursor of a stream that broke comes before `since`, and that before `tail`. */
function queryOf({ query, header }: RestRequest): LogQuery {
  const source = query.get('source');
  if (source !== null && source !== 'container' && source !== 'system')
    throw invalid(["$.source: value must be one of 'container', 'system'"]);
  const cursor = timeIn(header('last-event-id'), 'Last-Event-ID');
  const since = timeIn(query.get('since'), 'since');
  return {
    source,
    // What was written at that moment is meant as well; after a cursor it has been told.
    afterUs: cursor ?? (since === null ? null : since - 1),
    tail: tailIn(query.get('tail')),
  };
}

function timeIn(text: string | null, name: string): number | null {
  if (text === null || text === '') return null;
  const us = microsecondsIn(text);
  if (us === null) throw invalid([`$.${name}: '${text}' is not valid 'date-time'`]);
  return us;
}

function tailIn(text: string | null): number {
  if (text === null) return tails.usual;
  const tail = Number(text);
  if (!/^\d+$/.test(text) || tail > tails.most)
    throw invalid([`$.tail: '${text}' must be an integer from 0 to ${tails.most}`]);
  return tail;
}
