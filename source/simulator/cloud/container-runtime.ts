/** The `runtime` of a pod that is a container: there while it runs, with the ports that the engine has published. */
import type { Clock } from '../../base/clock.ts';
import type { ContainerPod } from '../pod/cloud-pod.ts';
import { phaseOf, reportedUptimeSeconds } from '../pod/life.ts';
import { portsIn } from '../pod/settings.ts';
import type { Runtime, RuntimePort } from './runtime.ts';

/** null until the engine has started it. What it uses is not known here: the agent in it tells that. */
export function containerRuntimeOf(
  pod: ContainerPod,
  view: { readonly clock: Clock; readonly host: string },
): Runtime | null {
  const nowMs = view.clock.wallMs();
  const life = pod.life();
  if (life.run === null || phaseOf(life, nowMs) !== 'mapped' || nowMs < pod.faults.runtimeMissingUntilMs)
    return null;
  return {
    uptimeInSeconds: reportedUptimeSeconds(life.run, nowMs),
    container: null,
    gpus: [],
    ports: portsOf(pod, view.host),
  };
}

function portsOf({ container, settings }: ContainerPod, host: string): readonly RuntimePort[] {
  return portsIn(settings()).flatMap(({ number, type }) => {
    const publicPort = container.published(number);
    const isIpPublic = type === 'tcp';
    return publicPort === null ? [] : [{ ip: host, isIpPublic, privatePort: number, publicPort, type }];
  });
}
