/** Keys of the operator's own, as they stand in the file, and what is said of those that do not fit. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { consoleKeys } from '../../../source/commands/console-keys.ts';
import { createHome, problemsOf, type SettingsHome } from './settings-home.ts';

let home: SettingsHome;
beforeEach(async () => {
  home = await createHome();
});
afterEach(() => home.remove());

const config = '.config/pod-engine/config.yaml';

it('are read with their lines, one key or several', async () => {
  await home.write(config, 'keys:\n  pods.shell: X\n  page.alerts: [A, F2]\n');
  const result = await home.load({});
  expect(result.ok && result.value.keys).toEqual([
    { id: 'pods.shell', keys: ['X'], line: 2 },
    { id: 'page.alerts', keys: ['A', 'F2'], line: 3 },
  ]);
  expect(result.ok && consoleKeys({ say: () => undefined }, result.value)).toEqual({
    'pods.shell': ['X'],
    'page.alerts': ['A', 'F2'],
  });
});

it.each([
  ['keys: {pods.shell: 7}', /config\.yaml:1: keys\.pods\.shell 7 does not fit/],
  ['keys: {pods.shell: [a, b, c, d]}', /keys\.pods\.shell/],
  ['keys: [a]', /keys .*does not fit[\s\S]*ids of docs\/keys\.md/],
])('have to be text: %s', async (text, told) => {
  await home.write(config, text);
  expect(problemsOf(await home.load({})).join('\n')).toMatch(told);
});

it('that do not fit are told with file and line, all of them', async () => {
  await home.write(config, 'readOnly: true\nkeys:\n  pods.shel: X\n  pods.logs: Hyper-L\n');
  const result = await home.load({});
  if (!result.ok) throw new Error('the file was refused');
  const said: string[] = [];
  expect(consoleKeys({ say: (text) => said.push(text) }, result.value)).toBeNull();
  expect(said.join('')).toMatch(
    /config\.yaml:3: keys\.pods\.shel is the id of no key\. Is "pods\.shell" meant\?/,
  );
  expect(said.join('')).toMatch(/config\.yaml:4: keys\.pods\.logs is "Hyper-L", which is no key\./);
});
