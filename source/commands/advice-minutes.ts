/** Watches a pod for some minutes, for a history where no console has kept one. */
import { beginMinute, type Minute, minuteOf } from '../advice/minute.ts';
import type { Observation } from '../advice/observation.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Pod } from '../fleet/pod.ts';
import { emptyFleet, reduceFleet } from '../fleet/reduce.ts';
import type { CommandContext } from './command.ts';
import { openLinksOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Services } from './services.ts';

/** The whole minutes that were watched; none without --watch-minutes. An exit code after saying why it could not be. */
export async function adviceMinutes(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  pod: Pod,
): Promise<readonly Observation[] | ExitCode> {
  const { watchMinutes = 0 } = context.flags;
  if (watchMinutes === 0) return [];
  const reach = services.reachOf(pod);
  if (reach.kind === 'none') {
    context.say(`${pod.name} cannot be watched: ${reach.reason}\n`);
    return exitCodes.unreachable;
  }
  const links = await openLinksOrSay(context, services);
  if (typeof links === 'number') return links;
  context.say(`Watching ${pod.name} for ${watchMinutes} min.\n`);
  const done: Observation[] = [];
  const nowMs = context.nowMs;
  let fleet = reduceFleet(emptyFleet('advise', { kind: 'absent' }), [
    { kind: 'pods-listed', provider: pod.provider, atMs: nowMs(), pods: [pod] },
  ]);
  let minute: Minute = beginMinute(nowMs());

  function take(event: FleetEvent): void {
    fleet = reduceFleet(fleet, [event]);
    const entry = fleet.pods.get(pod.id);
    if (minuteOf(nowMs()) !== minute.atMs) turn();
    if (entry !== undefined) minute.add(entry, nowMs());
  }
  function turn(): void {
    const observation = minute.observation();
    if (observation !== null) done.push(observation);
    minute = beginMinute(nowMs());
  }

  const handle = links.open(services.targetOf(pod), {
    onLink: (link) => {
      if (link.kind === 'lost' || link.kind === 'refused') context.say(`${pod.name}: ${link.reason}\n`);
    },
    onFrame: (frame) => take({ kind: 'frame', atMs: nowMs(), podId: pod.id, frame }),
  });
  await pause(watchMinutes * 60_000, context.signal);
  handle.close();
  turn();
  await links.close();
  return done;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
