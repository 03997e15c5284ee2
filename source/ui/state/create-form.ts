/** The form of a pod that is asked for by hand, as it has been filled in. Rows are of text, of one choice, or of several in their order. */
import { usualCreate } from '../../life/usual-create.ts';
import { fieldOf, type TextField } from './text-field.ts';

export const textRows = [
  'name',
  'count',
  'cuda',
  'bid',
  'image',
  'disk',
  'size',
  'mount',
  'ports',
  'environment',
  'command',
  'life',
  'limit',
] as const;
export type TextRow = (typeof textRows)[number];

export const choiceRows = ['cloud', 'rental', 'template', 'volume', 'registry', 'end'] as const;
export type ChoiceRow = (typeof choiceRows)[number];

export const listRows = ['gpus', 'regions'] as const;
export type ListRow = (typeof listRows)[number];

export type CreateRow = TextRow | ChoiceRow | ListRow;

export type CreateForm = {
  /** The row that has the keys. */
  readonly row: CreateRow;
  readonly texts: Readonly<Record<TextRow, TextField>>;
  readonly choices: Readonly<Record<ChoiceRow, string>>;
  /** What was chosen, in order of wish. */
  readonly lists: Readonly<Record<ListRow, readonly string[]>>;
  /** The line of the list's chooser that space acts on. */
  readonly cursor: number;
  /** Variables that have been taken in, by name; the row's own text is the next of them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Enter has been pressed on it: what is wrong is shown at every row. */
  readonly isJudged: boolean;
};

/** The value of a choice that chooses nothing. */
export const none = '';
export const ownVolume = 'own';

export const initialCreateForm: CreateForm = {
  row: 'name',
  texts: {
    name: fieldOf(''),
    count: fieldOf(String(usualCreate.gpuCount)),
    cuda: fieldOf(''),
    bid: fieldOf(''),
    image: fieldOf(''),
    disk: fieldOf(String(usualCreate.containerDiskGigabytes)),
    size: fieldOf(String(usualCreate.volumeGigabytes)),
    mount: fieldOf(usualCreate.volumeMountPath),
    ports: fieldOf(usualCreate.ports),
    environment: fieldOf(''),
    command: fieldOf(''),
    life: fieldOf(''),
    limit: fieldOf(''),
  },
  choices: {
    cloud: usualCreate.cloud,
    rental: 'on-demand',
    template: none,
    volume: ownVolume,
    registry: none,
    end: 'stop',
  },
  lists: { gpus: [], regions: [] },
  cursor: 0,
  variables: {},
  isJudged: false,
};

export function isTextRow(row: CreateRow): row is TextRow {
  return textRows.some((each) => each === row);
}

export function isListRow(row: CreateRow): row is ListRow {
  return row === 'gpus' || row === 'regions';
}
