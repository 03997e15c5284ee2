import { defineConfig } from 'vitest/config';
import { LongFilesFirst } from './test/long-files-first.ts';
import { secondTries } from './test/second-tries.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    sequence: { sequencer: LongFilesFirst },
    globalSetup: ['test/neighbours/global-setup.ts'],
    // What ends a test that hangs, and nothing that a busy machine comes near.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // The usual second is too short for a busy machine.
    expect: { poll: { timeout: 40_000 } },
    // Many tests start real servers; more workers than cores would only make them wait for each other.
    maxWorkers: 2,
    // Thousands of tests drive real servers on cores that are never quiet. One that fails is tried once more, and is
    // named at the end if it passed then: what is broken fails twice.
    retry: 1,
    reporters: ['default', secondTries()],
    env: { FORCE_COLOR: '3' },
  },
});
