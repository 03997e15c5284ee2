/** The health page is served, by RunPod's proxy or on the pod's loopback address. */
import { isServed } from '../proof/look.ts';
import { isFailing, type Served } from '../proof/served.ts';
import { answerText } from '../proof/web-answer.ts';
import { lasts } from './past.ts';
import { type Rung, reached, type Sight, waiting } from './rung.ts';

/** RunPod's proxy answers 502 for so long as a container starts. */
const usual502ForMs = 60_000;

export const http: Rung = {
  id: 'http',
  title: 'HTTP is served',
  judge(sight) {
    const { seen, expected } = sight;
    const { path, port } = expected;
    const loopback = seen.inside?.page ?? null;
    const byProxy = isServed(seen.proxy, seen.served.proxy);
    const bySsh = isServed(loopback, seen.served.ssh);
    if (byProxy)
      return reached(`${path} by the proxy: ${answerText(seen.proxy)}${healthText(seen.served.proxy)}.`);
    if (bySsh && loopback !== null && lasts(sight.past.insideOnly, seen.atMs, usual502ForMs))
      return reached(
        `${path} at port ${port} inside the pod: ${answerText(loopback)}${healthText(seen.served.ssh)}; by the proxy: ${answerText(seen.proxy)}.`,
        'warn',
      );
    const inside = loopback === null ? '' : `; inside the pod: ${answerText(loopback)}`;
    return waiting(
      `${path} by the proxy: ${answerText(seen.proxy)}${patience(sight)}${inside}`,
      fixOf(sight),
    );
  },
};

function healthText(served: Served | null): string {
  return served !== null && isFailing(served) ? `, health ${served.status}` : '';
}

function patience({ seen, past }: Sight): string {
  const is502 = seen.proxy.kind === 'answered' && seen.proxy.httpStatus === 502;
  return is502 && seen.atMs - past.beganMs < usual502ForMs ? ' (usual in a container’s first minute)' : '';
}

function fixOf({ seen, expected }: Sight): string {
  const { path, port } = expected;
  if (seen.proxy.kind === 'answered' && seen.proxy.httpStatus === 404)
    return `See that the application serves ${path}, and that ${port}/http is among the pod’s ports.`;
  return `See that the application starts, listens on 0.0.0.0 at port ${port}, and that ${port}/http is among the pod’s ports.`;
}
