/** Another version of Node, by the package in which npm has the program itself. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Installed once a machine, into a folder of its own.
 *
 * @param version Such as `24` or `18.3.0`.
 * @returns The program's path, or null where it cannot be had.
 */
export function findNode(version: string): string | null {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(tmpdir(), `pod-engine-node-${version}`);
  const path = join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const words = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `${name}@${version}`];
  const { status } = spawnSync('npm', words, { stdio: 'ignore', timeout: 120_000, cwd: folder });
  return status === 0 && existsSync(path) ? path : null;
}
