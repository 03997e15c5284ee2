/** Below the rows of the form of a pod: all that the row with the keys can be set to, or how it is written. */
import type { GpuType } from '../../../fleet/catalogue.ts';
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import { secretReference } from '../../../life/judge-environment.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { stockSign } from '../../draw/release-look.ts';
import { cell } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import {
  type CreateForm,
  isListRow,
  isTextRow,
  type ListRow,
  type TextRow,
} from '../../state/create-form.ts';
import { choicesOf, gpuTypeOf, listOf, priceOf } from '../../state/create-rows.ts';
import { scrolledTop } from '../../state/movement.ts';
import { choiceSpans, rowNames } from './create-row-texts.ts';

type Room = { readonly room: number; readonly inner: number };

export function choiceLines(frame: Frame, form: CreateForm, { room, inner }: Room): Span[][] {
  const { row } = form;
  if (room < 2) return [];
  if (isTextRow(row)) return [rule(rowNames[row], inner), ...helpLines(frame, form, row)].slice(0, room);
  const isList = isListRow(row);
  const values = isList ? listOf(row, form, frame.resources) : choicesOf(row, frame.resources);
  const index = isList ? Math.min(form.cursor, values.length - 1) : values.indexOf(form.choices[row]);
  if (values.length === 0) return [rule(rowNames[row], inner), [['     ', 'dim'], emptyText(frame, row)]];
  const place = { index: Math.max(0, index), count: values.length, pageRows: room - 1 };
  const top = scrolledTop(Math.max(0, place.index - Math.floor(place.pageRows / 2)), place);
  const lines = values.slice(top, top + place.pageRows).map((value, at): Span[] => {
    const mark: Span = top + at === index ? ['▸ ', 'accent'] : '  ';
    return isList
      ? ['   ', mark, ...wishSpans(frame, form, row, value)]
      : ['   ', mark, ...choiceSpans(row, value, frame.resources)];
  });
  return [rule(`${rowNames[row]}  ${place.index + 1} of ${values.length}`, inner), ...lines];
}

function emptyText({ resources }: Frame, row: string): Span {
  const { isReading, failure } = row === 'gpus' || row === 'regions' ? resources.gpus : resources.templates;
  if (isReading) return ['asking RunPod…', 'info'];
  if (failure !== null) return [`${failure.message} ${failure.hint}`, 'crit'];
  return ['RunPod has said of none', 'dim'];
}

/** Its place among the wishes, and what the catalogue says of it. */
function wishSpans(frame: Frame, form: CreateForm, row: ListRow, id: string): Span[] {
  const at = form.lists[row].indexOf(id);
  const wish: Span = at < 0 ? '        ' : [`wish ${at + 1}`.padEnd(8), 'accent'];
  if (row === 'regions') return [wish, [id, at < 0 ? 'text' : 'title'], ...volumeSpans(frame, id)];
  const type = gpuTypeOf(id, frame.resources);
  return type === null ? [wish, id] : [wish, ...gpuSpans(type, form.choices.cloud)];
}

function gpuSpans(type: GpuType, cloud: string): Span[] {
  const { displayName, memoryGigabytes, stock, lowestBidDollars } = type;
  const { glyph, word, role } = stockSign(stock);
  const price = priceOf(type, cloud);
  const bid = lowestBidDollars === null ? '' : `  spot from $${exactDollars(lowestBidDollars)}`;
  return [
    ...cell([[displayName, 'title']], 16),
    ...cell([[memoryGigabytes === null ? '' : `${memoryGigabytes} GB`, 'dim']], 8),
    ...cell([price === null ? ['no price', 'lost'] : [`$${dollars(price)}/h`, 'text']], 11),
    [`${glyph} ${word}`, role],
    [bid, 'dim'],
  ];
}

/** A network volume ties a pod to where it is. */
function volumeSpans({ resources }: Frame, region: string): Span[] {
  const names = (resources.volumes.rows ?? []).filter(({ dataCentreId }) => dataCentreId === region);
  return names.length === 0 ? [] : [[`  volumes: ${names.map(({ name }) => name).join(', ')}`, 'dim']];
}

function helpLines(frame: Frame, form: CreateForm, row: TextRow): Span[][] {
  const texts = row === 'environment' ? variableLines(frame, form) : [help[row]];
  return texts.map((text): Span[] => ['     ', [text, 'dim']]);
}

function variableLines({ resources, view }: Frame, { variables }: CreateForm): readonly string[] {
  const secrets = (resources.secrets.rows ?? []).map(({ name }) => name);
  const taken = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return [
    ...(taken.length === 0
      ? []
      : [...taken, `${keyOf('text.delete', view)} in the empty row takes the last one back`]),
    'a value that looks like a secret is refused: NAME=@secret refers to one in RunPod’s store',
    secrets.length === 0
      ? `@name stands for ${secretReference('name')}`
      : `secrets in the store: ${secrets.slice(0, 12).join(', ')}`,
  ];
}

const help: Readonly<Record<Exclude<TextRow, 'environment'>, string>> = {
  name: 'as it stands in the list; it can be changed later',
  count: 'cards in one pod, all of one type',
  cuda: 'hosts with an older driver are left out',
  bid: 'more than the lowest bid keeps it longer',
  image: 'with its tag: what :latest is today may be another tomorrow',
  disk: 'the container’s own disk, lost whenever the pod stops or is reset',
  size: 'the pod’s own volume; it can grow later, never shrink',
  mount: 'what is written there stays',
  ports:
    'http is served by RunPod’s proxy, tcp gets a public port; 22/tcp is for SSH and for the figures here',
  command: 'what the container starts, in place of the image’s own',
  life: 'RunPod itself ends it then, also when this console is gone; on demand only',
  limit: 'types that cost more are left out',
};

function rule(text: string, inner: number): Span[] {
  return [[` ── ${text} ${'─'.repeat(Math.max(0, inner - text.length - 6))}`, 'faint']];
}
