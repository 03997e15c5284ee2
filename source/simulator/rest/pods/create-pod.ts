/** `POST /pods`: the body, filled in from its template, becomes what a pod is rented with. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { rentOnDemand } from '../../cloud/rent.ts';
import type { Template } from '../../cloud/templates.ts';
import type { RentInput } from '../../cloud/wish.ts';
import type { CloudPod } from '../../pod/cloud-pod.ts';
import { checked } from '../check-body.ts';
import { containerFields, cudaVersion, podMounts, text } from '../container-shape.ts';
import { invalid, Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { mustBePorts } from './ports.ts';
import { templateFor } from './template-for.ts';

const createBody = z.strictObject({
  ...containerFields,
  name: text,
  cloud: z.enum(['SECURE', 'COMMUNITY']).optional(),
  gpu: z
    .strictObject({
      id: z.string(),
      count: z.int().min(1).optional(),
      allowedCudaVersions: z.array(cudaVersion).optional(),
      minCudaVersion: cudaVersion.optional(),
    })
    .optional(),
  cpu: z.strictObject({ id: text, vcpuCount: z.int().min(2) }).optional(),
  dataCenterIds: z.array(z.string()).optional(),
  globalNetworking: z.boolean().optional(),
  mounts: podMounts.optional(),
  startJupyter: z.boolean().optional(),
  startSsh: z.boolean().optional(),
  templateId: text.optional(),
});

type CreateBody = z.infer<typeof createBody>;

export const noRoomText =
  'There are no longer any instances available with the requested specifications. Please refresh and try again.';

/** Throws how RunPod says no. */
export function createPod(body: unknown, options: RestOptions): CloudPod {
  const wanted = checked(createBody, body);
  const template = wanted.templateId === undefined ? null : templateFor(wanted.templateId, options.templates);
  if (template === null && wanted.image === undefined) throw invalid(["$: missing property 'image'"]);
  mustBeSound(wanted);
  // CPU machines are not part of this RunPod.
  if (wanted.cpu !== undefined) throw new Problem(400, noRoomText);
  const pod = rentOnDemand(inputOf(wanted, template), options);
  if (pod === null) throw new Problem(400, noRoomText);
  if (wanted.globalNetworking === true) pod.tags.globalNetworking = { wanted: true, fromRun: 0 };
  return pod;
}

/** The rules between fields, which are no part of the shape. */
function mustBeSound({ gpu, cpu, mounts, ports }: CreateBody): void {
  if ((gpu === undefined) === (cpu === undefined))
    throw new Problem(400, 'exactly one of gpu or cpu must be set');
  if (mounts?.persistent !== undefined && (mounts.network ?? []).length > 0)
    throw new Problem(400, 'mounts.persistent and mounts.network are mutually exclusive');
  if ((gpu?.allowedCudaVersions ?? []).length > 0 && gpu?.minCudaVersion !== undefined)
    throw new Problem(400, 'gpu.allowedCudaVersions and gpu.minCudaVersion are mutually exclusive');
  mustBePorts(ports);
}

function inputOf(body: CreateBody, template: Template | null): RentInput {
  const { gpu, mounts, ports } = body;
  const network = mounts?.network?.[0];
  const disk = body.disk ?? template?.containerDiskInGb;
  // Nobody says so before: the pod is placed, and then it cannot be made.
  if (disk === undefined) throw new Problem(400, 'Something went wrong. Please try again later.');
  const persistent = mounts?.persistent ?? (network === undefined ? persistentOf(template) : undefined);
  return {
    name: body.name,
    imageName: body.image ?? template?.imageName ?? null,
    dockerArgs: body.args ?? template?.dockerArgs ?? null,
    env: variablesOf(body, template),
    gpuTypeId: gpu?.id ?? null,
    gpuCount: gpu?.count ?? 1,
    cloudType: body.cloud ?? 'SECURE',
    dataCenterIds: body.dataCenterIds ?? [],
    ports: ports?.join(',') ?? template?.ports ?? '',
    containerDiskInGb: disk,
    volumeInGb: persistent?.size ?? 0,
    volumeMountPath: persistent?.path ?? network?.path ?? null,
    networkVolumeId: network?.volumeId ?? null,
    containerRegistryAuthId: body.registry ?? template?.containerRegistryAuthId ?? null,
    startSsh: body.startSsh ?? template?.startSsh ?? false,
    ...cudaOf(body, template),
  };
}

function persistentOf(template: Template | null) {
  const size = template?.volumeInGb ?? 0;
  return size === 0 ? undefined : { size, path: template?.volumeMountPath ?? '/workspace' };
}

/** Merged by key, the body's own winning. */
function variablesOf(body: CreateBody, template: Template | null) {
  const ofTemplate = (template?.env ?? []).flatMap((each) =>
    each === null ? [] : [[each.key, each.value] as const],
  );
  const startsJupyter = body.startJupyter ?? template?.startJupyter ?? false;
  const password = startsJupyter ? { JUPYTER_PASSWORD: randomBytes(10).toString('hex') } : {};
  const all = { ...password, ...Object.fromEntries(ofTemplate), ...body.env };
  return Object.entries(all).map(([key, value]) => ({ key, value }));
}

/** Either CUDA field of the body takes the place of the template's. */
function cudaOf({ gpu }: CreateBody, template: Template | null) {
  const { allowedCudaVersions, minCudaVersion } = gpu ?? {};
  const ofTemplate = template?.allowedCudaVersions ?? [];
  const isSaid = allowedCudaVersions !== undefined || minCudaVersion !== undefined;
  return {
    allowedCudaVersions: isSaid ? (allowedCudaVersions ?? []) : ofTemplate,
    minCudaVersion: minCudaVersion ?? null,
  };
}
