/** A pod's whole life by the keys of the console, in a real terminal: rented, locked, refused, edited, stopped, started, ended. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { program } from '../neighbours/program.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

if (!tmuxIsThere) console.log('tmux is not installed: the life of a pod in the console is skipped.');

describe.skipIf(!tmuxIsThere)('the life of a pod', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-keys-'));
  const temporary = join(folder, 'tmp');
  let tmux: Tmux;
  const row = (): string => tmux.rows().find((each) => each.startsWith('▸')) ?? '';
  const seen = (part: string | RegExp, what: string, timeoutMs?: number): Promise<string> =>
    tmux.until(
      (screen) => (typeof part === 'string' ? screen.includes(part) : part.test(screen)),
      what,
      timeoutMs,
    );

  /** What was asked before may not be shown by the list yet: until then the key is refused. */
  async function asked(key: string, title: string): Promise<string> {
    const deadlineMs = Date.now() + 60_000;
    for (;;) {
      tmux.send(key);
      const found = await seen(title, title, 2_000).catch((error: unknown) => {
        if (Date.now() > deadlineMs) throw error;
        return null;
      });
      if (found !== null) return found;
    }
  }

  beforeAll(async () => {
    // The editor is one that changes the image, each time to another, and lists what it was given.
    const editor = join(folder, 'editor');
    const lines = [
      '#!/bin/sh',
      `ls -l "$1" > '${join(folder, 'mode')}'`,
      `cp "$1" '${join(folder, 'seen')}'`,
      'sed -i "s#^image:.*#image: lab/train:9-$$#" "$1"',
    ];
    writeFileSync(editor, `${lines.join('\n')}\n`, { mode: 0o755 });
    await open(editor);
  });
  afterAll(() => {
    tmux.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  // Each test goes on where the one before it ended, and a second try has to begin there too, in another fleet.
  beforeEach(async ({ task }) => {
    if ((task.result?.retryCount ?? 0) === 0) return;
    tmux.stop();
    await open(join(folder, 'editor'));
    if (task.suite?.tasks.indexOf(task) !== 0) await rent();
  });

  async function open(editor: string): Promise<void> {
    tmux = startTmux({
      ...{ columns: 120, rows: 40 },
      command: `mkdir -p '${temporary}'; TMPDIR='${temporary}' EDITOR='${editor}' node ${program} demo --pods 3 --seed 7; echo "exit $?"; cat`,
      environment: { TERM: 'tmux-256color', HOME: folder },
    });
    await seen('h100-train-0', 'the list', 40_000);
  }

  test('the form refuses a secret, plans, and rents', () => rent());

  async function rent(): Promise<void> {
    tmux.send('N');
    await seen('New pod', 'the form');
    tmux.type('sample-1');
    tmux.send('Down');
    // Those with stock come first; which these are changes from day to day.
    await seen(/▸ +\S.* GB +\$\d/, 'the catalogue');
    tmux.send('Space', 'Right', 'Space', 'Enter');
    await seen('Neither an image nor a template is given', 'what is missing');
    tmux.type('runpod/pytorch:2.8.0');
    tmux.send('Down', 'Down', 'Down', 'Down', 'Down', 'Down');
    tmux.type('HF_TOKEN=hf_abcdefghijklmnopqrstuvwx');
    tmux.send('Enter');
    await seen('looks like a Hugging Face token', 'the refusal');
    tmux.send('C-u');
    tmux.type('HF_TOKEN=@HF_TOKEN');
    tmux.send('Enter');
    await seen('variables       HF_TOKEN', 'the reference, taken in');
    tmux.send('Enter');
    const plan = await seen('Rent sample-1', 'the plan');
    expect(plan).toMatch(/asks for +1 × .+, \$\d+\.\d\d\/h, stock/);
    expect(plan).toMatch(/bills +\$\d.* a day/);
    tmux.send('y');
    await seen('create sample-1: rented as', 'the answer of the API');
    tmux.send('/');
    tmux.type('sample-1');
    tmux.send('Enter');
    await seen(/▸. sample-1 .*1×/, 'the pod in the list');
  }

  test('a locked pod is refused, and unlocked by the key that is named', async () => {
    await asked('U', 'Lock sample-1');
    tmux.send('y');
    await seen('lock sample-1: accepted', 'the answer');
    await asked('S', 'U unlocks it');
    await asked('U', 'Unlock sample-1');
    tmux.send('y');
    await seen('unlock sample-1: accepted', 'the answer');
  });

  test('settings are edited in the editor, without a secret in the file, and the change is asked about', async () => {
    await asked('e', 'Edit sample-1');
    const question = await seen('the change resets it', 'the difference');
    expect(question).toContain('lab/train:9');
    expect(question).toContain('the container disk');
    tmux.send('y');
    await seen('edit sample-1: accepted', 'the answer');
    const file = readFileSync(join(folder, 'seen'), 'utf8');
    expect(file).toContain('{{ RUNPOD_SECRET_HF_TOKEN }}');
    expect(file).toContain('POD_ENGINE_DEPLOY_ID: <kept>');
    expect(readFileSync(join(folder, 'mode'), 'utf8')).toMatch(/^-rw------- /);
    // What the demo keeps there is its own; the editor's file and its folder are gone.
    const left = readdirSync(temporary).filter((name) => !name.startsWith('pod-engine-demo-'));
    expect(left.filter((name) => name.startsWith('pod-engine-'))).toEqual([]);
  });

  test('it is stopped, which says what is lost, and started', async () => {
    const question = await asked('S', 'Stop sample-1');
    expect(question).toContain('the container disk (20 GB)');
    expect(question).toContain('/workspace (20 GB)');
    expect(question).toMatch(/again +(stock of|no |asking RunPod)/);
    tmux.send('y');
    await seen(/▸■ sample-1/, 'the pod stopped');
    await asked('S', 'from the moment it runs');
    tmux.send('y');
    await tmux.until(() => !row().includes('■'), 'the pod started');
  });

  test('it is terminated once its name has been typed, and no sooner', async () => {
    await asked('D', 'type the name, sample-1, to terminate');
    tmux.send('C-u');
    tmux.type('sampl');
    tmux.send('Enter');
    await seen('Enter (locked)', 'nothing done');
    expect(row()).not.toContain('ending');
    tmux.type('e-1');
    await seen('Enter terminate', 'the right name');
    tmux.send('Enter');
    await seen('terminate sample-1: accepted', 'the answer');
    await seen('Gone, as was asked.', 'the pod gone');
  });
});
