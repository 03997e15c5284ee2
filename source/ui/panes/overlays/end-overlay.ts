/** The question before something that an account holds is deleted: what is lost, who uses it, and its name to type. */
import {
  type EndableKind,
  keyLoss,
  lastKeyLoss,
  registryLoss,
  secretLoss,
  templateLoss,
  volumeBillEnd,
  volumeLoss,
  volumeUsers,
} from '../../../life/resource-losses.ts';
import type { Box } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import { isEndingTyped } from '../../state/resource-endings.ts';
import type { EndQuestion } from '../../state/view.ts';
import { volumeDollarsPerMonth } from '../../tables/volumes.ts';
import { fieldSpans } from '../text-field-spans.ts';
import { dialog, dialogWidth, type Fact, type SayFact, wrappedFacts } from './dialog.ts';

export function endOverlay(frame: Frame, question: EndQuestion): Box {
  const say = wrappedFacts(frame);
  const word = words[question.resource];
  return dialog(frame, `Delete ${word} ${question.name} · ${frame.fleet.profile}`, {
    facts: [...lossOf(frame, question, say), say('', 'This cannot be taken back.', 'dim', 1)],
    answers: typedRows(frame, question),
  });
}

const words: Readonly<Record<EndableKind, string>> = {
  templates: 'template',
  volumes: 'network volume',
  registries: 'registry credential',
  keys: 'SSH key',
  secrets: 'secret',
};

function lossOf(frame: Frame, { resource, id }: EndQuestion, say: SayFact): readonly Fact[] {
  const { resources } = frame;
  const lost = (text: string): Fact => say('lost', text, 'crit', 0);
  switch (resource) {
    case 'templates': {
      const image = resources.templates.rows?.find((row) => row.id === id)?.image ?? 'its image';
      return [lost(templateLoss(image))];
    }
    case 'volumes':
      return volumeFacts(frame, id, say);
    case 'registries':
      return [lost(registryLoss)];
    case 'secrets':
      return [lost(secretLoss)];
    case 'keys': {
      const rows = resources.keys.rows ?? [];
      const comment = rows.find(({ fingerprint }) => fingerprint === id)?.comment ?? '';
      const isLast = rows.length === 1;
      const stays = 'Pods that run now still let it in until they start anew.';
      const last: Fact[] = isLast ? [say('', lastKeyLoss, 'crit', 0)] : [];
      return [lost(keyLoss({ fingerprint: id, comment })), ...last, say('goes on', stays, 'dim', 2)];
    }
  }
}

function volumeFacts({ resources, fleet }: Frame, id: string, say: SayFact): readonly Fact[] {
  const size = resources.volumes.rows?.find((row) => row.id === id)?.sizeGigabytes ?? null;
  const pods = [...fleet.pods.values()].map(({ pod }) => pod);
  const users = pods.filter(({ networkVolumeId }) => networkVolumeId === id);
  const isTold = users.length > 0 || pods.every(({ networkVolumeId }) => networkVolumeId !== undefined);
  const names = isTold ? users.map(({ name }) => name) : null;
  const month = volumeDollarsPerMonth(size);
  return [
    say('lost', volumeLoss(size === null ? 'disk, of a size that is not known' : `${size} GB`), 'crit', 0),
    say('used', volumeUsers(names), users.length > 0 || !isTold ? 'warn' : 'ok', 0),
    ...(month === null ? [] : [say('ends', volumeBillEnd(month.toFixed(2)), 'ok', 2)]),
  ];
}

function typedRows(frame: Frame, question: EndQuestion): readonly Span[][] {
  const isRight = isEndingTyped(question);
  const isNarrow = dialogWidth(frame) < 60;
  const what = question.name === question.id ? 'the id, ' : 'the name, ';
  return [
    ['   type ', isNarrow ? '' : what, [question.name, 'title'], [', to delete', 'dim']],
    ['   › ', ...fieldSpans(question.typed, null)],
    [
      '   ',
      ['Esc', 'key'],
      [' keep it', 'text'],
      '      ',
      [keyOf('typed.enter', frame.view, { plain: true }), isRight ? 'key' : 'dim'],
      isRight ? [' delete', 'crit'] : [' (locked)', 'dim'],
    ],
  ];
}
