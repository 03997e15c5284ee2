import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockHolder, takeLock } from '../../../../source/jobs/releases/lock.ts';
import { buildProgram, kill } from '../programs.ts';

let base = '';
let program = '';
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'pod-engine-lock-'));
  program = await buildProgram('lock-taker', base);
});
afterAll(() => rmSync(base, { recursive: true }));

let path = '';
let children: ChildProcess[] = [];
beforeEach(() => {
  path = join(mkdtempSync(join(base, 'project-')), 'lock');
});
afterEach(async () => {
  const living = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(living.map(kill));
  children = [];
});

const asked = (who: string) => ({ who, deployId: `deploy-of-${who}`, nowMs: Date.now() });

async function taker(who: string): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = spawn(process.execPath, [program, path, who], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  return { child, said };
}

test('a living holder is named, and the lock can be taken when it is given back', async () => {
  const first = await takeLock(path, asked('ann@build'));
  expect(first.ok).toBe(true);
  const second = await takeLock(path, asked('bob@build'));
  expect(second).toMatchObject({ ok: false });
  expect(second.ok ? '' : second.reason).toMatch(
    /^The project is being deployed by ann@build, process \d+, since .* UTC \(deploy deploy-of-ann@build\)\.$/,
  );
  expect((await lockHolder(path, Date.now()))?.who).toBe('ann@build');
  if (first.ok) first.release();
  expect(existsSync(path)).toBe(false);
  const third = await takeLock(path, asked('bob@build'));
  expect(third.ok).toBe(true);
  if (third.ok) third.release();
});

test('of many that ask at once, one gets it', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, (_, at) => takeLock(path, asked(`w${at}`))));
  const won = all.filter(({ ok }) => ok);
  expect(won).toHaveLength(1);
  for (const each of won) if (each.ok) each.release();
  expect(readdirSync(join(path, '..'))).toEqual([]);
});

test('the lock of a holder that was killed is taken over by exactly one of those who want it', {
  timeout: 120_000,
}, async () => {
  for (let round = 0; round < 3; round++) {
    const dead = await taker('dead@build');
    expect(dead.said).toBe('taken');
    await kill(dead.child);
    expect(await lockHolder(path, Date.now())).toBeNull();
    const takers = await Promise.all(Array.from({ length: 5 }, (_, at) => taker(`w${at}@build`)));
    expect(takers.filter(({ said }) => said === 'taken')).toHaveLength(1);
    for (const { said } of takers) if (said !== 'taken') expect(said).toMatch(/being deployed by w\d@build/);
    await Promise.all(takers.map(({ child }) => kill(child)));
  }
});

test('of many in one process, too, one takes over, and nothing is left beside the lock', async () => {
  const { child } = await taker('dead@build');
  await kill(child);
  const all = await Promise.all(Array.from({ length: 20 }, (_, at) => takeLock(path, asked(`w${at}`))));
  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  expect(readdirSync(join(path, '..'))).toEqual(['lock']);
  for (const each of all) if (each.ok) each.release();
});

test('a taker that was killed while it took over blocks nobody', async () => {
  const { child } = await taker('dead@build');
  await kill(child);
  const text = readFileSync(path, 'utf8');
  // As it leaves the guard of that dead holder.
  const { createHash } = await import('node:crypto');
  const guard = `${path}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  writeFileSync(guard, text.replace('dead@build', 'taker@build'));
  const taken = await takeLock(path, asked('ann@build'));
  expect(taken.ok).toBe(true);
  expect(readdirSync(join(path, '..'))).toEqual(['lock']);
  if (taken.ok) taken.release();
});

test('a process that ends gives it back', async () => {
  const { child, said } = await taker('ann@build');
  expect(said).toBe('taken');
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
  expect(existsSync(path)).toBe(false);
});

test('a lock that cannot be read is not taken', async () => {
  writeFileSync(path, 'what is this');
  const taken = await takeLock(path, asked('ann@build'));
  expect(taken).toEqual({
    ok: false,
    reason: `The lock ${path} cannot be read: remove it if nobody deploys.`,
  });
});
