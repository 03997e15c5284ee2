/** How often a container has started anew while it was looked at. Each sign counts by itself, and the largest count holds. Pure. */
import { bootIdOf, newestServed, type Seen } from './look.ts';

export type Restarts = {
  readonly count: number;
  readonly signs: Readonly<Record<SignName, Sign>>;
};

type SignName = 'generation' | 'start' | 'boot' | 'uptime' | 'served' | 'container';
/** `last`: what it was; null: not known yet. */
type Sign = { readonly last: number | string | null; readonly count: number };

/** So often, and it is no update or first trouble any more. */
export const crashLoopCount = 3;

const unknown: Sign = { last: null, count: 0 };

export const noRestarts: Restarts = {
  count: 0,
  signs: {
    generation: unknown,
    start: unknown,
    boot: unknown,
    uptime: unknown,
    served: unknown,
    container: unknown,
  },
};

/** RunPod names a start in several ways, which wander by so much. */
const wanderMs = 5000;

export function countRestarts(restarts: Restarts, seen: Seen): Restarts {
  const pod = seen.api.kind === 'pod' ? seen.api.pod : null;
  const { signs } = restarts;
  const next = {
    generation: follow(signs.generation, pod?.generation ?? null, isOther),
    start: follow(signs.start, pod?.startedAtMs ?? null, (last, now) => now > last + wanderMs),
    boot: follow(signs.boot, bootIdOf(seen), isOtherOfItsKind),
    uptime: follow(signs.uptime, pod?.uptimeSeconds ?? null, isBack),
    served: follow(signs.served, newestServed(seen)?.uptimeSeconds ?? null, isBack),
    container: containerOf(signs.container, pod?.state.kind ?? null),
  };
  return { count: Math.max(...Object.values(next).map(({ count }) => count)), signs: next };
}

function follow<Value extends number | string>(
  { last, count }: Sign,
  now: Value | null,
  isRestart: (last: Value, now: Value) => boolean,
): Sign {
  if (now === null) return { last, count };
  const isSame = typeof last === typeof now;
  // The type of a sign never changes, which the comparison above has just shown.
  return { last: now, count: isSame && isRestart(last as Value, now) ? count + 1 : count };
}

/** By more than what two readings on their way may overtake each other. */
function isBack(last: number, now: number): boolean {
  return now < last - 1;
}

function isOther(last: string, now: string): boolean {
  return last !== now;
}

/** The health page's id and that of process 1 are no two values of one thing. */
export function isOtherOfItsKind(last: string, now: string): boolean {
  return last !== now && last.startsWith('process 1 at ') === now.startsWith('process 1 at ');
}

/** One null between two readings is noise, so only a container that is missing twice counts as gone. */
function containerOf({ last, count }: Sign, state: string | null): Sign {
  if (state === 'running') return { last: 'there', count: last === 'gone' ? count + 1 : count };
  if (state !== 'initialising' || last === null) return { last, count };
  return { last: last === 'there' ? 'missing' : 'gone', count };
}
