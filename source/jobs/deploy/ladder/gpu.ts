/** As many cards answer as were asked for. */
import { cardsOf, wantedCards } from '../proof/cards.ts';
import { newestServed } from '../proof/look.ts';
import { type Rung, type RungState, reached, type Sight, waiting } from './rung.ts';

/** Looks in a row, so that a driver in the middle of its start is not taken for a lost card. */
const patientCount = 3;

export const gpu: Rung = {
  id: 'gpu',
  title: 'its GPUs answer',
  judge(sight) {
    const { seen, past, expected } = sight;
    if (!past.hadContainer) return waiting('there is no container yet', 'See the rungs before.');
    const told = seen.inside?.gpuVariable ?? newestServed(seen)?.gpu?.expected ?? null;
    if (told === 0) return withoutCards(expected.gpuCount);
    const wanted = wantedCards(seen, expected.gpuCount);
    if (wanted === 0) return reached('No card was asked for.', 'skipped');
    const count = cardsOf(seen);
    if (count === null) return uncounted(sight);
    if (count >= wanted) return reached(`${count} of ${wanted} answer${namesOf(sight)}.`);
    return short(sight, { count, wanted });
  },
};

function withoutCards(asked: number): RungState {
  if (asked === 0) return reached('No card was asked for.', 'skipped');
  return reached(
    `No card was asked for, says the pod (RUNPOD_GPU_COUNT is 0), though the deploy wants ${asked}.`,
    'warn',
  );
}

/** Nobody gets in, or nothing there counts: that is settled when HTTP has told all that it tells. */
function uncounted({ seen, past }: Sight): RungState {
  if (seen.inside?.gpus.kind === 'no-tool')
    return reached(
      'Nobody can count the cards: the pod has no nvidia-smi, and its health page does not tell.',
      'warn',
    );
  if (past.reached.has('ssh') && past.reached.has('version') && past.uncountedCount >= patientCount)
    return reached('Nobody can count the cards: over SSH nobody tells, nor does the health page.', 'warn');
  return waiting(
    'nobody has counted the cards yet: it needs SSH, or the agent’s health page',
    'See the rung of SSH.',
  );
}

function short(
  { seen, past }: Sight,
  { count, wanted }: { readonly count: number; readonly wanted: number },
): RungState {
  const text = `${count} of ${wanted} ${wanted === 1 ? 'card' : 'cards'} answer`;
  const fix =
    'The host has lost a card, or its driver does not work: let the deploy take another pod, or another GPU type.';
  if (past.shortOfCardsCount < patientCount) return { kind: 'waiting', text, fix, isProof: true };
  const { gpus } = seen.inside ?? {};
  return {
    kind: 'failed',
    text: `Only ${text}.`,
    evidence: gpus !== undefined && 'lines' in gpus ? gpus.lines : [],
    fix,
  };
}

function namesOf({ seen }: Sight): string {
  const { gpus } = seen.inside ?? {};
  const [first] = gpus?.kind === 'counted' ? gpus.lines : [];
  const name = first?.replace(/^GPU \d+: /, '') ?? seen.pod?.gpuName ?? null;
  return name === null ? '' : `: ${name}`;
}
