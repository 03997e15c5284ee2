/** Which wire RunPod takes no more requests over, and until when: in the header and on the page of the wires. */
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { WireStatus } from '../../../source/fleet/wire.ts';
import { renderToString } from '../../../source/ui/ink.ts';
import type { Operator } from '../../../source/ui/operator.ts';
import { createScreen } from '../../../source/ui/screen.ts';
import { fixtureFleet, fixtureNowMs } from './fixture-fleet.ts';

const graphql: WireStatus = {
  ...{ wire: 'graphql', state: { kind: 'live', answeredAtMs: fixtureNowMs }, allowance: null },
  ...{ requests: 9, failures: 0, answerMs: 20 },
};
const limitedUntilMs = fixtureNowMs + 42_000;
const untilText = `${new Date(limitedUntilMs).toISOString().slice(11, 19)}Z`;

function shown(
  rest: Partial<WireStatus>,
  columns: number,
  keys: readonly string[] = [],
  other: Partial<WireStatus> = {},
): string {
  const fleet = {
    ...fixtureFleet(),
    wires: [{ ...graphql, wire: 'rest', ...rest } as const, { ...graphql, ...other }],
    wiresAtMs: fixtureNowMs,
  };
  const screen = createScreen({
    fleetStore: { snapshot: () => fleet, subscribe: () => () => {}, flushNow: () => {} },
    operator: new Proxy({} as Operator, { get: () => () => undefined }),
    ...{ size: { columns, rows: 30 }, nowMs: () => fixtureNowMs },
    look: { colours: 'none', glyphs: 'unicode' },
  });
  for (const key of keys) screen.handleEvent({ kind: 'key', key });
  const text = stripVTControlCharacters(renderToString(screen.element, { columns }));
  screen.dispose();
  return text;
}

const headOf = (text: string): string => text.split('\n')[0] ?? '';
const perf = [':', 'p', 'e', 'r', 'f', 'enter'];

test('the header names the limited wire and the time, as long as the limit holds', () => {
  expect(headOf(shown({ limitedUntilMs }, 140))).toContain(`▲ REST limited until ${untilText}`);
  expect(headOf(shown({ limitedUntilMs }, 80))).toContain('▲ REST limited');
  expect(headOf(shown({ limitedUntilMs: fixtureNowMs }, 140))).not.toContain('REST');
  expect(headOf(shown({}, 140))).not.toContain('REST');
});

test(':perf has the limit in place of the state, and says who is asked meanwhile', () => {
  const text = shown({ limitedUntilMs }, 120, perf);
  expect(text).toMatch(/REST v2 +▲ limited 42s/);
  expect(text).toContain(
    `RunPod takes no more requests until ${untilText}: what GraphQL has too is asked there`,
  );
  for (const unfit of [{ limitedUntilMs }, { state: { kind: 'gone', sinceMs: 1 } }] as const)
    expect(shown({ limitedUntilMs }, 120, perf, unfit)).not.toContain('asked there');
  expect(shown({}, 120, perf)).toMatch(/REST v2 +● live/);
});
