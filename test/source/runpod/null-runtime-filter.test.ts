import { expect, test } from 'vitest';
import type { RuntimeWire } from '../../../source/runpod/graphql/pod-wire.ts';
import { filterNullRuntime, type RuntimeMemory } from '../../../source/runpod/null-runtime-filter.ts';

/**
 * One reading by one letter: R running with a runtime, n running without, N the same but started anew, x stopped.
 * What comes out: the number of the reading whose runtime is shown, or "-".
 */
test.each([
  { readings: 'RRR', shown: '012' },
  { readings: 'RnR', shown: '002' },
  { readings: 'RnnR', shown: '00-3' },
  { readings: 'RnnnR', shown: '00--4' },
  { readings: 'nnR', shown: '--2' },
  { readings: 'RnRnR', shown: '00224' },
  { readings: 'RNN', shown: '0--' },
  { readings: 'RnN', shown: '00-' },
  { readings: 'RxR', shown: '0-2' },
  { readings: 'Rxn', shown: '0--' },
  { readings: 'RX', shown: '0-' },
])('$readings shows $shown', ({ readings, shown }) => {
  let memory: RuntimeMemory<RuntimeWire> | null = null;
  const seen = [...readings].map((letter, index) => {
    const filtered = filterNullRuntime(memory, {
      isRunning: letter !== 'x' && letter !== 'X',
      lastStartedAt: letter === 'N' ? 'later' : 'earlier',
      runtime: letter === 'R' || letter === 'X' ? { uptimeInSeconds: index } : null,
      atMs: index * 5000,
    });
    memory = filtered.memory;
    if (filtered.runtime === null) return '-';
    expect(filtered.readAtMs).toBe((filtered.runtime.uptimeInSeconds ?? -1) * 5000);
    return String(filtered.runtime.uptimeInSeconds);
  });
  expect(seen.join('')).toBe(shown);
});
