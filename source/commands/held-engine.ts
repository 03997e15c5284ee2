/** The container engine that was found, held for a while: a plan and the deploy that follows it need not both ask for it. */
import type { FoundEngine } from '../jobs/container/container-engine.ts';

type Find = (signal: AbortSignal) => Promise<FoundEngine>;

/** Its daemon may be stopped meanwhile, so not for long. */
const holdMs = 60_000;

/** One that does not work is asked anew each time. */
export function createHeldEngine(nowMs: () => number): (find: Find) => Find {
  let held: { readonly atMs: number; readonly found: FoundEngine } | null = null;
  return (find) => async (signal) => {
    if (held !== null && nowMs() - held.atMs < holdMs) return held.found;
    const found = await find(signal);
    held = found.ok ? { atMs: nowMs(), found } : null;
    return found;
  };
}
