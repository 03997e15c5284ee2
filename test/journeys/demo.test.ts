/** An operator's hour at the console, in a real terminal, over the local fleet. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { program } from '../neighbours/program.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

if (!tmuxIsThere) console.log('tmux is not installed: the journeys through the console are skipped.');

describe.skipIf(!tmuxIsThere)('the demo', () => {
  let tmux: Tmux;
  const selected = (): string => tmux.rows().find((row) => row.startsWith('▸')) ?? '';

  beforeAll(async () => {
    // The shell's own view of its terminal, before and after.
    const command = `sh -c 'stty -a > "$0.before"; node ${program} demo --pods 12 --seed 7; echo "exit $?"; stty -a > "$0.after"; cmp "$0.before" "$0.after" && echo "terminal as found"; rm "$0.before" "$0.after"; cat' /tmp/pod-engine-stty-$$`;
    tmux = startTmux({ columns: 120, rows: 40, command, environment: { TERM: 'tmux-256color' } });
    await tmux.until(
      (screen) => /●\d/.test(screen) && screen.includes('h100-train-0'),
      'a running pod',
      40_000,
    );
  });
  afterAll(() => tmux.stop());
  // Out of whatever an earlier try has left open.
  beforeEach(({ task }) => {
    if ((task.result?.retryCount ?? 0) === 0) return;
    tmux.resize(120, 40);
    tmux.send('Escape', 'Escape', '1', 'g');
  });

  test('figures move', async () => {
    await tmux.until((screen) => /links \d+\/\d+/.test(screen) && /\d+%/.test(screen), 'live links');
    const before = tmux.rows().slice(3, 16).join('\n');
    await tmux.until(
      (screen) => screen.split('\n').slice(3, 16).join('\n') !== before,
      'another picture of the list',
    );
  });

  test('j and k select; G goes to the end', async () => {
    const first = selected();
    tmux.send('j');
    await tmux.until(() => selected() !== first && selected() !== '', 'the next pod selected');
    tmux.send('G');
    await tmux.until((screen) => /–12\/12/.test(screen), 'the last pod');
    tmux.send('g', 'g');
  });

  test('a sort by name, and back', async () => {
    tmux.send('o', 'n');
    await tmux.until((screen) => screen.includes('NAME↓') || screen.includes('NAME↑'), 'the sort shown');
    tmux.send('o', 'h');
    await tmux.until((screen) => screen.includes('HEALTH↓'), 'worst first again');
  });

  test('a filter narrows the list, an unknown field is named, Esc clears', async () => {
    tmux.send('/');
    tmux.type('train');
    tmux.send('Enter');
    await tmux.until(
      (screen) =>
        !screen.split('\n').slice(3, 16).join('\n').includes('a100-dev') && screen.includes('h100-train-0'),
      'the filtered list',
    );
    tmux.send('/', 'C-u');
    tmux.type('utl>80');
    await tmux.until((screen) => screen.includes('there is no field "utl"'), 'the error');
    tmux.send('Escape', 'Escape');
    await tmux.until((screen) => /12\/12/.test(screen), 'the whole list');
  });

  test('help is searchable, detail opens and closes', async () => {
    tmux.send('?');
    await tmux.until((screen) => screen.includes('start or stop the pod'), 'help');
    tmux.send('Escape');
    tmux.send('Enter');
    await tmux.until((screen) => /overview/i.test(screen) && /processes/i.test(screen), 'the detail view');
    tmux.send('Escape');
    await tmux.until((screen) => screen.includes('HEALTH↓'), 'the list again');
  });

  test('stopping a pod asks, says what still bills, and is seen', async ({ task }) => {
    // What the first try has stopped cannot be stopped again.
    const name = task.result?.retryCount ? 'l40s-infer-0' : 'h100-train-0';
    tmux.send('/');
    tmux.type(name);
    tmux.send('Enter');
    await tmux.until(() => selected().includes(name), 'the pod selected');
    tmux.send('S');
    await tmux.until((screen) => /bills on/.test(screen), 'the question');
    tmux.send('y');
    await tmux.until((screen) => screen.includes(`■ ${name}`), 'the pod stopped');
    await tmux.until((screen) => screen.includes('accepted'), 'the answer of the API');
    tmux.send('Escape');
    await tmux.until((screen) => /12\/12/.test(screen), 'the whole list');
  });

  test.each([
    [80, 24],
    [200, 60],
    [46, 12],
  ])('%i×%i fits', async (columns, rows) => {
    tmux.resize(columns, rows);
    await tmux.until(
      (screen) => screen.split('\n').length === rows && /^.*FLEET/.test(screen),
      `the screen at ${columns}×${rows}`,
    );
  });

  test('too small is said, and undone by growing', async () => {
    tmux.resize(38, 9);
    await tmux.until((screen) => /needed/.test(screen), 'the notice');
    tmux.resize(120, 40);
    await tmux.until((screen) => screen.includes('HEALTH↓'), 'the list again');
  });

  test('q quits and leaves the terminal as it was', async () => {
    tmux.send('q');
    const screen = await tmux.until((text) => text.includes('terminal as found'), 'the shell again');
    expect(screen).toContain('exit 0');
    expect(screen).not.toContain('FLEET');
  });
});
