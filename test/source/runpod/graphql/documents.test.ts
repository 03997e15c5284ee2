import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { getPod } from '../../../../source/runpod/graphql/get-pod.ts';
import { listPods } from '../../../../source/runpod/graphql/list-pods.ts';
import { readAccount } from '../../../../source/runpod/graphql/read-account.ts';
import { readLease } from '../../../../source/runpod/graphql/read-lease.ts';
import { startOnDemand } from '../../../../source/runpod/graphql/start-on-demand.ts';
import { startSpot } from '../../../../source/runpod/graphql/start-spot.ts';
import { stopPod } from '../../../../source/runpod/graphql/stop-pod.ts';

const operations = { listPods, getPod, readLease, startOnDemand, startSpot, stopPod, readAccount };

/** RunPod's schema as far as it is public; it lies beside the project, not in it. */
const schemaPath = new URL('../../../../../shared/runpod/schema.graphql', import.meta.url);
const schemaText = readIfPresent(schemaPath);

describe.skipIf(schemaText === null)(
  'by ../shared/runpod/schema.graphql (skipped where it is not there)',
  () => {
    test.each(Object.entries(operations))('%s fits the public schema', (_, operation) => {
      const errors = validate(buildSchema(schemaText ?? ''), parse(operation.document));
      expect(errors.map(({ message }) => message)).toEqual([]);
    });
  },
);

test.each(Object.entries(operations))('%s asks for one root field, never for secrets', (_, operation) => {
  const [definition, ...more] = parse(operation.document).definitions;
  expect(more).toEqual([]);
  if (definition?.kind !== 'OperationDefinition') throw new Error('No operation.');
  expect(definition.operation).toBe(operation.kind === 'read' ? 'query' : 'mutation');
  const roots = definition.selectionSet.selections.map((field) => field.kind === 'Field' && field.name.value);
  expect(roots).toEqual([operation.root]);
  expect(operation.document).not.toMatch(/\b(env|apiKey|registry|pubKey|jupyter\w*)\b/i);
});

function readIfPresent(path: URL): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
