/** What stands against a pod that is asked for by hand, field by field: the form and the command line refuse by the same rules. */
import type { CreateRequest } from './create-request.ts';
import { environmentProblems } from './judge-environment.ts';
import { portsProblems } from './judge-ports.ts';
import { containerDiskProblem, imageProblem, mountPathProblem, startCommandProblem } from './judge-values.ts';

export type CreateProblem = {
  readonly field: keyof CreateRequest;
  /** One sentence that quotes what was given; never the value of a variable. */
  readonly text: string;
  /** What to do, one sentence. */
  readonly fix: string;
};

/** Empty where all that can be known without asking RunPod is in order. In the order of the form's rows. */
export function judgeCreate(request: CreateRequest): readonly CreateProblem[] {
  return [
    ...nameProblems(request),
    ...gpuProblems(request),
    ...priceProblems(request),
    ...imageProblems(request),
    ...diskProblems(request),
    ...portsProblems(request.ports).map((problem) => ({ field: 'ports' as const, ...problem })),
    ...environmentProblems(request.environment).map((problem) => ({
      field: 'environment' as const,
      ...problem,
    })),
    ...commandProblems(request),
    ...timeProblems(request),
  ];
}

const maxNameLength = 191;

function nameProblems({ name }: CreateRequest): CreateProblem[] {
  if (name.trim() === '')
    return [{ field: 'name', text: 'The pod has no name.', fix: 'Give it one that tells what it is for.' }];
  if (name.length > maxNameLength)
    return [
      {
        field: 'name',
        text: `The name has ${name.length} characters.`,
        fix: `Take at most ${maxNameLength}.`,
      },
    ];
  return [];
}

function gpuProblems({ gpuTypeIds, gpuCount, minCudaVersion, networkVolumeId, cloud }: CreateRequest) {
  const problems: CreateProblem[] = [];
  if (gpuTypeIds.length === 0)
    problems.push({
      field: 'gpuTypeIds',
      text: 'No GPU type is wished for.',
      fix: 'Choose at least one; several are tried in their order.',
    });
  if (!isWhole(gpuCount, 1, 64))
    problems.push({
      field: 'gpuCount',
      text: `${shown(gpuCount)} is no number of GPUs.`,
      fix: 'Give a whole number from 1 to 64.',
    });
  if (minCudaVersion !== null && !/^\d{1,2}\.\d{1,2}$/.test(minCudaVersion))
    problems.push({
      field: 'minCudaVersion',
      text: `"${minCudaVersion}" is no version of CUDA.`,
      fix: 'Give two numbers with a point, such as 12.8.',
    });
  if (networkVolumeId !== null && cloud === 'community')
    problems.push({
      field: 'cloud',
      text: 'A network volume is to be had in the secure cloud alone.',
      fix: 'Ask for the secure cloud, or for a volume of the pod itself.',
    });
  return problems;
}

function priceProblems({ bidPerGpuDollars, maxDollarsPerHour }: CreateRequest): CreateProblem[] {
  const problems: CreateProblem[] = [];
  if (bidPerGpuDollars !== null && !isPositive(bidPerGpuDollars))
    problems.push({
      field: 'bidPerGpuDollars',
      text: `${shown(bidPerGpuDollars)} is no bid.`,
      fix: 'Give dollars for one GPU and hour, such as 0.35.',
    });
  if (maxDollarsPerHour !== null && !isPositive(maxDollarsPerHour))
    problems.push({
      field: 'maxDollarsPerHour',
      text: `${shown(maxDollarsPerHour)} is no price limit.`,
      fix: 'Give dollars for the whole pod and hour, such as 5.50.',
    });
  return problems;
}

function imageProblems({ image, templateId }: CreateRequest): CreateProblem[] {
  if (image === null && templateId === null)
    return [
      {
        field: 'image',
        text: 'Neither an image nor a template is given.',
        fix: 'Name an image such as runpod/pytorch:2.8.0, or choose a template.',
      },
    ];
  return fieldProblems('image', image === null ? null : imageProblem(image));
}

function diskProblems(request: CreateRequest): CreateProblem[] {
  const { containerDiskGigabytes, volumeGigabytes, volumeMountPath, networkVolumeId } = request;
  const problems = fieldProblems('containerDiskGigabytes', containerDiskProblem(containerDiskGigabytes));
  if (!isWhole(volumeGigabytes, 0, 100_000))
    problems.push({
      field: 'volumeGigabytes',
      text: `${shown(volumeGigabytes)} is no size of a volume.`,
      fix: 'Give whole gigabytes; 0 for none.',
    });
  const hasVolume = volumeGigabytes > 0 || networkVolumeId !== null;
  return [
    ...problems,
    ...fieldProblems('volumeMountPath', hasVolume ? mountPathProblem(volumeMountPath) : null),
  ];
}

function commandProblems({ startCommand }: CreateRequest): CreateProblem[] {
  return fieldProblems('startCommand', startCommand === null ? null : startCommandProblem(startCommand));
}

function fieldProblems(
  field: CreateProblem['field'],
  problem: Omit<CreateProblem, 'field'> | null,
): CreateProblem[] {
  return problem === null ? [] : [{ field, ...problem }];
}

const longestMs = 366 * 24 * 3_600_000;

function timeProblems({ timeToLive, bidPerGpuDollars }: CreateRequest): CreateProblem[] {
  if (timeToLive === null) return [];
  const { ms } = timeToLive;
  if (!Number.isFinite(ms) || ms < 60_000 || ms > longestMs)
    return [
      {
        field: 'timeToLive',
        text: 'That is no time for a pod to live.',
        fix: 'Give from 1m to 366d, such as 8h.',
      },
    ];
  if (bidPerGpuDollars !== null)
    return [
      {
        field: 'timeToLive',
        text: 'RunPod ends no spot pod by the clock.',
        fix: 'Ask for a pod on demand, or leave the time out.',
      },
    ];
  return [];
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(value) : 'What was given';
}
