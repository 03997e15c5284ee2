/** From the form of a pod to the request: what was typed is read, and what cannot be read is left for the judge to name. */
import { readDuration } from '../../base/read-duration.ts';
import type { ResourcesSnapshot } from '../../fleet/catalogue.ts';
import type { CreateRequest } from '../../life/create-request.ts';
import { type CreateProblem, judgeCreate } from '../../life/judge-create.ts';
import { missingSecrets, secretReference } from '../../life/judge-environment.ts';
import { type CreateForm, type CreateRow, none, ownVolume, type TextRow } from './create-form.ts';

export function requestOf(form: CreateForm, resources: ResourcesSnapshot): CreateRequest {
  const { texts, choices, lists } = form;
  const text = (row: TextRow): string => texts[row].text.trim();
  const hasVolume = choices.volume !== none;
  const isNetwork = hasVolume && choices.volume !== ownVolume;
  const template = templateOf(form, resources);
  return {
    name: text('name'),
    image: text('image') || null,
    templateId: choices.template || null,
    gpuTypeIds: lists.gpus,
    gpuCount: numberOf(text('count')),
    cloud: choices.cloud === 'community' || choices.cloud === 'any' ? choices.cloud : 'secure',
    dataCentreIds: lists.regions,
    minCudaVersion: text('cuda') || null,
    bidPerGpuDollars: choices.rental === 'spot' ? numberOf(text('bid')) : null,
    containerDiskGigabytes: numberOf(text('disk')),
    volumeGigabytes: choices.volume === ownVolume ? numberOf(text('size')) : 0,
    volumeMountPath: hasVolume ? text('mount') : '',
    networkVolumeId: isNetwork ? choices.volume : null,
    ports: text('ports') || (template?.ports ?? ''),
    environment: { ...form.variables, ...typedVariable(text('environment')) },
    startCommand: text('command') || null,
    registryCredentialId: choices.registry || null,
    timeToLive: timeToLive(text('life'), choices.end),
    maxDollarsPerHour: text('limit') === '' ? null : numberOf(text('limit')),
  };
}

/** What stands against the form as it is. */
export function problemsOf(form: CreateForm, resources: ResourcesSnapshot): readonly CreateProblem[] {
  const typed = form.texts.environment.text.trim();
  const unread: readonly CreateProblem[] =
    typed !== '' && typedVariable(typed) === null
      ? [{ field: 'environment', text: 'That is no variable.', fix: 'Write NAME=value, or NAME=@secret.' }]
      : [];
  const request = requestOf(form, resources);
  return [...judgeCreate(request), ...unread, ...secretProblems(request, resources)];
}

/** What the store holds may not be known. */
function secretProblems(
  { environment }: CreateRequest,
  { secrets }: ResourcesSnapshot,
): readonly CreateProblem[] {
  const names = secrets.rows?.map(({ name }) => name) ?? null;
  if (names === null) return [];
  return missingSecrets(environment, names).map((problem) => ({ field: 'environment', ...problem }));
}

export const rowsOfFields: Readonly<Record<keyof CreateRequest, CreateRow>> = {
  name: 'name',
  image: 'image',
  templateId: 'template',
  gpuTypeIds: 'gpus',
  gpuCount: 'count',
  cloud: 'cloud',
  dataCentreIds: 'regions',
  minCudaVersion: 'cuda',
  bidPerGpuDollars: 'bid',
  containerDiskGigabytes: 'disk',
  volumeGigabytes: 'size',
  volumeMountPath: 'mount',
  networkVolumeId: 'volume',
  ports: 'ports',
  environment: 'environment',
  startCommand: 'command',
  registryCredentialId: 'registry',
  timeToLive: 'life',
  maxDollarsPerHour: 'limit',
};

/** NAME=value; `NAME=@secret` refers to that secret of RunPod's store. null: it is neither. */
export function typedVariable(text: string): Readonly<Record<string, string>> | null {
  const [, name, value] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) return null;
  const [, secret] = /^@([\w-]{1,64})$/.exec(value) ?? [];
  return { [name]: secret === undefined ? value : secretReference(secret) };
}

export function templateOf({ choices }: CreateForm, { templates }: ResourcesSnapshot) {
  return templates.rows?.find(({ id }) => id === choices.template) ?? null;
}

function numberOf(text: string): number {
  return /^\d+(\.\d+)?$/.test(text.replace(/^\$/, '')) ? Number(text.replace(/^\$/, '')) : Number.NaN;
}

/** What cannot be read is no time, which the judge refuses. */
function timeToLive(text: string, end: string): CreateRequest['timeToLive'] {
  if (text === '') return null;
  const ms = readDuration(text) ?? Number.NaN;
  const then = end === 'terminate' ? 'terminate' : 'stop';
  return { ms, then };
}
