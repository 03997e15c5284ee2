/** The rows of the form of a pod in words: their names, and what they are set to. */
import type { ResourcesSnapshot } from '../../../fleet/catalogue.ts';
import type { Span } from '../../draw/paint.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import {
  type ChoiceRow,
  type CreateForm,
  type CreateRow,
  type ListRow,
  none,
  ownVolume,
  type TextRow,
} from '../../state/create-form.ts';
import { gpuTypeOf } from '../../state/create-rows.ts';

export const rowNames: Readonly<Record<CreateRow, string>> = {
  name: 'name',
  gpus: 'GPU types',
  count: 'GPUs',
  cloud: 'cloud',
  regions: 'regions',
  cuda: 'least CUDA',
  rental: 'rental',
  bid: 'bid',
  template: 'template',
  image: 'image',
  disk: 'disk',
  volume: 'volume',
  size: 'size',
  mount: 'mounted at',
  ports: 'ports',
  environment: 'variables',
  command: 'command',
  registry: 'registry',
  life: 'time to live',
  end: 'then',
  limit: 'price limit',
};

export const placeholders: Readonly<Record<TextRow, string>> = {
  name: 'what it is for',
  count: 'how many cards',
  cuda: 'whichever the host has; or 12.8',
  bid: 'dollars for one card and hour',
  image: 'registry/repository:tag, unless a template names it',
  disk: 'gigabytes; the image has to fit too',
  size: 'gigabytes',
  mount: '/workspace',
  ports: 'none; 8888/http,22/tcp',
  environment: 'NAME=value, or NAME=@secret',
  command: 'as the image says',
  life: 'until somebody stops it; or 8h, 2d',
  limit: 'at whatever it costs; or dollars for the pod and hour',
};

export const units: Partial<Readonly<Record<TextRow, string>>> = {
  bid: '$ for one card and hour',
  disk: 'GB, lost when the pod stops',
  size: 'GB',
  limit: '$ for the pod and hour',
};

export function choiceSpans(row: ChoiceRow, value: string, resources: ResourcesSnapshot): Span[] {
  const [word, more] = choiceTexts(row, value, resources);
  return [
    [word, 'title'],
    [more === '' ? '' : `  ${more}`, 'dim'],
  ];
}

function choiceTexts(
  row: ChoiceRow,
  value: string,
  { templates, volumes, registries }: ResourcesSnapshot,
): readonly [string, string] {
  switch (row) {
    case 'cloud':
      return clouds[value] ?? [value, ''];
    case 'rental':
      return value === 'spot'
        ? ['spot', 'by a bid; who bids more may take it at any moment']
        : ['on demand', 'it runs until it is stopped'];
    case 'end':
      return value === 'terminate'
        ? ['terminate', 'RunPod ends it, with its own volume']
        : ['stop', 'RunPod stops it; its volume still bills'];
    case 'template': {
      const found = templates.rows?.find(({ id }) => id === value);
      return value === none
        ? ['none', 'the image is named below']
        : [found?.name ?? value, found?.image ?? ''];
    }
    case 'volume': {
      if (value === ownVolume) return ['its own', 'it stays while the pod is stopped, and ends with it'];
      if (value === none) return ['none', 'all is lost when the pod stops'];
      const found = volumes.rows?.find(({ id }) => id === value);
      const size = found?.sizeGigabytes == null ? '' : `${found.sizeGigabytes} GB, `;
      return [found?.name ?? value, `network volume, ${size}${found?.dataCentreId ?? 'where is not known'}`];
    }
    case 'registry':
      return value === none
        ? ['none', 'the image is public']
        : [registries.rows?.find(({ id }) => id === value)?.name ?? value, 'credential of a registry'];
  }
}

const clouds: Readonly<Record<string, readonly [string, string]>> = {
  secure: ['secure', "RunPod's own data centres"],
  community: ['community', 'machines of others; cheaper'],
  any: ['any', 'whichever has it'],
};

/** "H100 SXM, then A100 SXM" */
export function listSpans(row: ListRow, { lists }: CreateForm, { resources, view }: Frame): Span[] {
  const chosen = lists[row].map((id) =>
    row === 'gpus' ? (gpuTypeOf(id, resources)?.displayName ?? id) : id,
  );
  if (chosen.length > 0) return [[chosen.join(', then '), 'title']];
  return row === 'gpus'
    ? [[`none yet: ${keyOf('create.toggle', view)} wishes for what is marked below`, 'dim']]
    : [
        ['any', 'title'],
        ['  wherever it is to be had', 'dim'],
      ];
}
