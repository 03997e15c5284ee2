/** How a pod differs from what is wanted. Values of variables are compared and never told. */
import type { PodSettings } from '../../../fleet/pod-settings.ts';
import type { DeployDifference } from '../../model/deploy.ts';
import type { EnvironmentReference } from '../../model/release.ts';
import { referenceText } from '../../project/environment.ts';
import type { Variables } from './variables.ts';
import { portsText, volumeOf, type Wanted } from './wanted.ts';

export type PodDifference = DeployDifference & {
  /** A pod cannot be given other cards. */
  readonly isHardware: boolean;
};

export type Compared = {
  readonly wanted: Wanted;
  /** Values behind the wanted references; those that cannot be found are not compared. */
  readonly ours: Variables;
  /** Names of variables that a former release set. */
  readonly formerNames: readonly string[];
};

/** What RunPod does not tell of a pod is not taken for a difference. */
export function podDifferences(settings: PodSettings, compared: Compared): readonly PodDifference[] {
  const { wanted } = compared;
  const { configuration } = wanted;
  const soft = [
    difference('image', settings.image, wanted.image ?? 'a new image'),
    sortedPorts(settings.ports) === sortedPorts(portsText(configuration))
      ? null
      : difference('ports', settings.ports, portsText(configuration)),
    settings.containerDiskGigabytes === null
      ? null
      : difference(
          'container disk',
          gigabytes(settings.containerDiskGigabytes),
          gigabytes(configuration.containerDiskGigabytes),
        ),
    ...volumeDifferences(settings, wanted),
    difference('start command', settings.startCommand, configuration.startCommand),
    ...variableDifferences(settings, compared),
  ];
  return [
    ...soft.flatMap((each) => (each === null ? [] : [{ ...each, isHardware: false }])),
    ...hardwareDifferences(settings, wanted),
  ];
}

function difference(name: string, from: string | null, to: string | null): DeployDifference | null {
  return from === to ? null : { name, from, to };
}

/** A volume of its own can only grow, and of a network volume the pod tells nothing. */
function volumeDifferences(settings: PodSettings, { configuration }: Wanted): readonly DeployDifference[] {
  if (configuration.volume.kind !== 'local') return [];
  const volume = volumeOf(configuration);
  const has = settings.volumeGigabytes;
  const grows = has !== null && has < volume.gigabytes;
  const moves = settings.volumeMountPath !== null && settings.volumeMountPath !== volume.mountPath;
  return [
    ...(grows ? [{ name: 'volume', from: gigabytes(has), to: gigabytes(volume.gigabytes) }] : []),
    ...(moves ? [{ name: 'volume at', from: settings.volumeMountPath, to: volume.mountPath }] : []),
  ];
}

function variableDifferences(settings: PodSettings, compared: Compared): readonly DeployDifference[] {
  const { configuration } = compared.wanted;
  const set = Object.entries(configuration.environment).flatMap(([name, reference]) => {
    const from = variableState({ name, reference, settings, compared });
    return from === 'same' ? [] : [{ name: `variable ${name}`, from, to: referenceText(reference) }];
  });
  const gone = compared.formerNames
    .filter(
      (name) => !Object.hasOwn(configuration.environment, name) && Object.hasOwn(settings.environment, name),
    )
    .map((name) => ({ name: `variable ${name}`, from: 'set', to: null }));
  return [...set, ...gone];
}

/** RunPod may show a secret of its own by its reference or by its value: that it is there has to do. */
function variableState(asked: {
  readonly name: string;
  readonly reference: EnvironmentReference;
  readonly settings: PodSettings;
  readonly compared: Compared;
}): 'same' | 'another value' | null {
  const { name, reference, settings, compared } = asked;
  const current = Object.hasOwn(settings.environment, name) ? settings.environment[name] : undefined;
  if (current === undefined) return null;
  const ours = compared.ours[name];
  if (ours === undefined) return 'same';
  if (ours.reveal() === current.reveal()) return 'same';
  const isOtherReference = current.reveal().includes('RUNPOD_SECRET_');
  return reference.kind === 'secret' && !isOtherReference ? 'same' : 'another value';
}

function hardwareDifferences(settings: PodSettings, { configuration }: Wanted): readonly PodDifference[] {
  const { gpuCount, gpuTypeId } = settings;
  const wishes = configuration.gpuTypeIds;
  const isOther = gpuTypeId !== null && wishes.length > 0 && !wishes.includes(gpuTypeId);
  return [
    ...(gpuCount === null || gpuCount === configuration.gpuCount
      ? []
      : [
          {
            name: 'number of GPUs',
            from: String(gpuCount),
            to: String(configuration.gpuCount),
            isHardware: true,
          },
        ]),
    ...(isOther ? [{ name: 'GPU', from: gpuTypeId, to: wishes.join(' or '), isHardware: true }] : []),
  ];
}

function sortedPorts(ports: string): string {
  return ports
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .sort()
    .join(',');
}

function gigabytes(value: number): string {
  return `${value} GB`;
}
