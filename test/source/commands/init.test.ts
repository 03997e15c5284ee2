/** `pod-engine init` as it is typed: where it writes, what it says, how it ends. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Flags } from '../../../source/commands/flags.ts';
import { init } from '../../../source/commands/init.ts';

async function typed(flags: Flags) {
  let printed = '';
  let said = '';
  const code = await init.run({
    arguments: [],
    flags,
    environment: {},
    homeFolder: '/',
    print: (text) => {
      printed += text;
    },
    say: (text) => {
      said += text;
    },
    interactive: false,
    columns: 100,
    nowMs: () => 0,
    signal: new AbortController().signal,
  });
  return { code, printed, said };
}

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pod-engine-init-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('it writes into the folder that is named, and says what it guessed', async () => {
  const folder = await scratch();
  await writeFile(join(folder, 'Dockerfile'), 'FROM a:1\nEXPOSE 8080\n');
  const { code, printed, said } = await typed({ file: folder });
  const file = join(folder, 'pod-engine.yaml');
  expect({ code, printed }).toEqual({ code: 0, printed: `Written: ${file}\n` });
  expect(said).toMatch(/health\.port +8080 +by EXPOSE in the Dockerfile/);
  expect(said).toMatch(/image +ghcr\.io\/your-name\/\S+ +the usual/);
  expect(said).toContain('Set image to a repository that you may push to.');
  expect(await readFile(file, 'utf8')).toContain('port: 8080');
});

test('a file that is there is refused, and replaced by --force', async () => {
  const folder = await scratch();
  const file = join(folder, 'other.yaml');
  await writeFile(file, 'mine');
  expect(await typed({ file })).toMatchObject({ code: 8, printed: '' });
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect((await typed({ file })).said).toContain('--force replaces it');
  expect(await typed({ file, force: true })).toMatchObject({ code: 0 });
  expect(await readFile(file, 'utf8')).toContain('name: ');
});

test('--dry-run prints the file and writes nothing', async () => {
  const folder = await scratch();
  await mkdir(join(folder, 'app'));
  const { code, printed } = await typed({ file: join(folder, 'app'), dryRun: true });
  expect(code).toBe(0);
  expect(printed).toMatch(/^name: app$/m);
  await expect(readFile(join(folder, 'app/pod-engine.yaml'))).rejects.toThrow('ENOENT');
});

test('a folder that is not there is an error with its name', async () => {
  const folder = await scratch();
  const { code, said } = await typed({ file: join(folder, 'gone/pod-engine.yaml') });
  expect(code).toBe(1);
  expect(said).toContain(`${folder}/gone/pod-engine.yaml cannot be written`);
  expect(said).not.toContain('.new');
});
