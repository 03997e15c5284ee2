/** A pod that is rented without a project: the same wishes, the same order and the same care as in a deploy. */
import { randomBytes } from 'node:crypto';
import { type Sleep, sleep as sleepFor } from '../../base/retry.ts';
import { createSecret } from '../../base/secret.ts';
import type { CreateRequest } from '../../life/create-request.ts';
import type { CloudResult } from '../../runpod/cloud.ts';
import type { CreatedPod, CreatePod, DeployCloud, Template } from '../../runpod/deploy-cloud.ts';
import type { PodConfiguration } from '../model/release.ts';
import { AnswerLost } from './pods/cloud-ends.ts';
import { rentPod } from './pods/rent-pod.ts';
import type { Tell } from './pods/telling.ts';
import { type Wishes, wishesOf } from './pods/wishes.ts';
import { StepFailure } from './step.ts';

export type Rented =
  | { readonly ok: true; readonly pod: CreatedPod }
  | {
      readonly ok: false;
      /** One sentence. */
      readonly text: string;
      /** What was tried, and what came of it. */
      readonly evidence: readonly string[];
      readonly fix: string | null;
      /** Nobody can tell whether a pod was made: `podId` of none is known. */
      readonly isOpen: boolean;
    };

export type RentOptions = {
  readonly request: CreateRequest;
  readonly cloud: DeployCloud;
  readonly tell: Tell;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  readonly sleep?: Sleep;
};

/** Never throws what is expected. A lost answer is looked for by a mark that the pod carries, so that none is made twice. */
export async function rentByHand(options: RentOptions): Promise<Rented> {
  const { request, cloud, tell, signal, nowMs } = options;
  const filled = await withTemplate(request, cloud, signal);
  if (!filled.ok) return failed(filled.message, filled.hint);
  const wished = await wishesFor(filled.value, cloud, signal);
  if (!wished.ok) return failed(wished.message, wished.hint);
  const { wishes, problems } = wished.value;
  for (const { text, fix } of problems) tell(`${text} ${fix ?? ''}`.trim(), 'warn');
  const [impossible] = problems.filter(({ severity }) => severity === 'error');
  if (impossible !== undefined) return failed(impossible.text, impossible.fix);
  try {
    const wait = options.sleep ?? sleepFor;
    const doors = { sleep: async (ms: number) => void (await wait(ms, signal)) };
    const asked = createRequestOf(filled.value, nowMs());
    const pod = await rentPod({ request: asked, wishes, cloud, doors, signal, tell });
    return { ok: true, pod };
  } catch (error) {
    if (error instanceof AnswerLost)
      return { ...failed(error.message, lostFix, error.evidence), isOpen: true };
    if (error instanceof StepFailure) return failed(error.message, error.fix, error.evidence);
    throw error;
  }
}

/** The wishes in their order, with stock and price: what a plan shows before anything is asked for. */
export async function wishesFor(
  request: CreateRequest,
  cloud: DeployCloud,
  signal: AbortSignal,
): Promise<CloudResult<Wishes>> {
  const { maxDollarsPerHour } = request;
  return await wishesOf({ configuration: configurationOf(request), maxDollarsPerHour }, cloud, signal);
}

const lostFix = 'Look at `pod-engine pods list` in a minute before you try again.';

function failed(text: string, fix: string | null, evidence: readonly string[] = []): Rented & { ok: false } {
  return { ok: false, text, evidence, fix, isOpen: false };
}

/** What the request leaves open, its template says. */
async function withTemplate(
  request: CreateRequest,
  cloud: DeployCloud,
  signal: AbortSignal,
): Promise<CloudResult<CreateRequest>> {
  if (request.templateId === null || request.image !== null) return { ok: true, value: request };
  const listed = await cloud.templates(signal);
  if (!listed.ok) return listed;
  const template = listed.value.find(
    ({ id, name }) => id === request.templateId || name === request.templateId,
  );
  if (template !== undefined) return { ok: true, value: filledFrom(template, request) };
  return {
    ok: false,
    code: 'not-found',
    message: `The account has no template "${request.templateId}".`,
    hint: 'pod-engine templates list shows them; a public one can be rented by its image.',
    retryAfterMs: null,
  };
}

function filledFrom(template: Template, request: CreateRequest): CreateRequest {
  return {
    ...request,
    templateId: template.id,
    image: template.image,
    ports: request.ports === '' ? template.ports : request.ports,
    startCommand: request.startCommand ?? template.startCommand,
    registryCredentialId: request.registryCredentialId ?? template.registryCredentialId,
    environment: { ...template.environment, ...request.environment },
  };
}

function configurationOf(request: CreateRequest): PodConfiguration {
  const { networkVolumeId, volumeGigabytes, volumeMountPath: mountPath } = request;
  const volume: PodConfiguration['volume'] =
    networkVolumeId !== null
      ? { kind: 'network', volumeId: networkVolumeId, mountPath }
      : volumeGigabytes > 0
        ? { kind: 'local', gigabytes: volumeGigabytes, mountPath }
        : { kind: 'none' };
  const { gpuTypeIds, gpuCount, cloud, dataCentreIds, bidPerGpuDollars, containerDiskGigabytes } = request;
  return {
    ...{ podName: request.name, gpuTypeIds, gpuCount, cloud, dataCentreIds, bidPerGpuDollars },
    ...{ containerDiskGigabytes, volume, ports: [], environment: {} },
    ...{ startCommand: request.startCommand, registryCredential: null },
  };
}

function createRequestOf(
  request: CreateRequest,
  nowMs: number,
): Omit<CreatePod, 'gpuTypeId' | 'dataCentreId'> {
  const { timeToLive, minCudaVersion, environment } = request;
  const end = timeToLive === null ? {} : endAt(timeToLive, nowMs);
  return {
    name: request.name,
    deployId: `hand-${randomBytes(8).toString('hex')}`,
    image: request.image ?? '',
    templateId: request.templateId,
    gpuCount: request.gpuCount,
    cloud: request.cloud,
    ...(minCudaVersion === null ? {} : { minCudaVersion }),
    ...end,
    bidPerGpuDollars: request.bidPerGpuDollars,
    containerDiskGigabytes: request.containerDiskGigabytes,
    volumeGigabytes: request.networkVolumeId === null ? request.volumeGigabytes : 0,
    volumeMountPath: request.volumeMountPath,
    networkVolumeId: request.networkVolumeId,
    ports: request.ports,
    environment: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, createSecret(value)]),
    ),
    startCommand: request.startCommand,
    registryCredentialId: request.registryCredentialId,
  };
}

function endAt({ ms, then }: NonNullable<CreateRequest['timeToLive']>, nowMs: number) {
  return then === 'stop' ? { stopAfterMs: nowMs + ms } : { terminateAfterMs: nowMs + ms };
}
