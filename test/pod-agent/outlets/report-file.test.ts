import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeLeftovers } from '../../../pod-agent/outlets/report-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-file-test-'));
const modulePath = join(folder, 'report-file.mjs');
const writerPath = fileURLToPath(new URL('torn-writer.mjs', import.meta.url));

beforeAll(async () => {
  const entry = fileURLToPath(new URL('../../../pod-agent/outlets/report-file.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: modulePath, bundle: true, format: 'esm', platform: 'node' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the report file', () => {
  it('is whole whenever its writer is killed', async () => {
    const path = join(mkdtempSync(join(folder, 'torn-')), 'report.json');
    let newest = -1;
    for (let round = 0; round < 12; round++) {
      await writeUntilKilled(path, 5 + round * 7);
      const report = JSON.parse(readFileSync(path, 'utf8'));
      expect(report.checks).toHaveLength(400);
      newest = Math.max(newest, report.sequence);
    }
    expect(newest).toBeGreaterThan(0);
  });

  it('is freed of what killed writers left, but not of a write that goes on', async () => {
    const path = join(mkdtempSync(join(folder, 'left-')), 'report.json');
    const nowMs = Date.now();
    for (const name of ['report.json.aa.tmp', 'report.json.bb.tmp', 'other.tmp'])
      writeFileSync(join(path, '..', name), '');
    const hourAgo = (nowMs - 3_600_000) / 1000;
    for (const name of ['report.json.aa.tmp', 'other.tmp'])
      utimesSync(join(path, '..', name), hourAgo, hourAgo);
    await removeLeftovers(path, nowMs);
    expect(readdirSync(join(path, '..')).sort()).toEqual(['other.tmp', 'report.json.bb.tmp']);
  });
});

/** Kills the writer some milliseconds after its first report is there, so that most kills fall into a write. */
async function writeUntilKilled(path: string, afterMs: number): Promise<void> {
  rmSync(path, { force: true });
  const child = spawn(process.execPath, [writerPath, modulePath, path], { stdio: 'inherit' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const lastAtMs = Date.now() + 25_000;
  while (!existsSync(path)) {
    if (Date.now() > lastAtMs) throw new Error('the writer wrote nothing');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await ended;
}
