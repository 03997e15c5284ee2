import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { rotateLogs } from '../../../pod-agent/supervisor/log-rotation.ts';

const folder = mkdtempSync(join(tmpdir(), 'rotation-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('puts aside what has grown too long, over what was put aside before', async () => {
  const long = join(folder, 'access.log');
  const short = join(folder, 'error.log');
  writeFileSync(long, 'x'.repeat(101));
  writeFileSync(`${long}.1`, 'older');
  writeFileSync(short, 'x');
  let reopened = 0;
  expect(await rotateLogs([long, short, join(folder, 'absent.log')], () => reopened++, 100)).toEqual([long]);
  expect(reopened).toBe(1);
  expect(readdirSync(folder).sort()).toEqual(['access.log.1', 'error.log']);
  expect(readFileSync(`${long}.1`, 'utf8')).toHaveLength(101);
});

it('leaves the writer alone where nothing was put aside', async () => {
  let reopened = 0;
  await rotateLogs([join(folder, 'error.log')], () => reopened++, 100);
  expect(reopened).toBe(0);
});
