/** The question for a forward: one line to type, how it may look, and the ports that the pod is known to have. */
import { forwardExamples } from '../../../fleet/forward-spec.ts';
import type { Box } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import type { Frame } from '../../frame.ts';
import { forwardChoices } from '../../state/access.ts';
import type { ForwardForm } from '../../state/view.ts';
import { fieldSpans } from '../text-field-spans.ts';
import { dialog, type Fact, wrappedFacts } from './dialog.ts';

export function forwardOverlay(frame: Frame, form: ForwardForm): Box {
  const say = wrappedFacts(frame);
  const name = frame.fleet.pods.get(form.podId)?.pod.name ?? form.podId;
  const choices = forwardChoices(form.podId, frame);
  const trouble: readonly Fact[] = form.reason === null ? [] : [say('✖', form.reason, 'crit', 0)];
  return dialog(frame, `Forward from ${name}`, {
    facts: [
      say('type', 'here:there, a port or socket of this machine and where it leads in the pod', 'dim', 3),
      say('such as', forwardExamples.join('   '), 'dim', 2),
      say('heard by', 'this machine alone (127.0.0.1), while this console runs', 'ok', 4),
      ...trouble,
    ],
    answers: [
      ['   ', ['forward   ', 'accent'], ...fieldSpans(form.field, null)],
      [],
      ...choices.map((choice, index) => choiceLine(choice, index === form.index)),
    ],
  });
}

function choiceLine(
  { typed, why }: { readonly typed: string; readonly why: string },
  marked: boolean,
): Span[] {
  return [
    '   ',
    marked ? ['▸ ', 'accent'] : '  ',
    [typed.padEnd(26), marked ? 'accent' : 'text'],
    [why, 'dim'],
  ];
}
