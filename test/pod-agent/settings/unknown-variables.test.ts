import { expect, test } from 'vitest';
import { allSettings, openNames, unknownVariables } from '../../../pod-agent/settings/index.ts';
import { nearestName } from '../../../pod-agent/settings/nearest-name.ts';
import { variablesOfEnvironment } from '../../../pod-agent/settings/variables.ts';

function unknownIn(...names: readonly string[]): readonly string[] {
  const environment = Object.fromEntries(names.map((name) => [name, '1']));
  return unknownVariables(variablesOfEnvironment(environment)).map(({ message }) => message);
}

test('every setting is known, and so is what is not meant for the agent', () => {
  const names = allSettings.flatMap((table) => Object.values(table).map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(unknownIn(...names, 'RUNPOD_POD_ID', 'POD_NAME', 'PUBLIC_KEY')).toEqual([]);
});

test('a mistyped name is told with the one that is meant', () => {
  expect(unknownIn('POD_AGENT_MEMORY_WARN_PERCNT')).toEqual([
    'POD_AGENT_MEMORY_WARN_PERCNT (the environment) is not a setting of the agent. Did you mean POD_AGENT_MEMORY_WARN_PERCENT? It is left out.',
  ]);
  expect(unknownIn('POD_AGENT_HTTPPORT')[0]).toContain('Did you mean POD_AGENT_HTTP_PORT?');
  expect(unknownIn('POD_AGENT_DISC_FOR_SECONDS')[0]).toContain('Did you mean POD_AGENT_DISK_FOR_SECONDS?');
});

test('a name that is like none is told without a guess', () => {
  expect(unknownIn('POD_AGENT_KAFKA_TOPIC_REPLICATION')).toEqual([
    'POD_AGENT_KAFKA_TOPIC_REPLICATION (the environment) is not a setting of the agent. It is left out.',
  ]);
  expect(nearestName(`POD_AGENT_${'A'.repeat(10_000)}`, openNames)).toBeNull();
});

test('no environment is asked for a secret by name', () => {
  expect(openNames).toContain('POD_AGENT_APP_PORT');
  expect(openNames).not.toContain('POD_AGENT_METRICS_TOKEN');
});
