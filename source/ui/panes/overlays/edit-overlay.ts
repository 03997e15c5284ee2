/** A pod's settings while they are edited, and the question when they come back changed. */
import type { Box } from '../../draw/box.ts';
import type { Span } from '../../draw/paint.ts';
import { spinnerSign } from '../../draw/spinner-sign.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import type { Overlay } from '../../state/view.ts';
import { answers, dialog, type Fact, type SayFact, wrappedFacts } from './dialog.ts';
import { lossFacts } from './loss-facts.ts';

type EditOverlay = Extract<Overlay, { readonly kind: 'edit' }>;

export function editOverlay(frame: Frame, overlay: EditOverlay): Box | null {
  const entry = frame.fleet.pods.get(overlay.podId);
  if (entry === undefined) return null;
  const { edit } = frame.life;
  const reading = edit?.podId === overlay.podId ? edit : null;
  const say = wrappedFacts(frame);
  const title = `Edit ${entry.pod.name} · ${frame.fleet.profile}`;
  switch (reading?.kind) {
    case undefined:
    case 'reading':
      return dialog(frame, title, { facts: [waiting(frame, 'reading its settings…')], answers: [closes()] });
    case 'editing':
      return dialog(frame, title, { facts: [waiting(frame, 'in the editor…')], answers: [closes()] });
    case 'unchanged':
      return dialog(frame, title, { facts: [say('changed', 'nothing', 'ok', 0)], answers: [closes()] });
    case 'failed':
      return dialog(frame, title, {
        facts: [say('failed', reading.reason, 'crit', 0), say('', reading.hint, 'text', 1)],
        answers: [closes()],
      });
    case 'wrong':
      return dialog(frame, title, {
        facts: withinRows(
          frame,
          reading.problems.map((text) => say('wrong', text, 'crit', 0)),
          say,
        ),
        answers: [
          [...closes(), '   ', [keyOf('edit.again', frame.view), 'key'], ' edit again, as it was left'],
        ],
      });
    case 'ready':
      return dialog(frame, title, {
        facts: [
          ...withinRows(
            frame,
            reading.differences.map(({ name, from, to }) =>
              say(shortName(name), changeText(name, from, to), 'info', 0),
            ),
            say,
          ),
          ...(reading.isReset
            ? [
                say('reset', 'the pod runs: the change resets it', 'warn', 0),
                ...lossFacts(frame, 'edit', entry, say),
              ]
            : [say('resets', 'nothing: the pod does not run, or only its name changes', 'ok', 1)]),
        ],
        answers: [answers(frame, overlay.choice, 'change it')],
      });
  }
}

function waiting(frame: Frame, text: string): Fact {
  return { lines: [['   ', [spinnerSign(frame.clockMs), 'info'], ` ${text}`]], rank: 0 };
}

function closes(): Span[] {
  return ['   ', ['Esc', 'key'], ' closes; nothing is changed'];
}

/** As many as leave room for what is lost and for the answers. */
function withinRows(frame: Frame, facts: readonly Fact[], say: SayFact): readonly Fact[] {
  const most = Math.max(2, Math.floor((frame.size.rows - 8) / 2));
  const kept: Fact[] = [];
  let rows = 0;
  for (const fact of facts) {
    rows += fact.lines.length;
    if (rows > most) break;
    kept.push(fact);
  }
  const rest = facts.length - kept.length;
  return rest === 0 ? kept : [...kept, say('', `and ${rest} more`, 'dim', 0)];
}

/** The margin has ten cells: of a variable its own name is what tells it. */
function shortName(name: string): string {
  const known: Readonly<Record<string, string>> = {
    containerDiskGigabytes: 'disk GB',
    volumeGigabytes: 'volume GB',
    volumeMountPath: 'mount',
    startCommand: 'command',
  };
  return known[name] ?? (name.startsWith('environment.') ? 'variable' : name);
}

function changeText(name: string, from: string | null, to: string | null): string {
  const variable = name.startsWith('environment.') ? `${name.slice('environment.'.length)}: ` : '';
  if (from === null) return `${variable}${to ?? ''} (new)`;
  return to === null ? `${variable}${from} goes` : `${variable}${from} → ${to}`;
}
