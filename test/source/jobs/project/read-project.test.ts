/** What the project file is taken for, and what is said of its mistakes. */
import { expect, test } from 'vitest';
import { parseProject, readProject } from '../../../../source/jobs/project/read-project.ts';
import { templateProblems } from '../../../../source/jobs/project/template-problems.ts';
import { madeProject } from './made-project.ts';
import { scratchFolder } from './scratch.ts';

const least = 'name: app\nimage: ghcr.io/acme/app\ngpu: RTX 4090\n';

/** "error 3 text → fix", one for each problem. */
function problemsOf(text: string): readonly string[] {
  const read = parseProject('/project/pod-engine.yaml', text);
  const all = read.ok ? read.warnings : read.problems;
  return all.map(({ severity, line, text: said, fix }) => `${severity} ${line} ${said} → ${fix}`);
}

test('three keys are enough, and the rest has defaults', () => {
  const read = parseProject('/project/pod-engine.yaml', least);
  expect(read).toMatchObject({
    ok: true,
    warnings: [],
    project: {
      folder: '/project',
      registry: 'ghcr.io',
      repository: 'acme/app',
      version: { kind: 'automatic' },
      build: { context: '/project', dockerfile: '/project/Dockerfile', timeoutMs: 1_800_000, target: null },
      test: null,
      health: { port: 80, path: '/health.json', paths: [], headers: {} },
      try: { isOn: true, timeoutMs: 120_000, stopWithinMs: 10_000 },
      verify: { times: 3, everyMs: 5000, soakMs: 120_000, benchmark: null },
      strategy: 'blue-green',
      maxDollarsPerHour: null,
      pod: {
        podName: 'app',
        gpuTypeIds: ['NVIDIA GeForce RTX 4090'],
        gpuCount: 1,
        cloud: 'secure',
        containerDiskGigabytes: 20,
        volume: { kind: 'none' },
        ports: [
          { port: 80, protocol: 'http' },
          { port: 22, protocol: 'tcp' },
        ],
        environment: {},
      },
      hooks: {},
    },
  });
});

test('short forms and long ones', () => {
  const project = madeProject(`
version: {file: package.json}
build: {context: app, secrets: {npmrc: .npmrc}, maxSize: 1.5GiB, arguments: {LEVEL: 1.10}}
test: npm test
try: false
health: {paths: [/a.js], headers: {X-Frame-Options: DENY, ETag: null}}
ports: [22/tcp, 8080/http]
dataCentres: EU-RO-1
volume: {network: abc, mount: /data}
verify: {benchmark: quick, every: 500ms}
hooks: {before-build: make, after-done: {command: tell, timeout: 30s}}
`);
  expect(project.version).toEqual({ kind: 'file', path: '/project/package.json' });
  expect(project.build).toMatchObject({
    context: '/project/app',
    secrets: { npmrc: '/project/.npmrc' },
    maxSizeBytes: 1_610_612_736,
    arguments: { LEVEL: '1.10' },
  });
  expect(project.test).toEqual({ command: 'npm test', timeoutMs: 900_000 });
  expect(project.try.isOn).toBe(false);
  expect(project.health).toMatchObject({ port: 8080, headers: { 'x-frame-options': 'DENY', etag: null } });
  expect(project.pod).toMatchObject({
    dataCentreIds: ['EU-RO-1'],
    volume: { kind: 'network', volumeId: 'abc', mountPath: '/data' },
  });
  expect(project.verify).toMatchObject({ everyMs: 500, benchmark: { isQuick: true, baseline: null } });
  expect(project.hooks).toEqual({
    'before-build': { command: 'make', timeoutMs: 300_000 },
    'after-done': { command: 'tell', timeoutMs: 30_000 },
  });
});

test('all mistakes are told at once, in the order of the file', () => {
  const said = problemsOf(`name: My App
imag: ghcr.io/acme/app
build:
  contxt: .
  timeout: 30
health: {port: 8o}
gpu: {types: [RTX 4090], cuont: 2}
env:
  HF_TOKEN: hf_abcdefghijklmnopqrstuv
hooks: {before-biuld: make}
`);
  expect(said.map((line) => line.split(' → ')[0])).toEqual([
    'error null pod-engine.yaml: image is missing.',
    'error 1 pod-engine.yaml:1: name "My App" does not fit: expected 1 to 50 of a-z, 0-9 and -, no - at either end.',
    'error 2 pod-engine.yaml:2: imag is not known.',
    'error 4 pod-engine.yaml:4: build.contxt is not known.',
    'error 5 pod-engine.yaml:5: build.timeout 30 does not fit: expected a time with its unit, e.g. 30s.',
    'error 6 pod-engine.yaml:6: health.port "8o" does not fit: expected a port, a whole number from 1 to 65535.',
    'error 7 pod-engine.yaml:7: gpu.cuont is not known.',
    'error 9 pod-engine.yaml:9: env.HF_TOKEN looks like a Hugging Face token, and this file is no place for it.',
    'error 10 pod-engine.yaml:10: hooks.before-biuld is not known.',
  ]);
  expect(said.join('\n')).toContain('Is "image" meant?');
  expect(said.join('\n')).toContain('Is "context" meant?');
  expect(said.join('\n')).toContain('Is "count" meant? Known are types, count.');
  expect(said.join('\n')).toContain('Is "before-build" meant?');
  expect(said.join('\n')).not.toContain('hf_abc');
});

test.each([
  ['version: 1.2', 'version 1.2 does not fit: expected auto, a version such as "1.2.3" in quotes'],
  ['ports: [80/http, 80/tcp, 22/tcp]', 'ports.1 "80/tcp" stands twice'],
  ['ports: [99999/http]', 'ports.0 "99999/http" is no port'],
  ['ports: [22/tcp]', "ports has no 80/http, which is where the application's health is asked"],
  ['ports: [80/htp]', 'ports.0 "80/htp" does not fit: expected a port with its protocol'],
  [`ports: [${Array.from({ length: 11 }, (_, at) => `${80 + at}/http`).join(', ')}]`, 'has 11 HTTP ports'],
  ['volume: 5GB', "volume has 5 GB, and RunPod's volumes begin at 10"],
  ['volume: {network: x}\ncloud: any', 'cloud "any" does not go with a network volume'],
  ['volume: {size: 20GB, mount: /usr}', 'volume.mount "/usr" would hide what the system needs'],
  ['volume: {size: 20GB, mout: /x}', 'volume.mout is not known'],
  ['dataCentres: [eu-ro-1]', 'dataCentres.0 "eu-ro-1" is no data centre of RunPod'],
  ['bid: 2\nmaxPricePerHour: 1', 'bid 2 comes to $2.00 an hour'],
  ['disk: 20', 'disk 20 does not fit: expected whole gigabytes with the unit'],
  ['registry: docker.io', 'image "ghcr.io/acme/app" names another registry than registry'],
  ['test: {comand: npm test}', 'test.comand is not known'],
  ['test:', 'test has no value'],
  ['try: maybe', 'try "maybe" does not fit'],
  ['strategy: blue', 'strategy "blue" does not fit: expected new, in-place or blue-green'],
  ['startCommand: serve --token hf_abcdefghijklmnopqrstuv', 'startCommand looks like a Hugging Face token'],
  [`env: {${Array.from({ length: 50 }, (_, at) => `A${at}: x`).join(', ')}}`, 'env has 50 variables'],
  ['env: {RUNPOD_POD_ID: x}', 'env.RUNPOD_POD_ID is set by RunPod'],
  ['env: {POD_ENGINE_X: x}', 'env.POD_ENGINE_X is set by Pod Engine'],
  ['env: {POD_VERSION: x}', 'env.POD_VERSION is set by the image'],
  ['env: {"1A": x}', 'env.1A is no name of a variable'],
  ['env: {A: {secret: "{{ x }}"}}', 'env.A does not name a secret of RunPod'],
  ['env: {A: {fromEnvironment: $X}}', 'env.A does not name a variable'],
  ['env: {A: {secrt: x}}', 'env.A.secrt is not known'],
  ['build: {secrets: {"a,src=/etc/passwd": x}}', 'build.secrets.a,src=/etc/passwd'],
  ['build: {arguments: {VERSION: x}}', 'build.arguments.VERSION is set by the deploy'],
  ['build: {arguments: {NPM_TOKEN: abcdef}}', 'build.arguments.NPM_TOKEN is named like a secret'],
])('%s', (more, said) => {
  const problems = problemsOf(`${least}${more}\n`);
  expect(problems.join('\n')).toContain(said);
  expect(problems.some((line) => line.startsWith('error '))).toBe(true);
  expect(problems.join('\n')).not.toMatch(/undefined|\[object|hf_abc|abcdef/);
});

test.each([
  ['image: acme/app:1.0', 'image "acme/app:1.0" has a tag'],
  ['image: acme/app@sha256:00', 'has a digest'],
  ['image: Acme/App', 'image "Acme/App" is no name of an image'],
  ['image: ghcr.io', 'library/ghcr.io'],
  ['gpu: H100', 'gpu "H100" may be any of several'],
  ['gpu: {types: [RTX 4090], count: 0}', 'gpu.count 0 does not fit'],
  ['gpu: []', 'gpu [] does not fit'],
])('%s, in place of the usual', (line, said) => {
  const key = line.split(':')[0] ?? '';
  const read = parseProject('/project/pod-engine.yaml', least.replace(new RegExp(`^${key}:.*$`, 'm'), line));
  const told = read.ok
    ? `${read.project.registry}/${read.project.repository}`
    : read.problems.map(({ text }) => text).join('\n');
  expect(told).toContain(said);
});

test('warnings do not stand in the way', () => {
  const said = problemsOf(
    `${least.replace('RTX 4090', '[RTX 4090, L40X]')}ports: [80/http]\nenv: {PUBLIC_KEY: ssh-ed25519 AAAA}\n`,
  );
  expect(said).toHaveLength(3);
  expect(said[0]).toMatch(/^warning 3 .*gpu\.1 "L40X" is no GPU type that is known here\. → Is "L40/);
  expect(said[1]).toMatch(/^warning 4 .*has no 22\/tcp/);
  expect(said[2]).toMatch(/^warning 5 .*PUBLIC_KEY takes the place of your account's SSH keys/);
});

test('errors of YAML come with their line', () => {
  expect(problemsOf('name: a\nname: b\n')[0]).toMatch(
    /^error 2 pod-engine.yaml:2: is not valid YAML: Map keys must be unique/,
  );
  expect(problemsOf('- a\n')[0]).toContain('is no map of names and values');
  expect(problemsOf('').length).toBe(3);
});

test('limits are judged of a project whose pod was overridden too', () => {
  const project = madeProject();
  const ports = [{ port: 22, protocol: 'tcp' as const }];
  expect(templateProblems(project)).toEqual([]);
  expect(templateProblems({ ...project, pod: { ...project.pod, ports } })).toEqual([
    {
      severity: 'error',
      text: "pod-engine.yaml: ports has no 80/http, which is where the application's health is asked.",
      fix: 'Add "80/http", or set health.port to one of the HTTP ports.',
    },
  ]);
});

test('a file that is not there says what makes one', async () => {
  const folder = await scratchFolder({ 'dir/': '' });
  const missing = await readProject(`${folder}/pod-engine.yaml`);
  expect(missing).toMatchObject({ ok: false });
  if (!missing.ok) {
    expect(missing.problems[0]?.text).toBe(`${folder}/pod-engine.yaml: is not there.`);
    expect(missing.problems[0]?.fix).toContain('pod-engine init');
  }
  const isFolder = await readProject(`${folder}/dir`);
  expect(isFolder.ok ? '' : isFolder.problems[0]?.text).toContain('is no file');
  const device = await readProject('/dev/zero');
  expect(device.ok ? '' : device.problems[0]?.text).toContain('is no file');
});

test('what a terminal would obey never comes out', () => {
  const said = problemsOf(`${least}strategy: "\\e]0;x\\abad"\n`).join('\n');
  expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});
