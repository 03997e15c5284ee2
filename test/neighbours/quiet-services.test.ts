import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withoutServices } from './quiet-services.mjs';

const folder = mkdtempSync(join(tmpdir(), 'quiet-services-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('services are refused while packages are installed, and afterwards nothing is left', () => {
  const path = join(folder, 'policy-rc.d');
  const exitCode = withoutServices(() => spawnSync(path, ['prometheus', 'start']).status, path);
  expect(exitCode).toBe(101);
  expect(existsSync(path)).toBe(false);
});

test('also when installing breaks off, and when an earlier run was killed', () => {
  const path = join(folder, 'policy-rc.d');
  const breakOff = () => {
    // As a run that was killed leaves it.
    execFileSync('cp', ['-p', path, `${path}.left`]);
    throw new Error('no space left');
  };
  expect(() => withoutServices(breakOff, path)).toThrow('no space left');
  expect(existsSync(path)).toBe(false);
  expect(withoutServices(() => 'installed', `${path}.left`)).toBe('installed');
  expect(existsSync(`${path}.left`)).toBe(false);
});

test("a policy of the machine's own stays as it is", () => {
  const path = join(folder, 'own-policy');
  writeFileSync(path, '#!/bin/sh\nexit 0\n');
  expect(withoutServices(() => readFileSync(path, 'utf8'), path)).toBe('#!/bin/sh\nexit 0\n');
  expect(readFileSync(path, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
});
