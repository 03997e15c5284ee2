/** Which rows the form of a pod has now, and what each can be set to. */
import type { GpuType, ResourcesSnapshot } from '../../fleet/catalogue.ts';
import {
  type ChoiceRow,
  type CreateForm,
  type CreateRow,
  type ListRow,
  none,
  ownVolume,
} from './create-form.ts';

/** In their order; what does not apply is left out. */
export function shownRows({ choices, texts }: CreateForm): readonly CreateRow[] {
  return [
    'name',
    'gpus',
    'count',
    'cloud',
    'regions',
    'cuda',
    'rental',
    ...(choices.rental === 'spot' ? (['bid'] as const) : []),
    'template',
    'image',
    'disk',
    'volume',
    ...(choices.volume === ownVolume ? (['size'] as const) : []),
    ...(choices.volume === none ? [] : (['mount'] as const)),
    'ports',
    'environment',
    'command',
    'registry',
    'life',
    ...(texts.life.text.trim() === '' ? [] : (['end'] as const)),
    'limit',
  ];
}

export function choicesOf(
  row: ChoiceRow,
  { templates, volumes, registries }: ResourcesSnapshot,
): readonly string[] {
  switch (row) {
    case 'cloud':
      return ['secure', 'community', 'any'];
    case 'rental':
      return ['on-demand', 'spot'];
    case 'template':
      return [none, ...idsOf(templates.rows)];
    case 'volume':
      return [ownVolume, none, ...idsOf(volumes.rows)];
    case 'registry':
      return [none, ...idsOf(registries.rows)];
    case 'end':
      return ['stop', 'terminate'];
  }
}

/** What can be chosen from: wishes stay in it, whatever the catalogue says. */
export function listOf(row: ListRow, form: CreateForm, resources: ResourcesSnapshot): readonly string[] {
  const offered = row === 'gpus' ? gpuIds(form, resources) : regionIds(form, resources);
  return [...new Set([...offered, ...form.lists[row]])];
}

export function gpuTypeOf(typeId: string, { gpus }: ResourcesSnapshot): GpuType | null {
  return gpus.rows?.find((type) => type.typeId === typeId) ?? null;
}

/** For one card and hour in the cloud that is asked for; of two clouds the cheaper. null: nobody said. */
export function priceOf(type: GpuType, cloud: string): number | null {
  if (cloud === 'secure') return type.secureDollars;
  if (cloud === 'community') return type.communityDollars;
  const known = [type.secureDollars, type.communityDollars].filter((price) => price !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Those with stock first, the cheaper first; what has neither price nor stock last. */
function gpuIds({ choices }: CreateForm, { gpus }: ResourcesSnapshot): readonly string[] {
  const rank = (type: GpuType): number => (type.stock === 'none' ? 2 : type.stock === null ? 1 : 0);
  const price = (type: GpuType): number => priceOf(type, choices.cloud) ?? Number.MAX_SAFE_INTEGER;
  const sorted = [...(gpus.rows ?? [])].sort(
    (left, right) => rank(left) - rank(right) || price(left) - price(right),
  );
  return sorted.map(({ typeId }) => typeId);
}

/** Where the wished types are known to be; everywhere that is known, where none is wished for. */
function regionIds({ lists }: CreateForm, { gpus, volumes }: ResourcesSnapshot): readonly string[] {
  const types = gpus.rows ?? [];
  const wished = types.filter(({ typeId }) => lists.gpus.includes(typeId));
  const centres = (wished.length > 0 ? wished : types).flatMap(({ dataCentres }) => dataCentres);
  const ofVolumes = (volumes.rows ?? []).flatMap(({ dataCentreId }) => dataCentreId ?? []);
  return [...new Set([...centres.map(({ id }) => id), ...ofVolumes])].sort();
}

function idsOf(rows: readonly { readonly id: string }[] | null): readonly string[] {
  return (rows ?? []).map(({ id }) => id);
}
