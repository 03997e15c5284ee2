/** Walks the phases. Each is run whatever came of the one before: what it needs and does not find, it says itself. */
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, oneLine } from '../protocol/one-line.ts';
import type { ServedPhase, ServedStart } from '../protocol/served-health.ts';
import { failed, type Phase, type PhaseOutcome, type PodStart } from './phase.ts';

export type PhaseLog = {
  /** After each phase: what has run so far. */
  onStart(start: ServedStart): void;
  onLine(line: string): void;
};

/** A volume that has gone away keeps who asks it for minutes. */
const phaseDeadlineMs = 30_000;

/**
 * @param past What earlier phases came to, where only the later ones are walked again.
 * @returns How the start went: `ready` where no phase failed, `starting` where it was broken off.
 */
export async function runPhases(
  phases: readonly Phase[],
  pod: Omit<PodStart, 'past'>,
  log: PhaseLog,
  past: readonly ServedPhase[] = [],
): Promise<ServedStart> {
  const served = [...past];
  const of = past.length + phases.length;
  const state = () => (served.length < of ? 'starting' : stateOf(served));
  const start = (): ServedStart => ({
    state: state(),
    tookMs: Math.round(pod.elapsedMs()),
    phases: [...served],
  });
  for (const phase of phases) {
    const one = await runPhase(phase, { ...pod, past: served });
    if (one === null) break;
    served.push(one);
    log.onStart(start());
    for (const line of linesOf(one, { number: served.length, of })) log.onLine(line);
  }
  return start();
}

/** @returns null where the pod is told to end meanwhile: what the phase came to then says nothing. */
async function runPhase(phase: Phase, pod: PodStart): Promise<ServedPhase | null> {
  const beganMs = performance.now();
  const over = new AbortController();
  const end = () => over.abort();
  pod.signal.addEventListener('abort', end);
  const late = wait(phaseDeadlineMs, undefined, { signal: over.signal }).then(
    () =>
      failed(
        [`not done within ${phaseDeadlineMs / 1000} s`],
        'Look whether a volume or the GPU driver hangs.',
      ),
    () => null,
  );
  const outcome = pod.signal.aborted ? null : await Promise.race([late, ran(phase, pod)]);
  pod.signal.removeEventListener('abort', end);
  over.abort();
  if (outcome === null || pod.signal.aborted) return null;
  return { id: phase.id, ...outcome, tookMs: Math.round(performance.now() - beganMs) };
}

function ran(phase: Phase, pod: PodStart): Promise<PhaseOutcome> {
  return phase.run(pod).catch((error: unknown) => failed([messageOf(error)], unexpected));
}

const unexpected = 'This was not expected. The text above says what the system answered.';

function stateOf(past: readonly ServedPhase[]): 'ready' | 'failed' {
  return past.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'ready';
}

const words = { done: 'ok', warned: 'warn', failed: 'FAIL' } as const;

/** `[2/7] validate        ok      61 ms  nginx takes its configuration` and what else was found beneath it. */
export function linesOf(
  phase: ServedPhase,
  place: { readonly number: number; readonly of: number },
): readonly string[] {
  const [first = '', ...rest] = phase.found.map((text) => oneLine(text, longestLine));
  const head = `[${place.number}/${place.of}] ${phase.id.padEnd(15)} ${words[phase.outcome].padEnd(5)}`;
  const indent = ' '.repeat(head.length + 11);
  const fix = phase.fix === null ? [] : [`${indent}fix: ${phase.fix}`];
  return [
    `${head}${`${phase.tookMs} ms`.padStart(9)}  ${first}`,
    ...rest.map((text) => `${indent}${text}`),
    ...fix,
  ];
}

const longestLine = 1000;
