/** Hears pods for a short time: until each has told how it is, or it is clear that it will not, or the time is over. */
import { sleep } from '../base/retry.ts';
import type { Fleet, PodEntry } from '../fleet/fleet.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Links } from '../ssh/telemetry.ts';
import { createFleetStore } from '../watch/fleet-store.ts';
import { watchLinks } from '../watch/link-watch.ts';
import type { CommandContext } from './command.ts';
import type { Services } from './services.ts';

// A lost card shows with the driver's second beat, so that a long interval would make a long wait.
const intervalMs = 1000;
/** Tried so often, the next try would most likely end the same way. */
const triesWithoutAnswer = 2;

export type HeardPods = {
  /** Before the links were closed, which makes every pod silent. */
  readonly fleet: Fleet;
  /** Nothing is known of how these are: they did not answer, and were not given up either. */
  readonly unheard: readonly Pod[];
};

/** @param options.atLeastMs At most `timeoutMs`. Heard for so long, also when all have told how they are. */
export async function hearPods(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  options: {
    readonly fleet: Fleet;
    readonly links: Links;
    readonly timeoutMs: number;
    readonly atLeastMs: number;
    readonly isMeant: (pod: Pod) => boolean;
  },
): Promise<HeardPods> {
  const { links, timeoutMs, atLeastMs, isMeant } = options;
  const { nowMs, signal } = context;
  const store = createFleetStore(options.fleet, { intervalMs });
  const watch = watchLinks({
    ...{ links: lookingLinks(links), intervalMs, dispatch: store.dispatch, nowMs },
    reachOf: (pod) =>
      isMeant(pod) ? services.reachOf(pod) : { kind: 'none', reason: 'it was not asked for.' },
  });
  const unheard = (): readonly PodEntry[] =>
    [...store.snapshot().pods.values()].filter((entry) => isMeant(entry.pod) && !hasTold(entry));
  const toldAll = new AbortController();
  const look = (): void => {
    if (unheard().length === 0) toldAll.abort();
  };
  store.subscribe(look);
  const beganMs = nowMs();
  watch.reconcile(store.snapshot());
  store.flushNow();
  look();
  await sleep(timeoutMs, AbortSignal.any([signal, toldAll.signal]));
  await sleep(Math.max(0, atLeastMs - (nowMs() - beganMs)), signal);
  store.flushNow();
  const heard = { fleet: store.snapshot(), unheard: unheard().map(({ pod }) => pod) };
  watch.close();
  store.close();
  return heard;
}

/** The first report is a verdict, and does not wait for what it judges to last. */
function lookingLinks(links: Links): Links {
  return {
    open: (target, listener) => links.open({ ...target, look: true }, listener),
    close: () => links.close(),
  };
}

function hasTold({ link, health }: PodEntry): boolean {
  if (link.kind === 'none' || link.kind === 'refused') return true;
  if (link.kind === 'lost') return link.attempt >= triesWithoutAnswer;
  return link.kind === 'live' && health !== null;
}
