/** A pod to be rented, from the flags of `pods create`. Names of what the account holds are resolved by the command. */
import { durationExample, readDuration } from '../base/read-duration.ts';
import type { CreateRequest } from '../life/create-request.ts';
import type { Flags } from './flags.ts';

export type ReadCreate =
  | { readonly ok: true; readonly request: CreateRequest }
  | { readonly ok: false; readonly problems: readonly string[] };

const clouds = ['secure', 'community', 'any'] as const;

/** All that is wrong with the flags is told together; what fits is judged by `judgeCreate`. */
export function createRequestOf(name: string, flags: Flags): ReadCreate {
  const problems: string[] = [];
  const cloud = clouds.find((kind) => kind === (flags.cloud ?? 'secure'));
  if (cloud === undefined) problems.push(`--cloud ${flags.cloud}: take secure, community or any.`);
  const { environment, wrong } = readEnvironment(flags.env ?? []);
  problems.push(...wrong);
  const ttlMs = flags.ttl === undefined ? null : readDuration(flags.ttl);
  if (flags.ttl !== undefined && ttlMs === null)
    problems.push(`--ttl ${flags.ttl} is no duration. ${durationExample}`);
  if (flags.thenTerminate === true && flags.ttl === undefined)
    problems.push('--then-terminate says what comes at the end of --ttl, which is missing.');
  if (flags.image === undefined && flags.template === undefined)
    problems.push('Give --image, or --template of the account.');
  if ((flags.gpu ?? []).length === 0)
    problems.push('Give --gpu, once for each type in order of wish; `pod-engine gpus` lists them.');
  if ((flags.volume ?? 0) > 0 && flags.networkVolume !== undefined)
    problems.push('A pod has one volume: give --volume or --network-volume, not both.');
  if (problems.length > 0 || cloud === undefined) return { ok: false, problems };
  return { ok: true, request: requestOf(name, flags, { cloud, environment, ttlMs }) };
}

type Read = {
  readonly cloud: CreateRequest['cloud'];
  readonly environment: Readonly<Record<string, string>>;
  readonly ttlMs: number | null;
};

function requestOf(name: string, flags: Flags, { cloud, environment, ttlMs }: Read): CreateRequest {
  const then = flags.thenTerminate === true ? 'terminate' : 'stop';
  return {
    ...{ name, cloud, environment },
    image: flags.image ?? null,
    templateId: flags.template ?? null,
    gpuTypeIds: flags.gpu ?? [],
    gpuCount: flags.gpuCount ?? 1,
    dataCentreIds: flags.region ?? [],
    minCudaVersion: flags.cuda ?? null,
    bidPerGpuDollars: flags.bid ?? null,
    // What a template says of disks is put in by `withTemplate`.
    containerDiskGigabytes: flags.disk ?? 20,
    volumeGigabytes: flags.volume ?? 0,
    volumeMountPath: flags.volumePath ?? '/workspace',
    networkVolumeId: flags.networkVolume ?? null,
    ports: flags.ports ?? (flags.template === undefined ? '22/tcp' : ''),
    startCommand: flags.startCommand ?? null,
    registryCredentialId: flags.registry ?? null,
    timeToLive: ttlMs === null ? null : { ms: ttlMs, then },
    maxDollarsPerHour: flags.maxPrice ?? null,
  };
}

/** Said where the form is right, and the name alone is wrong. */
function nameRule(entry: string): string {
  return /^[^=]+=/.test(entry) ? ', with a name of letters, digits and _ that begins with no digit' : '';
}

function readEnvironment(entries: readonly string[]) {
  const environment: Record<string, string> = {};
  const wrong: string[] = [];
  for (const entry of entries) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(entry) ?? [];
    // The value is not shown: it may be a secret.
    if (name === undefined || value === undefined)
      wrong.push(`--env ${entry.split('=')[0] || '=…'}: write it as NAME=VALUE${nameRule(entry)}.`);
    else if (Object.hasOwn(environment, name)) wrong.push(`--env ${name} is given twice.`);
    else environment[name] = value;
  }
  return { environment, wrong };
}
