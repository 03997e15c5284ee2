/** Limits of RunPod's templates and pods, held against a project before anything is built. */
import type { DeployProblem } from '../model/deploy.ts';
import type { PodPort } from '../model/release.ts';
import { type Found, projectProblem } from './problem.ts';
import type { Project } from './project.ts';

/** For preflight, where the file may have been overridden by the request; `readProject` has told of the file's own. */
export function templateProblems(project: Project): readonly DeployProblem[] {
  return limitProblems(project).map(({ path, ...found }) => {
    const { severity, text, fix } = projectProblem({ fileName: 'pod-engine.yaml', path, ...found });
    return { severity, text, fix };
  });
}

export type LimitProblem = Pick<Found, 'value' | 'reason' | 'fix' | 'severity'> & {
  readonly path: readonly PropertyKey[];
};

export function limitProblems(project: Project): readonly LimitProblem[] {
  return [
    ...portProblems(project),
    ...environmentProblems(project),
    ...diskProblems(project),
    ...rentProblems(project),
    ...nameProblems(project),
  ];
}

/** RunPod's documentation of exposed ports: at most ten by HTTP, through its proxy. */
const maxHttpPorts = 10;
/** RunPod's own, shown by none of its lists. */
export const runpodsPort = 19_123;
const maxPort = 65_535;

function portProblems({ pod: { ports }, health }: Project): readonly LimitProblem[] {
  const http = ports.filter(({ protocol }) => protocol === 'http');
  const found = ports.flatMap((port, at) => problemsOfPort(port, { at, ports }));
  if (http.length > maxHttpPorts)
    found.push({
      path: ['ports'],
      reason: `has ${http.length} HTTP ports, and RunPod's proxy takes ${maxHttpPorts}`,
      fix: 'Leave some out, or serve them by paths of one port.',
    });
  if (!http.some(({ port }) => port === health.port))
    found.push({
      path: ['ports'],
      reason: `has no ${health.port}/http, which is where the application's health is asked`,
      fix: `Add "${health.port}/http", or set health.port to one of the HTTP ports.`,
    });
  if (!ports.some(({ port, protocol }) => port === 22 && protocol === 'tcp'))
    found.push({
      path: ['ports'],
      severity: 'warning',
      reason: 'has no 22/tcp, so the pod cannot be watched or proved over SSH',
      fix: 'Add "22/tcp", and start sshd in the image.',
    });
  return found;
}

function problemsOfPort(
  { port, protocol }: PodPort,
  { at, ports }: { readonly at: number; readonly ports: readonly PodPort[] },
): LimitProblem[] {
  const path = ['ports', at];
  const value = `${port}/${protocol}`;
  if (port < 1 || port > maxPort)
    return [{ path, value, reason: 'is no port', fix: `Write a port from 1 to ${maxPort}.` }];
  if (port === runpodsPort)
    return [{ path, value, reason: "is taken by RunPod's own service", fix: 'Take another port.' }];
  if (ports.findIndex((other) => other.port === port) < at)
    return [{ path, value, reason: 'stands twice', fix: 'Give each port once, by HTTP or by TCP.' }];
  return [];
}

/** RunPod's documentation of environment variables: at most fifty of one's own; the deploy's id is one of them. */
const maxVariables = 50;
const ownVariables = 1;

function environmentProblems({ pod }: Project): readonly LimitProblem[] {
  const count = Object.keys(pod.environment).length;
  if (count + ownVariables <= maxVariables) return [];
  return [
    {
      path: ['env'],
      reason: `has ${count} variables, and RunPod takes ${maxVariables}, of which Pod Engine needs ${ownVariables}`,
      fix: 'Leave some out, or put them into the image.',
    },
  ];
}

/** RunPod's API: a container disk of at least 1 GB, and a volume on the machine of at least 10 GB. */
const minVolumeGigabytes = 10;

function diskProblems({ pod: { containerDiskGigabytes, volume, cloud } }: Project): readonly LimitProblem[] {
  const found: LimitProblem[] = [];
  if (containerDiskGigabytes < 1)
    found.push({ path: ['disk'], reason: 'is too small', fix: 'Write 1GB or more, and room for the image.' });
  if (volume.kind === 'local' && volume.gigabytes < minVolumeGigabytes)
    found.push({
      path: ['volume'],
      reason: `has ${volume.gigabytes} GB, and RunPod's volumes begin at ${minVolumeGigabytes}`,
      fix: `Write ${minVolumeGigabytes}GB or more, or leave the volume out.`,
    });
  if (volume.kind === 'network' && cloud !== 'secure')
    found.push({
      path: ['cloud'],
      value: cloud,
      reason: 'does not go with a network volume, which only the secure cloud has',
      fix: 'Write cloud: secure, or take a volume of the pod itself.',
    });
  if (volume.kind !== 'none' && /^\/(bin|dev|etc|lib|proc|run|sbin|sys|usr)?\/?$/.test(volume.mountPath))
    found.push({
      path: ['volume', 'mount'],
      value: volume.mountPath,
      reason: 'would hide what the system needs',
      fix: 'Mount it elsewhere, e.g. /workspace.',
    });
  return found;
}

function rentProblems({ pod, maxDollarsPerHour }: Project): readonly LimitProblem[] {
  if (pod.bidPerGpuDollars === null || maxDollarsPerHour === null) return [];
  const whole = pod.bidPerGpuDollars * pod.gpuCount;
  if (whole <= maxDollarsPerHour) return [];
  return [
    {
      path: ['bid'],
      value: pod.bidPerGpuDollars,
      reason: `comes to $${whole.toFixed(2)} an hour for ${pod.gpuCount} GPUs, above maxPricePerHour ${maxDollarsPerHour}`,
      fix: 'Bid less, or allow more.',
    },
  ];
}

/** Our own, so that a name fits on the screen; RunPod documents none. */
const maxNameLength = 100;

function nameProblems({ pod }: Project): readonly LimitProblem[] {
  const { podName } = pod;
  if (podName.length <= maxNameLength && podName.trim() === podName) return [];
  return [
    {
      path: ['podName'],
      reason: `has spaces around it, or more than ${maxNameLength} characters`,
      fix: 'Write a short name, e.g. my-app.',
    },
  ];
}
