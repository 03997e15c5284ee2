/** Why the ladder is not climbed any further, and whether that is the pod's fault. Pure. */
import type { Expected } from '../proof/expected.ts';
import type { Seen } from '../proof/look.ts';
import { terminalOf } from '../proof/terminal.ts';
import { linesOf } from '../proof/web-answer.ts';
import { rungs } from './index.ts';
import type { Past } from './past.ts';
import type { RungState } from './rung.ts';
import type { RungId } from './rung-id.ts';
import type { RungStates } from './telling.ts';

export type Ending = {
  /** Where it ends: the lowest that is not reached. */
  readonly rung: RungId | null;
  readonly outcome: 'fail' | 'inconclusive';
  /** One sentence. */
  readonly text: string;
  readonly evidence: readonly string[];
  readonly fix: string | null;
};

export type EndingView = {
  readonly seen: Seen;
  readonly past: Past;
  readonly expected: Expected;
  readonly states: RungStates;
  readonly timeoutMs: number;
};

/** null while there is something to wait for. */
export function endingOf(view: EndingView): Ending | null {
  const { seen, past, expected, states, timeoutMs } = view;
  const waitedMs = seen.atMs - past.beganMs;
  const rung = openRungs(states)[0]?.id ?? null;
  const terminal = terminalOf({
    ...{ seen, expected, waitedMs },
    ...{ wasListed: past.wasListed, hadContainer: past.hadContainer, restartCount: past.restarts.count },
    container: past.container,
  });
  if (terminal !== null) return { rung, outcome: 'fail', ...terminal };
  const failed = openRungs(states).find(({ state }) => state.kind === 'failed');
  if (failed?.state.kind === 'failed') {
    const { text, evidence, fix } = failed.state;
    return { rung: failed.id, outcome: 'fail', text, evidence, fix };
  }
  return rung === null || waitedMs < timeoutMs ? null : outOfTime(view);
}

type Open = {
  readonly id: RungId;
  readonly title: string;
  readonly state: Exclude<RungState, { kind: 'reached' }>;
};

function openRungs(states: RungStates): readonly Open[] {
  return rungs.flatMap(({ id, title }) => {
    const state = states.get(id);
    return state === undefined || state.kind === 'reached' ? [] : [{ id, title, state }];
  });
}

/** With a silent API nobody can tell whether the pod is well, unless it shows that itself. */
function outOfTime({ seen, past, states, timeoutMs }: EndingView): Ending {
  const open = openRungs(states);
  const proof = open.find(({ state }) => state.kind === 'waiting' && state.isProof === true);
  const shown = proof ?? open[0];
  const within = `within ${Math.round(timeoutMs / 1000)} s`;
  const evidence = [
    ...open.map(({ title, state }) => `${title}: ${state.text}`),
    ...(seen.pod?.lastStatusChange == null ? [] : [`RunPod: ${seen.pod.lastStatusChange}`]),
    ...linesOf(seen.proxy),
  ];
  const rung = shown?.id ?? null;
  if (proof === undefined && past.apiSilence !== null && seen.api.kind === 'failed') {
    const { message, hint } = seen.api.failure;
    const silentForS = Math.round((seen.atMs - past.apiSilence.sinceMs) / 1000);
    const text = `Nobody can tell whether the pod is ready: RunPod's API has given no answer for ${silentForS} s, and nothing else tells.`;
    return { rung, outcome: 'inconclusive', text, evidence: [message, ...evidence], fix: hint };
  }
  const text = `Not ready ${within}: ${shown?.state.text ?? 'something is missing'}.`;
  return { rung, outcome: 'fail', text, evidence, fix: shown?.state.fix ?? null };
}
