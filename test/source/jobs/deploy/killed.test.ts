/** A deploy is killed at every place where it does something, and then resumed and, from a copy, aborted. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildProgram } from '../programs.ts';
import { standing } from './folder-world.ts';
import { deploy, setScene, setSource } from './scene.ts';

let all = '';
let program = '';
beforeAll(async () => {
  all = mkdtempSync(join(tmpdir(), 'pod-engine-killed-'));
  program = await buildProgram('dying-deploy', all);
});
afterAll(() => rmSync(all, { recursive: true }));

/** Of each try another one. */
let base = '';
beforeEach(() => {
  base = mkdtempSync(join(all, 'try-'));
});

const kinds = ['image', 'pod', 'tag', 'template'];
const longMs = 600_000;
/** Of the machine's cores others want some too. */
const atOnce = 3;

function kindsIn(folder: string): readonly string[] {
  return standing({ folder: join(folder, 'world'), passes: () => undefined }).map(
    (each) => each.split(' ', 1)[0] ?? '',
  );
}

type Died = { readonly signal: string | null; readonly said: string };

async function run(
  folder: string,
  how: string,
  more: { readonly mode?: string; readonly isBroken?: boolean } = {},
): Promise<Died> {
  const words = [program, folder, more.mode ?? 'deploy', how, more.isBroken === true ? 'broken' : ''];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const signal = await new Promise<string | null>((resolve) => child.once('close', (_, by) => resolve(by)));
  return { signal, said };
}

function newFolder(name: string): string {
  const folder = join(base, name.replaceAll(/[^\w-]/g, '_'));
  mkdirSync(folder);
  setSource(setScene(folder), '1.0.0 first');
  return folder;
}

/** Every place that a deploy passes, by one that lives. */
async function placesOf(name: string, isBroken: boolean): Promise<readonly string[]> {
  const { said } = await run(newFolder(name), 'nowhere', { isBroken });
  const { places, lines }: { readonly places: readonly string[]; readonly lines: number } = JSON.parse(said);
  // A line that is torn is one that was not written, and something more: so of those that were, the last is enough.
  const torn = Array.from({ length: lines }, (_, at) => `torn:${at + 1}`);
  return [...new Set(places.filter(isPoint)), ...torn, `written:${lines}`];
}

function isPoint(place: string): boolean {
  return place.startsWith('point:');
}

async function each(places: readonly string[], examine: (place: string) => Promise<void>): Promise<void> {
  const waiting = [...places];
  const work = async (): Promise<void> => {
    for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) await examine(place);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** What it was killed at stands beside what is wrong. */
async function after(folder: string, mode: 'resume' | 'abort') {
  const scene = setScene(folder);
  const { verdict } = await deploy(scene, { mode });
  return {
    kinds: kindsIn(folder),
    isNothing: verdict.exitCode === 8,
    verdict: verdict.verdict,
    unfinished: await scene.releases.unfinished(scene.project.file),
    lockedBy: await scene.releases.lockedBy(scene.project.file),
    ledger: (await scene.releases.list(scene.project.file)).map(({ id, verdict }) => `${id} ${verdict}`),
  };
}

const settled = { unfinished: null, lockedBy: null };

test('killed anywhere, it is resumed without anything made twice, or aborted without anything left', {
  timeout: longMs,
}, async () => {
  const places = await placesOf('living', false);
  expect(places.length).toBeGreaterThan(80);
  await each(places, async (place) => {
    const folder = newFolder(place);
    expect([place, (await run(folder, place)).signal]).toEqual([place, 'SIGKILL']);
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true });
    const resumed = await after(folder, 'resume');
    const aborted = await after(copy, 'abort');
    // Before anything was begun there is nothing to go on with; at the very end nothing is left to do.
    expect(aborted.isNothing).toBe(resumed.isNothing);
    const isOver = resumed.isNothing && resumed.ledger.length > 0;
    const isBegun = !resumed.isNothing || isOver;
    expect([place, resumed]).toMatchObject([
      place,
      { ...settled, kinds: isBegun ? kinds : [], ledger: isBegun ? ['r1 pass'] : [] },
    ]);
    expect([place, aborted]).toMatchObject([place, { ...settled, kinds: isOver ? kinds : [] }]);
    if (!aborted.isNothing) expect([place, aborted.verdict]).toEqual([place, 'pass']);
    // And the project can be deployed as ever.
    expect([place, (await deploy(setScene(copy))).verdict.verdict]).toEqual([place, 'pass']);
    expect([place, kindsIn(copy)]).toEqual([
      place,
      isOver ? [...kinds.slice(0, 2), 'pod', ...kinds.slice(2)] : kinds,
    ]);
  });
});

test('killed while it undoes, it is undone by a resume as by an abort', { timeout: longMs }, async () => {
  const places = await placesOf('failing', true);
  const from = places.indexOf('point:verify:begin');
  expect(from).toBeGreaterThan(0);
  await each(places.slice(from), async (place) => {
    const folder = newFolder(`broken ${place}`);
    const { signal } = await run(folder, place, { isBroken: true });
    expect([place, signal]).toEqual([place, 'SIGKILL']);
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true });
    const resumed = await after(folder, 'resume');
    const aborted = await after(copy, 'abort');
    expect([place, aborted]).toMatchObject([place, { ...settled, kinds: [] }]);
    // Killed before it knew of its failure, it goes on, and this time verify does not fail.
    const went = resumed.verdict === 'pass' ? kinds : [];
    expect([place, resumed]).toMatchObject([place, { ...settled, kinds: went }]);
  });
});

test('killed while it resumes, and while it aborts, it is brought to its end by the next one', {
  timeout: longMs,
}, async () => {
  const begun = newFolder('begun');
  await run(begun, 'point:pod-created:after-act');
  for (const mode of ['resume', 'abort']) {
    const living = `${begun}-${mode}-living`;
    cpSync(begun, living, { recursive: true });
    const { places }: { readonly places: readonly string[] } = JSON.parse(
      (await run(living, 'nowhere', { mode })).said,
    );
    await each([...new Set(places.filter(isPoint))], async (place) => {
      const folder = join(base, `${mode} ${place}`.replaceAll(/[^\w-]/g, '_'));
      cpSync(begun, folder, { recursive: true });
      expect([place, (await run(folder, place, { mode })).signal]).toEqual([place, 'SIGKILL']);
      const ended = await after(folder, mode === 'resume' ? 'resume' : 'abort');
      expect([place, ended]).toMatchObject([place, { ...settled, kinds: mode === 'resume' ? kinds : [] }]);
    });
  }
});

test('on a disk that becomes full, no effect is begun that could not be written down, and an abort takes back the rest', {
  timeout: longMs,
}, async () => {
  for (const blocks of [4, 5, 6, 7, 8, 9, 10]) {
    const folder = newFolder(`full ${blocks}`);
    // No file may be longer than so many half kilobytes.
    const line = `ulimit -f ${blocks}; exec "$@"`;
    const words = ['-c', line, 'sh', process.execPath, program, folder, 'deploy', 'nowhere'];
    const child = spawn('sh', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect([blocks, JSON.parse(said)]).toMatchObject([blocks, { verdict: 'fail' }]);
    expect([blocks, kindsIn(folder)]).toEqual([blocks, []]);
    expect([blocks, await after(folder, 'abort')]).toMatchObject([blocks, { ...settled, kinds: [] }]);
  }
});
