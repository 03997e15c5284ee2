/** What a pod is rented with: the input, filled in from its template, and checked as far as RunPod is known to check it. */
import { type PodSettings, portsIn } from '../pod/settings.ts';
import { somethingWentWrong } from './refusal.ts';
import type { Template, Templates, Variable } from './templates.ts';

export type RentInput = {
  readonly name?: string | null;
  readonly imageName?: string | null;
  readonly templateId?: string | null;
  readonly dockerArgs?: string | null;
  readonly env?: readonly (Variable | null)[] | null;
  readonly gpuTypeId?: string | null;
  readonly gpuTypeIdList?: readonly (string | null)[] | null;
  readonly gpuCount?: number | null;
  readonly cloudType?: 'SECURE' | 'COMMUNITY' | 'ALL' | null;
  readonly dataCenterId?: string | null;
  readonly ports?: string | null;
  readonly containerDiskInGb?: number | null;
  readonly volumeInGb?: number | null;
  readonly volumeMountPath?: string | null;
  readonly networkVolumeId?: string | null;
  readonly containerRegistryAuthId?: string | null;
  readonly startSsh?: boolean | null;
  readonly startJupyter?: boolean | null;
  /** Instead of `dataCenterId`: REST names several. */
  readonly dataCenterIds?: readonly string[];
  readonly allowedCudaVersions?: readonly (string | null)[] | null;
  readonly minCudaVersion?: string | null;
  readonly cudaVersion?: string | null;
  /** ISO 8601: when RunPod is to stop it, or to end it. */
  readonly stopAfter?: unknown;
  readonly terminateAfter?: unknown;
  /** Of spot pods. */
  readonly bidPerGpu?: number | null;
};

const defaultDiskGigabytes = 10;
const mostVariables = 50;
const mostHttpPorts = 10;

/** Throws what RunPod answers to a combination that it cannot make sense of. */
export function settingsFor(input: RentInput, templates: Templates): PodSettings {
  const template = templateOf(input, templates);
  const image = input.imageName ?? template?.imageName ?? '';
  if (image === '') throw somethingWentWrong();
  const settings = {
    image,
    ports: input.ports ?? template?.ports ?? '',
    environment: environmentOf(input.env ?? template?.env ?? []),
    dockerArgs: input.dockerArgs ?? template?.dockerArgs ?? '',
    containerDiskGigabytes: input.containerDiskInGb ?? template?.containerDiskInGb ?? defaultDiskGigabytes,
    volumeGigabytes: input.volumeInGb ?? template?.volumeInGb ?? 0,
    volumeMountPath: input.volumeMountPath ?? template?.volumeMountPath ?? '/workspace',
    registryAuthId: input.containerRegistryAuthId ?? template?.containerRegistryAuthId ?? null,
    startSsh: input.startSsh ?? template?.startSsh ?? false,
  };
  mustBeWithinLimits(settings);
  return settings;
}

function templateOf({ templateId }: RentInput, templates: Templates): Template | null {
  if (templateId == null || templateId === '') return null;
  const template = templates.find(templateId);
  if (template === null) throw somethingWentWrong();
  return template;
}

export function environmentOf(variables: readonly (Variable | null)[]): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap((variable) => (variable === null ? [] : [[variable.key, variable.value]])),
  );
}

/** As RunPod's documentation gives them. */
export function mustBeWithinLimits(settings: PodSettings): void {
  const httpPorts = portsIn(settings).filter(({ type }) => type === 'http').length;
  const isSound = settings.containerDiskGigabytes > 0 && settings.volumeGigabytes >= 0;
  const isSmall = Object.keys(settings.environment).length <= mostVariables && httpPorts <= mostHttpPorts;
  if (!isSound || !isSmall) throw somethingWentWrong();
}
