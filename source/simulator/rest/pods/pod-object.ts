/** A pod as REST v2 shows it: as it was measured, where that differs from the description (RUNNING at once, a cost on what is stopped). */
import { mix } from '../../chance.ts';
import { cudaVersionOf } from '../../cloud/cuda-hosts.ts';
import { environmentShown, podHostIdOf } from '../../cloud/pod-fields.ts';
import { runtimeOf } from '../../cloud/pod-runtime.ts';
import { costPerHour } from '../../cloud/prices.ts';
import { gpuModels } from '../../machine/gpu-models.ts';
import type { CloudPod } from '../../pod/cloud-pod.ts';
import { portsIn } from '../../pod/settings.ts';
import type { RestOptions } from '../rest-options.ts';
import { type RuntimeObject, runtimeObject } from './runtime-object.ts';

export type ObjectOptions = Pick<RestOptions, 'view' | 'sshProxy'>;
export type PodStatus = 'RUNNING' | 'EXITED';
export type PodAction = 'start' | 'stop' | 'restart' | 'terminate';

const actionsOf: Readonly<Record<PodStatus, readonly PodAction[]>> = {
  RUNNING: ['stop', 'restart', 'terminate'],
  EXITED: ['start', 'terminate'],
};

export function allowedActions(pod: CloudPod): readonly PodAction[] {
  return actionsOf[pod.life().desiredStatus];
}

export function podObject(pod: CloudPod, options: ObjectOptions): unknown {
  const { plan, tags } = pod;
  const { hardware } = plan;
  const settings = pod.settings();
  const life = pod.life();
  const isRunning = life.desiredStatus === 'RUNNING';
  const runtime = isRunning ? runtimeObject(runtimeOf(pod, options.view)) : null;
  return {
    id: plan.id,
    name: tags.name,
    status: life.desiredStatus,
    actions: allowedActions(pod),
    image: settings.image,
    args: settings.dockerArgs,
    disk: settings.containerDiskGigabytes,
    mounts: mountsOf(pod),
    ports: portsIn(settings).map(({ number, type }) => `${number}/${type}`),
    env: Object.fromEntries(environmentShown(pod).map(pairOf)),
    registry: settings.registryAuthId === '' ? null : settings.registryAuthId,
    // A pod started without cards has one in this form: the description knows no less.
    gpu: {
      id: gpuModels[hardware.gpu].typeId,
      count: Math.max(1, life.run?.gpuCount ?? hardware.gpuCount),
    },
    cloud: hardware.cloud === 'secure' ? 'SECURE' : 'COMMUNITY',
    dataCenterId: hardware.dataCenterId,
    cudaVersion: gpuModels[hardware.gpu].vendor === 'nvidia' ? cudaVersionOf(hardware.driver) : null,
    ssh: sshOf(pod, runtime, options),
    template: plan.templateId,
    cost: costPerHour(pod, options.view.rateOf(plan.id)),
    locked: tags.locked,
    globalNetworking: globalNetworkingOf(pod),
    runtime,
    createdAt: new Date(pod.createdAtMs).toISOString(),
    startedAt: life.run === null ? null : new Date(life.run.askedAtMs).toISOString(),
  };
}

function globalNetworkingOf({ plan, tags, life }: CloudPod): unknown {
  const { wanted, fromRun } = tags.globalNetworking;
  const enabled = (life().run?.number ?? 0) >= fromRun ? wanted : !wanted;
  if (!enabled) return { enabled };
  const [third, fourth] = [mix(plan.seed, 43) % 256, 1 + (mix(plan.seed, 44) % 250)];
  return { enabled, ip: `10.65.${third}.${fourth}`, internalDns: `${plan.id}.runpod.internal` };
}

function mountsOf(pod: CloudPod): unknown {
  const { volumeMountPath: path, volumeGigabytes: size } = pod.settings();
  const { networkVolumeId } = pod.plan;
  if (networkVolumeId !== null) return { network: [{ volumeId: networkVolumeId, path }] };
  return size > 0 ? { persistent: { size, path } } : {};
}

function pairOf(line: string): readonly [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}

function sshOf({ plan }: CloudPod, runtime: RuntimeObject | null, { sshProxy }: ObjectOptions): unknown {
  const username = podHostIdOf(plan);
  const port22 = runtime?.ports?.find(({ type, private: inner }) => type === 'tcp' && inner === 22);
  return {
    proxy: { ...sshProxy, username, command: commandOf({ ...sshProxy, username }) },
    direct:
      port22 === undefined
        ? null
        : {
            host: port22.ip,
            port: port22.public,
            username: 'root',
            command: `ssh root@${port22.ip} -p ${port22.public}`,
          },
  };
}

function commandOf(at: { readonly host: string; readonly port: number; readonly username: string }): string {
  return `ssh ${at.username}@${at.host}${at.port === 22 ? '' : ` -p ${at.port}`}`;
}
