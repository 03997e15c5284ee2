import { expect, test } from 'vitest';
import { createGathering } from '../../../source/logs/gathering.ts';

test('goes on until every source has answered and its lines have come, from one that is silent not for ever', () => {
  let now = 1000;
  const gathering = createGathering(() => now);
  gathering.heard('a container', { kind: 'connecting' });
  gathering.heard('b container', { kind: 'connecting' });
  gathering.heard('a container', { kind: 'live' });
  now += 2000;
  expect(gathering.isOn()).toBe(true);
  gathering.heard('b container', { kind: 'waiting', reason: 'it starts' });
  now += 600;
  expect(gathering.isOn()).toBe(true);
  now += 200;
  expect(gathering.isOn()).toBe(false);

  gathering.begin();
  gathering.heard('a container', { kind: 'connecting' });
  now += 2900;
  expect(gathering.isOn()).toBe(true);
  now += 200;
  expect(gathering.isOn()).toBe(false);
});
