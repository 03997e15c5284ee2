/** How the project is tested before, and the image and the pod are proved: test, try, health, verify. */
import { z } from 'zod';
import { duration, portNumber, shellLine, text, urlPath } from './schema-parts.ts';

export const testCommandSchema = z.union(
  [
    shellLine,
    z.strictObject({
      command: shellLine.meta({ description: 'A line for sh.', examples: ['npm test'] }),
      timeout: duration
        .default('15m')
        .meta({ description: 'Tests that take longer fail.', examples: ['15m'] }),
    }),
  ],
  'expected a command, or command and timeout',
);

export const tryOutSchema = z.union(
  [
    z.boolean(),
    z.strictObject({
      timeout: duration.default('2m').meta({
        description: 'How long the container may take to be healthy.',
        examples: ['2m'],
      }),
      stopWithin: duration.default('10s').meta({
        description: 'How long it may take to end on SIGTERM.',
        examples: ['10s'],
      }),
    }),
  ],
  'expected true, false, or timeout and stopWithin',
);

export const healthSchema = z.strictObject({
  port: portNumber.optional().meta({
    description: 'Port inside the pod that serves HTTP. Without it the first HTTP port of ports, else 80.',
    examples: [80],
  }),
  path: urlPath.default('/health.json').meta({
    description: 'Answers 200 when the application is well; with JSON, its version is compared.',
    examples: ['/health.json'],
  }),
  paths: z
    .array(urlPath)
    .max(20)
    .default([])
    .meta({
      description: 'Further paths that have to answer 200: an asset, a deep route.',
      examples: [['/', '/assets/app.js']],
    }),
  headers: z
    .record(z.string(), text.nullable())
    .default({})
    .meta({
      description: 'Headers that the answer has to have, with their value; without a value any will do.',
      examples: [{ 'x-content-type-options': 'nosniff' }],
    }),
});

const benchmark = z.union(
  [
    z.literal(['quick', 'full']),
    z.literal(false),
    z.strictObject({
      kind: z
        .literal(['quick', 'full'])
        .default('full')
        .meta({
          description: 'Ten seconds, or sixty.',
          examples: ['quick'],
        }),
      baseline: text.optional().meta({
        description: 'Name of the kept run to compare with. Without it the last run.',
        examples: ['main'],
      }),
    }),
  ],
  'expected quick, full, false, or kind and baseline',
);

export const verifySchema = z.strictObject({
  times: z
    .int('expected a whole number from 1 to 100')
    .min(1)
    .max(100)
    .default(3)
    .meta({
      description: 'How often in a row the pod has to prove itself.',
      examples: [3],
    }),
  every: duration.default('5s').meta({ description: 'Time between two proofs.', examples: ['5s'] }),
  timeout: duration.default('5m').meta({ description: 'A proof that takes longer fails.', examples: ['5m'] }),
  soak: duration.default('2m').meta({
    description: 'Of blue/green: how long the old pod is kept beside the new one.',
    examples: ['2m'],
  }),
  benchmark: benchmark.default(false).meta({
    description: 'Benchmark the pod after the proof, and fail on a regression.',
    examples: ['quick'],
  }),
});
