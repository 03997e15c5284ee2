/** The shells in which scripts for pods must run, each with the tools that come with it. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type Shell = {
  readonly name: string;
  /** Why it cannot be tried here; null when it can. */
  readonly missing: string | null;
  readonly argv: readonly string[];
  /** In front of the usual folders. `folder` is the test's own. */
  toolsIn(folder: string): string;
};

export const shells: readonly Shell[] = [
  { name: 'dash', missing: missing('dash'), argv: ['dash', '-s'], toolsIn: () => '/usr/bin' },
  { name: 'bash', missing: missing('bash'), argv: ['bash', '-s'], toolsIn: () => '/usr/bin' },
  {
    name: 'busybox ash',
    missing: missing('busybox'),
    argv: ['busybox', 'sh', '-s'],
    toolsIn(folder) {
      const applets = join(folder, 'applets');
      mkdirSync(applets);
      execFileSync('busybox', ['--install', '-s', applets]);
      return applets;
    },
  },
];

/** Programs that are there and of no use, as on a machine that lacks them. */
export function brokenTools(folder: string, names: readonly string[]): string {
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  for (const name of names) writeFileSync(join(broken, name), '#!/bin/sh\nexit 127\n', { mode: 0o755 });
  return broken;
}

export function runShell(options: {
  readonly argv: readonly string[];
  readonly input: string;
  readonly folders: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<{ readonly output: string; readonly code: number | null }> {
  const [command = 'sh', ...args] = options.argv;
  const child = spawn(commandPath(command), args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: options.folders.join(delimiter), ...options.environment },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(options.input);
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ output: Buffer.concat(chunks).toString('utf8'), code }));
  });
}

function missing(command: string): string | null {
  return commandPath(command) === command ? `${command} is not installed` : null;
}

function commandPath(command: string): string {
  return execFileSync('sh', ['-c', `command -v ${command} || echo ${command}`])
    .toString()
    .trim();
}
