/** What `init` guesses of real folders, and that what it writes is always accepted. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../../../source/jobs/programs/run-program.ts';
import { planInit } from '../../../../source/jobs/project/init/plan-init.ts';
import { writeInit } from '../../../../source/jobs/project/init/write-init.ts';
import { readProject } from '../../../../source/jobs/project/read-project.ts';
import { scratchFolder } from './scratch.ts';

const doors = { run: runProgram, signal: new AbortController().signal };

function git(folder: string, ...words: readonly string[]): void {
  execFileSync('git', ['-C', folder, ...words], { stdio: 'ignore' });
}

async function initIn(folder: string) {
  const file = join(folder, 'pod-engine.yaml');
  const plan = await planInit(file, doors);
  expect(await writeInit(plan, { isForced: false })).toEqual({ ok: true });
  const read = await readProject(file);
  if (!read.ok) throw new Error(read.problems.map(({ text }) => text).join('\n'));
  expect(read.warnings).toEqual([]);
  const because = Object.fromEntries(plan.guesses.map((guess) => [guess.key, guess.because]));
  return { plan, because, project: read.project };
}

test('a folder with a Dockerfile, a package and a remote', async () => {
  const folder = await scratchFolder({
    'package.json': '{"name": "@acme/Web_App", "scripts": {"test": "vitest"}}',
    'docker/Dockerfile':
      'FROM a:1 AS build\nEXPOSE 1\nFROM b:1\nEXPOSE 9000 22 53/udp 7000-7010\nHEALTHCHECK CMD curl -f http://localhost:8080/healthz || exit 1\n',
    '.env.example': 'HF_TOKEN=not-read\nexport LOG_LEVEL=info\n# A=1\n',
  });
  git(folder, 'init', '-q');
  git(folder, 'remote', 'add', 'origin', 'git@github.com:Acme/Web-App.git');
  const { plan, because, project } = await initIn(folder);
  expect(project).toMatchObject({
    name: 'web-app',
    registry: 'ghcr.io',
    repository: 'acme/web-app',
    build: { dockerfile: join(folder, 'docker/Dockerfile') },
    test: { command: 'npm test' },
    health: { port: 8080, path: '/healthz' },
  });
  expect(project.pod.ports.map(({ port, protocol }) => `${port}/${protocol}`)).toEqual([
    '8080/http',
    '9000/http',
    '22/tcp',
  ]);
  expect(because['health.port']).toBe('HEALTHCHECK in the Dockerfile');
  expect(because.image).toBe("git's remote at github.com");
  expect(plan.text).toContain('#   HF_TOKEN: {secret: hf_token}');
  expect(plan.text).not.toContain('not-read');
  expect(plan.next).toEqual(['Set gpu to the GPU types that the application needs, in order of wish.']);
});

test('an empty folder gets a file all the same, and what is to be filled in', async () => {
  const { plan, project, because } = await initIn(await scratchFolder({}));
  expect(project).toMatchObject({ health: { port: 80, path: '/' }, test: null });
  expect(because.image).toBeNull();
  expect(plan.next).toHaveLength(4);
  expect(plan.next[0]).toContain('Write a Dockerfile');
});

test.each([
  ['https://ann:secret@gitlab.com/group/sub/app.git', 'registry.gitlab.com', 'group/sub/app'],
  ['ssh://git@github.com:22/acme/app', 'ghcr.io', 'acme/app'],
  ['https://git.example/acme/app', 'ghcr.io', 'your-name/app'],
  ['/srv/git/app.git', 'ghcr.io', 'your-name/app'],
])('of the remote %s', async (remote, registry, repository) => {
  const folder = await scratchFolder({ 'package.json': '{"name": "app"}', Dockerfile: 'FROM a:1\n' });
  git(folder, 'init', '-q');
  git(folder, 'remote', 'add', 'origin', remote);
  const { plan, project } = await initIn(folder);
  expect(project).toMatchObject({ registry, repository });
  expect(plan.text + JSON.stringify(plan.guesses)).not.toContain('secret@');
});

test('nginx tells port and path where the Dockerfile does not', async () => {
  const { project } = await initIn(
    await scratchFolder({
      'pyproject.toml': '[project]\nname = "my.model"\n',
      Dockerfile: 'FROM nginx:1\n',
      'nginx/site.conf': 'server {\n  listen 0.0.0.0:8081;\n  location = /health { return 200; }\n}\n',
    }),
  );
  expect(project).toMatchObject({ name: 'my-model', health: { port: 8081, path: '/health' } });
});

test.each([
  { 'package.json': '{"name": "123", "scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}' },
  { 'package.json': '{"name": "true"}' },
  { 'package.json': 'no json' },
  { 'package.json': '{"name": 5, "scripts": []}' },
  { 'package.json': '{"name": "---"}', Dockerfile: 'EXPOSE 99999 0 70000-80000\nRUM\n' },
  { Dockerfile: 'FROM a:1\nEXPOSE 1 2 3 4 5 6 7 8 9 10 11 12 13\n' },
  { Dockerfile: 'FROM a:1\nEXPOSE 19123 99999\nHEALTHCHECK CMD wget http://127.0.0.1/a#b\n' },
  { '.env.example': 'A: x\nB=1\n=\n\u001b]0;x\u0007=1\n' },
])('whatever lies there, what is written is accepted: %j', async (files) => {
  const { project } = await initIn(await scratchFolder(files));
  expect(project.test).toBeNull();
});

test('a file that is there is replaced by force alone, and no draft is left', async () => {
  const folder = await scratchFolder({});
  const file = join(folder, 'pod-engine.yaml');
  await writeFile(file, 'mine');
  const plan = await planInit(file, doors);
  expect(await writeInit(plan, { isForced: false })).toMatchObject({ ok: false, kind: 'exists' });
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect(await writeInit(plan, { isForced: true })).toEqual({ ok: true });
  expect(await readFile(file, 'utf8')).toBe(plan.text);
  expect(await readdir(folder)).toEqual(['pod-engine.yaml']);
  const nowhere = await writeInit({ ...plan, file: join(folder, 'gone/x.yaml') }, { isForced: true });
  expect(nowhere).toMatchObject({ ok: false, kind: 'unwritable' });
});
