/** The project that the journeys deploy: our own pod image with a page of its own, in a git repository with a bare remote. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type SampleProject = {
  readonly folder: string;
  /** Its pod-engine.yaml. */
  readonly file: string;
  /** The bare repository that is its remote "origin". */
  readonly remote: string;
  git(...words: readonly string[]): string;
  /** Writes files over what is there, commits and pushes. @returns The full hash. */
  change(files: Readonly<Record<string, string>>, message?: string): string;
};

/** Git of nobody's configuration; also for the console that deploys. */
export const gitVariables = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@build.example',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@build.example',
} as const;

export function makeSampleProject(
  parent: string,
  options: { readonly baseImage: string; readonly repository: string },
): SampleProject {
  const folder = join(parent, 'sample');
  const remote = join(parent, 'remote.git');
  mkdirSync(folder);
  const git = (...words: readonly string[]): string => runGit(folder, words);
  function change(files: Readonly<Record<string, string>>, message = 'Change it'): string {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    git('push', '--quiet', 'origin', 'main');
    return git('rev-parse', 'HEAD');
  }
  runGit(parent, ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', remote);
  change(firstFiles(options), 'Begin');
  return { folder, file: join(folder, 'pod-engine.yaml'), remote, git, change };
}

/** Starts the agent, with nginx and sshd, as the base image itself does. */
export const goodStart = 'exec pod-agent start\n';

/** The same as long as it is tried on this machine; `lines` run first where RunPod's variables are. */
export function startBrokenInPod(...lines: readonly string[]): string {
  return ['if [ -n "$RUNPOD_POD_ID" ]; then', ...lines, 'fi', goodStart].join('\n');
}

export function projectFile(repository: string, more: Readonly<Record<string, string>> = {}): string {
  const keys = {
    name: 'sample',
    image: repository,
    gpu: '[RTX 4090, L40S]',
    ports: '[80/http, 22/tcp]',
    env: '{GREETING: from the project file}',
    test: '{command: "grep -q hello hello.html", timeout: 1m}',
    health: '{port: 80, path: /health.json, paths: [/hello.html]}',
    ready: '{timeout: 2m}',
    verify: '{times: 3, every: 200ms, timeout: 1m, soak: 200ms}',
    ...more,
  };
  return Object.entries(keys)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

function firstFiles({
  baseImage,
  repository,
}: {
  readonly baseImage: string;
  readonly repository: string;
}): Record<string, string> {
  return {
    'pod-engine.yaml': projectFile(repository),
    '.dockerignore': '.git\npod-engine.yaml\n',
    'hello.html': page('one'),
    'start.sh': goodStart,
    Dockerfile: dockerfile(baseImage),
  };
}

export function page(word: string): string {
  return `<!doctype html>\n<title>hello ${word}</title>\n`;
}

/** Every layer of the image carries it, so that those an engine keeps for the next build are found again. */
export const layerLabel = `pod-engine.journey=${process.pid}`;

/** `last` comes behind all else, and so has the last word. */
export function dockerfile(baseImage: string, ...last: readonly string[]): string {
  return [
    `FROM ${baseImage}`,
    `LABEL ${layerLabel}`,
    'ARG VERSION',
    'ARG REVISION',
    'ENV POD_VERSION=$VERSION POD_REVISION=$REVISION',
    'COPY hello.html /srv/site/hello.html',
    'COPY start.sh /usr/local/bin/start-sample',
    'EXPOSE 80 22',
    'CMD ["sh", "/usr/local/bin/start-sample"]',
    ...last,
    '',
  ].join('\n');
}

function runGit(folder: string, words: readonly string[]): string {
  return execFileSync('git', words, {
    cwd: folder,
    env: { ...process.env, ...gitVariables },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}
