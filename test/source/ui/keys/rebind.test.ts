/** Keys that the operator chooses: what is told when they do not fit, and that every hint shows the new one. */
import { afterEach, describe, expect, it } from 'vitest';
import { bindings } from '../../../../source/ui/keys/bindings.ts';
import { readKeyName } from '../../../../source/ui/keys/key-name.ts';
import { type KeyWishes, rebind } from '../../../../source/ui/keys/rebind.ts';
import { fixtureFleet } from '../fixture-fleet.ts';
import { openStage, type Stage } from '../screen-on-terminal.ts';

function problems(wishes: KeyWishes): readonly string[] {
  const rebound = rebind(bindings, wishes);
  return rebound.ok ? [] : rebound.problems.map(({ id, reason, hint }) => `${id} ${reason}. ${hint}`);
}

function keysOf(id: string, wishes: KeyWishes): readonly string[] | undefined {
  const rebound = rebind(bindings, wishes);
  return rebound.ok ? rebound.bindings.find((binding) => binding.id === id)?.keys : undefined;
}

describe('a wish', () => {
  it('gives the binding its keys, and nothing else another', () => {
    expect(keysOf('pods.shell', { 'pods.shell': ['X', 'F2'] })).toEqual(['X', 'f2']);
    expect(keysOf('pods.logs', { 'pods.shell': ['X'] })).toEqual(['l']);
    const same = rebind(bindings, {});
    expect(same.ok && same.bindings).toEqual(bindings);
  });

  it('may take a key that another has given up', () => {
    expect(problems({ 'pods.shell': ['l'], 'pods.logs': ['X'] })).toEqual([]);
  });

  it('takes the pairs of keys along that begin with it', () => {
    expect(keysOf('pods.sort-util', { 'pods.sort': ['Z'] })).toEqual(['Z u']);
    expect(keysOf('cost.sort-today', { 'pods.sort': ['Z'] })).toEqual(['o d']);
    expect(keysOf('pods.sort-util', { 'pods.sort-util': ['o x'] })).toEqual(['o x']);
  });
});

describe('what is wrong', () => {
  it.each([
    [{ 'pods.shel': ['X'] }, /pods\.shel is the id of no key\. Is "pods\.shell" meant\? /],
    [{ 'pods.shell': ['Ctl-X'] }, /pods\.shell is "Ctl-X", which is no key\. Write one character/],
    [{ 'pods.shell': ['l'] }, /pods\.shell wants l, which is pods\.logs \(logs of the pod.*in list\. Choose/],
    [{ 'app.quit': ['X'] }, /app\.quit would lose Ctrl-C, the way back or out\. Add "Ctrl-C"/],
    [{ 'view.escape': ['X'] }, /view\.escape would lose Esc/],
    [{ 'choice.none': ['n'] }, /choice\.none would lose Esc/],
    [{ 'pods.shell': ['Esc'] }, /pods\.shell wants Esc, which is a way back or out/],
    [{ 'filter.accept': ['y'] }, /filter\.accept wants "y" where text is typed/],
    [{ 'pods.sort-util': ['u'] }, /pods\.sort-util is a pair of keys\. Write two .* as "o u"/],
    [{ 'pods.sort-util': ['Z u'] }, /pods\.sort-util begins with "Z"\. Begin it with "o"/],
    [{ 'pods.shell': ['o x'] }, /pods\.shell is one key, not two/],
    [{ 'pods.sort': ['Z', 'V'] }, /pods\.sort begins pairs of keys/],
    [{ 'pods.shell': ['X', 'X'] }, /has one key twice/],
  ])('is told: %o', (wishes, told) => {
    expect(problems(wishes).join('\n')).toMatch(told);
  });

  it('is told all at once', () => {
    expect(problems({ 'no.such': ['X'], 'pods.shell': ['Ctrl-ü'] })).toHaveLength(2);
  });
});

it.each([
  ['Ctrl-R', 'ctrl+r'],
  ['ctrl+r', 'ctrl+r'],
  ['PgUp', 'pageup'],
  ['Shift-Tab', 'shift+tab'],
  ['F12', 'f12'],
  ['F13', null],
  ['Ctrl-M', null],
  ['Alt-X', null],
  ['o u', 'o u'],
  ['a b c', null],
  ['ü', 'ü'],
  [' ', 'space'],
  ['constructor', null],
])('reads the key %s as %s', (text, key) => {
  expect(readKeyName(text)).toBe(key);
});

describe('the screen', () => {
  let stage: Stage | null = null;
  afterEach(() => stage?.close());

  it('hears the new key, no longer the old one, and shows it in footer, help and menu', async () => {
    const keyWishes = { 'pods.shell': ['X'], 'page.alerts': ['F2'], 'pods.sort': ['Z'] };
    const ofAlerts = { 'alerts.acknowledge': ['Ctrl-K'], 'alerts.undo': ['U'] };
    stage = await openStage({
      fleet: fixtureFleet(),
      size: { columns: 160, rows: 50 },
      keyWishes: { ...keyWishes, ...ofAlerts },
    });
    expect((await stage.rows()).at(-1)).toMatch(/ X shell .*Z sort/);
    expect((await stage.rows())[1]).toContain('F2 opens');
    await stage.press('?', ...'pods shell'.replace(' ', '.'));
    expect((await stage.rows()).join('\n')).toMatch(/X +a shell in the pod/);
    await stage.press('escape', 'm');
    expect((await stage.rows()).join('\n')).toMatch(/X +a shell in the pod, on the whole/);
    await stage.press('escape', 's');
    expect(stage.asked).toEqual([]);
    await stage.press('Z', 'n', 'f2');
    expect((await stage.rows()).join('\n')).toContain('loud: Ctrl-K acknowledges it until it is over, z');
    await stage.press('ctrl+k');
    expect((await stage.rows()).at(-1)).toMatch(/; U undoes/);
  });

  it('names the new keys in its sentences', async () => {
    const keyWishes = { 'alerts.acknowledge': ['X'], 'alerts.undo': ['F4'], 'pods.forward': ['F2'] };
    stage = await openStage({ fleet: fixtureFleet(), size: { columns: 160, rows: 50 }, keyWishes });
    await stage.press('A');
    expect((await stage.rows()).join('\n')).toContain('loud: X acknowledges it until it is over, z snoozes');
    await stage.press('X');
    expect((await stage.rows()).join('\n')).toContain('acknowledged until it is over; F4 undoes');
    await stage.press(...':forwards', 'enter');
    expect((await stage.rows()).join('\n')).toMatch(/F2 on a pod serves one of its ports here/);
  });
});
