/** Each rule bites: a violation planted in a small project is found, and named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readProject } from './files.ts';
import { rules } from './rules.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A project that breaks nothing, with files added or replaced. */
function violations(rule: string, planted: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'tidy-'));
  folders.push(root);
  const files: Record<string, string> = {
    'source/cli.ts': "import './commands/index.ts';\n",
    'source/commands/index.ts':
      "import { podsList } from './pods-list.ts';\nexport const commands = [podsList];\n",
    'source/commands/pods-list.ts':
      "import { a } from '../fleet/a.ts';\nexport const podsList: Command = { words: 'pods list', a };\n",
    'source/fleet/a.ts': 'export const a = 1;\n',
    'pod-agent/pod-agent.ts': "import { wire } from './protocol/wire.ts';\nexport const agent = wire;\n",
    'pod-agent/protocol/wire.ts':
      '// Date.now() in a comment is no reading of the clock\nexport const wire = 1;\n',
    ...planted,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return rules[rule]?.(readProject(root, ['source', 'pod-agent'])) ?? ['no such rule'];
}

test.each(Object.keys(rules))('a tidy project passes: %s', (rule) => {
  expect(violations(rule, {})).toEqual([]);
});

const plants: [string, string, Record<string, string>][] = [
  [
    'imports go downwards',
    'source/fleet may not import source/commands',
    { 'source/fleet/a.ts': "import { commands } from '../commands/index.ts';\nexport const a = commands;\n" },
  ],
  [
    'imports go downwards',
    'pod-agent may not import source/fleet',
    {
      'pod-agent/pod-agent.ts':
        "const { a } = await import('../source/fleet/a.ts');\nexport const agent = a;\n",
    },
  ],
  ['pure rooms stay pure', 'reads the clock', { 'source/fleet/a.ts': 'export const a = Date.now();\n' }],
  [
    'pure rooms stay pure',
    'imports node:fs',
    { 'pod-agent/protocol/wire.ts': "import 'node:fs';\nexport const wire = 1;\n" },
  ],
  [
    'every file is reached from an entry point',
    'source/fleet/dead.ts',
    { 'source/fleet/dead.ts': 'export const dead = 1;\n' },
  ],
  [
    'no circles',
    'source/fleet/a.ts → source/fleet/b.ts → source/fleet/a.ts',
    {
      'source/fleet/a.ts': "export { b as a } from './b.ts';\n",
      'source/fleet/b.ts': "import { a } from './a.ts';\nexport const b = a;\n",
    },
  ],
  [
    'records are listed in their index under the name of their file',
    'does not list',
    { 'source/commands/pods-get.ts': "export const podsGet: Command = { words: 'pods get' };\n" },
  ],
  [
    'records are listed in their index under the name of their file',
    'its record is called "pods-show"',
    { 'source/commands/pods-list.ts': "export const podsList: Command = { words: 'pods show' };\n" },
  ],
  ['files and functions are short', '400 lines', { 'source/fleet/a.ts': '\n'.repeat(399) }],
  [
    'files and functions are short',
    'a function of 90 lines',
    { 'source/fleet/a.ts': `export function a(): void {\n${'  a();\n'.repeat(88)}}\n` },
  ],
  ['nothing unwelcome', '"any"', { 'source/fleet/a.ts': 'export const a: any = 1;\n' }],
  ['nothing unwelcome', 'left undone', { 'source/fleet/a.ts': `// ${'TO'}DO: later\n` }],
];

test.each(plants)('%s: finds "%s"', (rule, message, planted) => {
  expect(violations(rule, planted).join('\n')).toContain(message);
});
