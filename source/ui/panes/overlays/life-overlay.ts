/** The question before a pod's life is changed: what is lost, what still bills, and whether its GPU comes back. */
import type { PodEntry } from '../../../fleet/fleet.ts';
import type { Pod } from '../../../fleet/pod.ts';
import type { Box } from '../../draw/box.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import { goneText, isTypedRight, wordToType } from '../../state/life-questions.ts';
import { lifeRefusal } from '../../state/power.ts';
import type { LifeQuestion } from '../../state/view.ts';
import { fieldSpans } from '../text-field-spans.ts';
import { answers, dialog, type Fact, type SayFact, wrappedFacts } from './dialog.ts';
import { severalFacts } from './life-of-several.ts';
import { lossFacts, podFacts } from './loss-facts.ts';

/** What has become of the pods since they were asked about stands in it: others act on them too. */
export function lifeOverlay(frame: Frame, question: LifeQuestion): Box {
  const entries = question.podIds.flatMap((id) => frame.fleet.pods.get(id) ?? []);
  const [first] = entries;
  if (first === undefined) return goneOverlay(frame, question);
  const say = wrappedFacts(frame);
  const verb = verbs[question.action];
  const isOne = question.podIds.length === 1;
  const title = `${verb} ${isOne ? first.pod.name : `${question.podIds.length} pods`} · ${frame.fleet.profile}`;
  const refusals = entries.flatMap((entry) => refusalOf(frame, entry, question.action) ?? []);
  const able = entries.filter((entry) => refusalOf(frame, entry, question.action) === null);
  const facts = isOne
    ? factsOfOne(frame, question, first, say)
    : able.length > 0
      ? severalFacts(frame, question, able, say)
      : [];
  const leftOut = [...question.leftOut, ...(isOne ? [] : refusals)].map((text) =>
    say('without', text, 'lost', 5),
  );
  const yes = `${question.action} ${isOne ? 'it' : `all ${able.length}`}`;
  return dialog(frame, title, {
    facts: [...facts, ...leftOut],
    answers: question.typed === null ? [answers(frame, question.choice, yes)] : typedAnswer(frame, question),
  });
}

function goneOverlay(frame: Frame, question: LifeQuestion): Box {
  const say = wrappedFacts(frame);
  return dialog(frame, `${verbs[question.action]} ${question.about} · ${frame.fleet.profile}`, {
    facts: [say('now', `${goneText(question)}: nothing is left to ${question.action}`, 'warn', 0)],
    answers: [['   ', ['Esc', 'key'], ' closes']],
  });
}

function refusalOf({ view }: Frame, entry: PodEntry, action: LifeQuestion['action']): string | null {
  return lifeRefusal(entry, action, { keyOf: (id) => keyOf(id, view) });
}

const verbs: Readonly<Record<LifeQuestion['action'], string>> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  terminate: 'Terminate',
  lock: 'Lock',
  unlock: 'Unlock',
};

function factsOfOne(frame: Frame, { action }: LifeQuestion, entry: PodEntry, say: SayFact): readonly Fact[] {
  const about: Fact = { lines: [['   ', podFacts(entry, frame.nowMs)], []], rank: 6 };
  const refusal = refusalOf(frame, entry, action);
  if (refusal !== null) return [about, say('now', refusal, 'warn', 0)];
  switch (action) {
    case 'start':
      return [about, ...startFacts(entry.pod, say)];
    case 'lock':
      return [
        about,
        say('refuses', 'to be stopped, restarted, edited or terminated, until it is unlocked', 'ok', 0),
        say('goes on', 'it runs and bills as before', 'idle', 1),
      ];
    case 'unlock':
      return [about, say('allows', 'it to be stopped, restarted, edited and terminated again', 'warn', 0)];
    case 'restart':
      return [
        about,
        ...lossFacts(frame, action, entry, say),
        say('made anew', 'its container; its ports and host keys may be others', 'dim', 4),
      ];
    default:
      return [about, ...lossFacts(frame, action, entry, say)];
  }
}

function startFacts(pod: Pod, say: SayFact): readonly Fact[] {
  const full = 'its host may have no free GPU now: then the API refuses';
  if (pod.rental === 'spot') {
    // The price of a spot pod is found only when it is started.
    const last = pod.costPerHourDollars === null ? '' : `; last $${dollars(pod.costPerHourDollars)}/h`;
    return [
      say('spot', `at RunPod's lowest bid that resumes it${last}`, 'idle', 0),
      say('risk', 'whoever bids more may stop it again at any moment', 'warn', 1),
      say('', full, 'dim', 2),
    ];
  }
  const cost =
    pod.costPerHourDollars === null
      ? 'the price is not known'
      : `$${dollars(pod.costPerHourDollars)}/h from the moment it runs`;
  return [say('bills', cost, 'idle', 0), say('risk', full, 'dim', 1)];
}

/** A name that has been typed is no slip of the finger. */
function typedAnswer(frame: Frame, question: LifeQuestion): readonly Span[][] {
  const word = wordToType(question, frame.fleet) ?? '';
  const isRight = isTypedRight(question, frame.fleet);
  const isOne = question.podIds.length === 1;
  const what = !isOne ? 'how many they are' : question.podIds.includes(word) ? 'the id' : 'the name';
  return [
    ['   type ', [what, 'text'], [', ', 'dim'], [word, 'title'], [`, to ${question.action}`, 'dim']],
    ['   › ', ...fieldSpans(question.typed ?? { text: '', cursor: 0 }, null)],
    [
      '   ',
      ['Esc', 'key'],
      [isOne ? ' keep it' : ' keep them', 'text'],
      '      ',
      [keyOf('typed.enter', frame.view, { plain: true }), isRight ? 'key' : 'dim'],
      isRight ? [` ${question.action}`, 'crit'] : [' (locked)', 'dim'],
    ],
  ];
}
