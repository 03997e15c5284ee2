/** What is said of a wire that fails while the other goes on. */
import { expect, test } from 'vitest';
import { emptyFleet, reduceFleet } from '../../../source/fleet/reduce.ts';
import type { WireStatus } from '../../../source/fleet/wire.ts';

const rest: WireStatus = {
  ...{ wire: 'rest', allowance: null, requests: 3, failures: 1, answerMs: 12 },
  state: { kind: 'failing', sinceMs: 10_000, message: 'Cannot list the pods: no answer.' },
};
const graphql: WireStatus = { ...rest, wire: 'graphql', state: { kind: 'live', answeredAtMs: 9_000 } };
const well: WireStatus = { ...rest, state: { kind: 'live', answeredAtMs: 60_000 } };

function linesAfter(...seen: readonly { atMs: number; wires: readonly WireStatus[] }[]): readonly string[] {
  const events = seen.map(({ atMs, wires }) => ({ kind: 'wires', atMs, wires }) as const);
  const fleet = events.reduce(
    (each, event) => reduceFleet(each, [event]),
    emptyFleet('t', { kind: 'waiting' }),
  );
  expect(fleet.wires).toEqual(seen.at(-1)?.wires);
  return fleet.output.map(({ level, text }) => `${level} ${text}`);
}

test('a wire that keeps failing is said once, and so is its return', () => {
  expect(
    linesAfter(
      { atMs: 11_000, wires: [rest, graphql] },
      { atMs: 26_000, wires: [rest, graphql] },
      { atMs: 31_000, wires: [rest, graphql] },
      { atMs: 60_000, wires: [well, graphql] },
      { atMs: 65_000, wires: [well, graphql] },
    ),
  ).toEqual([
    "warn RunPod's REST v2 keeps failing; RunPod's GraphQL API goes on. Cannot list the pods: no answer.",
    "ok RunPod's REST v2 answers again.",
  ]);
});

test('a short failure is no news, nor is that of the only wire, which the header shows', () => {
  expect(
    linesAfter({ atMs: 12_000, wires: [rest, graphql] }, { atMs: 14_000, wires: [well, graphql] }),
  ).toEqual([]);
  expect(linesAfter({ atMs: 40_000, wires: [rest] })).toEqual([]);
});
