/** How a pod stands as the simulation begins. */
import type { PodPlan } from '../cast/index.ts';
import { beginRun, type Life, statusDate, type Timings } from './life.ts';

/** A stopped pod was stopped yesterday, an outbid one this morning. */
const stoppedAgoSeconds = 52_300;
const outbidAgoSeconds = 8_100;
/** From the request to the container of a pod that has long been running. */
const oldStartMs = 40_000;

export function firstLife(
  plan: PodPlan,
  options: {
    readonly nowMs: number;
    readonly timings: Timings;
    /** Of a pod that is being rented. */
    readonly containerMs: number;
  },
): Life {
  const { nowMs, timings } = options;
  const { gpuCount, uptimeSeconds } = plan.hardware;
  const dated = (text: string, atMs: number) => `${text}: ${statusDate(atMs + plan.clockSkewMs)}`;
  const never: Life = { desiredStatus: 'EXITED', terminated: false, statusChange: '', run: null };
  switch (plan.role.beginning) {
    case 'stopped':
      return { ...never, statusChange: dated('Exited by user', nowMs - stoppedAgoSeconds * 1000) };
    case 'outbid':
      return { ...never, statusChange: dated('Outbid', nowMs - outbidAgoSeconds * 1000) };
    case 'starting':
    case 'rented':
      return beginRun({
        life: never,
        nowMs,
        gpuCount,
        timings,
        containerMs: plan.role.beginning === 'rented' ? options.containerMs : timings.slowContainerMs,
        statusChange: dated('Rented by User', nowMs),
      });
    case 'running': {
      const containerAtMs = nowMs - uptimeSeconds * 1000;
      const askedAtMs = containerAtMs - oldStartMs;
      const portsAtMs = containerAtMs + timings.portsMs;
      return {
        ...never,
        desiredStatus: 'RUNNING',
        statusChange: dated('Rented by User', askedAtMs),
        run: { number: 1, gpuCount, askedAtMs, containerAtMs, portsAtMs, stoppedAtMs: null },
      };
    }
  }
}
