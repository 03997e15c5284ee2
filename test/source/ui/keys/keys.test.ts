import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { asciiForm } from '../../../../source/ui/draw/ascii.ts';
import { conditionLooks } from '../../../../source/ui/draw/condition-look.ts';
import { bindings } from '../../../../source/ui/keys/bindings.ts';
import { clashesOf } from '../../../../source/ui/keys/clashes.ts';
import { foundInHelp } from '../../../../source/ui/keys/help-search.ts';
import { keyLabel } from '../../../../source/ui/keys/key-label.ts';
import { bindingsWithoutSection, keysMarkdown } from './keys-markdown.ts';

describe('the key table', () => {
  it('has no two bindings on one key in one context', () => {
    expect(clashesOf(bindings)).toEqual([]);
  });

  it('finds a clash and names both', () => {
    const [first] = bindings;
    if (first === undefined) throw new Error('the table is empty');
    const other = { ...first, id: 'other.thing' };
    const [key, context] = [first.keys[0], first.contexts[0]];
    expect(clashesOf([first, other])[0]).toEqual({ owner: first, other, key, context });
  });

  it('gives each binding an id of its own, one to three keys and a label', () => {
    expect(new Set(bindings.map((binding) => binding.id)).size).toBe(bindings.length);
    for (const binding of bindings) {
      expect(binding.id).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
      expect(binding.keys.length).toBeGreaterThan(0);
      expect(binding.keys.length).toBeLessThanOrEqual(3);
      expect(binding.contexts.length).toBeGreaterThan(0);
      expect(binding.label).not.toBe('');
    }
  });

  it('has for each first key of two a binding that waits for the second', () => {
    for (const binding of bindings) {
      for (const key of binding.keys.filter((keys) => keys.includes(' '))) {
        const prefix = key.split(' ')[0] ?? '';
        expect(bindings.find((other) => other.keys.includes(prefix))?.action).toEqual({
          kind: 'prefix',
          key: prefix,
        });
      }
    }
  });

  it('never damages by a Ctrl chord or a lower-case letter', () => {
    const risky = bindings.filter(
      ({ action }) =>
        action.kind === 'power' ||
        (action.kind === 'life' && action.wish === 'terminate') ||
        action.kind === 'create-open' ||
        action.kind === 'job-fix' ||
        (action.kind === 'job-start' && action.job === 'optimise'),
    );
    expect(risky.flatMap((binding) => binding.keys).sort()).toEqual(['D', 'F', 'N', 'O', 'S']);
  });
});

describe('docs/keys.md', () => {
  it('leaves no key out', () => {
    expect(bindingsWithoutSection()).toEqual([]);
  });

  const path = fileURLToPath(new URL('../../../../docs/keys.md', import.meta.url));

  it('says what the table says (UPDATE_DOCS=1 writes it)', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(path, keysMarkdown());
    expect(readFileSync(path, 'utf8')).toBe(keysMarkdown());
  });

  it('gives every sign in the ASCII form that README gives', () => {
    const readme = readFileSync(fileURLToPath(new URL('../../../../README.md', import.meta.url)), 'utf8');
    for (const { glyph, word } of Object.values(conditionLooks))
      expect(
        readme
          .split('\n')
          .some(
            (row) => row.startsWith(`| \`${glyph}\` ${word}`) && row.includes(`| \`${asciiForm(glyph)}\` |`),
          ),
      ).toBe(true);
  });
});

describe('keys for people', () => {
  it.each([
    ['enter', '↵', 'Enter'],
    ['ctrl+r', 'Ctrl-R', 'Ctrl-R'],
    ['shift+tab', '⇧Tab', 'Shift-Tab'],
    ['f1', 'F1', 'F1'],
    ['o u', 'o u', 'o u'],
    ['G', 'G', 'G'],
  ])('writes %s as %s, or plainly as %s', (key, label, plain) => {
    expect(keyLabel(key)).toBe(label);
    expect(keyLabel(key, { plain: true })).toBe(plain);
  });

  it('finds bindings by any words of key, label and id', () => {
    expect(foundInHelp(bindings, 'pods sort cost').map((binding) => binding.id)).toEqual([
      'pods.sort-cost',
      'pods.sort-cost-reversed',
    ]);
    expect(foundInHelp(bindings, 'ctrl-z').map((binding) => binding.id)).toEqual(['app.suspend']);
    expect(foundInHelp(bindings, 'no such thing')).toEqual([]);
    expect(foundInHelp(bindings, '')).toHaveLength(bindings.length);
  });
});
