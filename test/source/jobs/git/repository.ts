/** Real repositories in a temporary folder, untouched by the configuration of whoever runs the tests. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createGit } from '../../../../source/jobs/git/create-git.ts';
import type { Git } from '../../../../source/jobs/git/git.ts';
import { type RunProgram, runProgram } from '../../../../source/jobs/programs/run-program.ts';

/** Nobody's: no name, no address, no keys. */
export const nobodysGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  EMAIL: '',
  LC_ALL: 'C',
} as const;

const author = {
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@build.example',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@build.example',
};

/** Runs programs as `nobodysGit` and with what is given. */
export function runWith(environment: Readonly<Record<string, string>> = {}): RunProgram {
  return (options) =>
    runProgram({ ...options, environment: { ...options.environment, ...nobodysGit, ...environment } });
}

export type Repository = {
  readonly folder: string;
  readonly git: Git;
  /** Runs git there, as Ann. @returns What it said on standard output. */
  run(...words: readonly string[]): string;
  write(path: string, text: string): void;
  /** @returns The full hash. */
  commit(message?: string): string;
};

export type Repositories = {
  readonly folder: string;
  make(name?: string): Repository;
  at(folder: string): Repository;
  /** Empty, without a work tree. @returns Its path. */
  bare(name?: string): string;
  remove(): void;
};

export function makeRepositories(): Repositories {
  const folder = mkdtempSync(join(tmpdir(), 'git-test-'));
  let count = 0;
  const pathOf = (name: string | undefined): string => join(folder, name ?? `repository-${++count}`);
  return {
    folder,
    at: repositoryAt,
    make(name) {
      const path = pathOf(name);
      mkdirSync(path, { recursive: true });
      const repository = repositoryAt(path);
      repository.run('init', '--quiet', '--initial-branch=main');
      return repository;
    },
    bare(name) {
      const path = pathOf(name);
      mkdirSync(path, { recursive: true });
      repositoryAt(path).run('init', '--quiet', '--bare');
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function repositoryAt(folder: string): Repository {
  const run = (...words: readonly string[]): string =>
    execFileSync('git', words, {
      cwd: folder,
      env: { ...process.env, ...nobodysGit, ...author },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    folder,
    git: createGit({ run: runWith(), folder, who: 'ann@build' }),
    run,
    write,
    commit(message = 'Change it') {
      run('add', '--all');
      run('commit', '--quiet', '--allow-empty', '--message', message);
      return run('rev-parse', 'HEAD');
    },
  };
}
