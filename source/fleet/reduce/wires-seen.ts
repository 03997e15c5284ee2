/** How the wires stand: a wire that keeps failing while another goes on is said once, and so is its return. */
import type { FleetEvent } from '../events.ts';
import type { WireStatus } from '../wire.ts';
import { addOutput, type Draft } from './draft.ts';

type WiresSeen = Extract<FleetEvent, { kind: 'wires' }>;

/** One failed answer is no news. */
const saidAfterMs = 15_000;

const names = { graphql: "RunPod's GraphQL API", rest: "RunPod's REST v2" } as const;

export function wiresSeen(draft: Draft, event: WiresSeen): void {
  for (const status of event.wires) {
    const before = draft.wires.find(({ wire }) => wire === status.wire) ?? null;
    const text = newsOf({ before, beforeAtMs: draft.wiresAtMs, status, event });
    if (text !== null) addOutput(draft, { atMs: event.atMs, ...text });
  }
  draft.wires = event.wires;
  draft.wiresAtMs = event.atMs;
}

/** Where there is but one wire, its failure is that of the API, which the header shows. A retirement is told by the wires. */
function newsOf(seen: {
  readonly before: WireStatus | null;
  readonly beforeAtMs: number | null;
  readonly status: WireStatus;
  readonly event: WiresSeen;
}): { readonly level: 'warn' | 'ok'; readonly text: string } | null {
  const { before, beforeAtMs, status, event } = seen;
  const wasSaid = before !== null && hasFailedLong(before, beforeAtMs ?? 0);
  const name = names[status.wire];
  if (status.state.kind === 'live' && wasSaid) return { level: 'ok', text: `${name} answers again.` };
  const others = event.wires.filter(({ wire, state }) => wire !== status.wire && state.kind === 'live');
  if (status.state.kind !== 'failing' || wasSaid || others.length === 0) return null;
  if (!hasFailedLong(status, event.atMs)) return null;
  const rest = others.map(({ wire }) => names[wire]).join(' and ');
  return { level: 'warn', text: `${name} keeps failing; ${rest} goes on. ${status.state.message}` };
}

function hasFailedLong({ state }: WireStatus, atMs: number): boolean {
  return state.kind === 'failing' && atMs - state.sinceMs >= saidAfterMs;
}
