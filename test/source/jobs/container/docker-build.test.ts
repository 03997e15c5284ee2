import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BuildProgress, BuildRequest } from '../../../../source/jobs/container/container-engine.ts';
import { engineNamed } from '../../../../source/jobs/container/find-engine.ts';
import type { RunProgram } from '../../../../source/jobs/programs/run-program.ts';

const { signal } = new AbortController();
const configId = `sha256:${'1'.repeat(64)}`;
const manifestId = `sha256:${'2'.repeat(64)}`;

const request: BuildRequest = {
  context: '/project',
  dockerfile: '/project/Dockerfile',
  target: 'runtime',
  platform: 'linux/amd64',
  reference: 'registry.example/app:1.4.0',
  labels: { l: 'v' },
  arguments: { VERSION: '1.4.0' },
  secrets: { npmrc: '/home/ann/.npmrc' },
  timeoutMs: 60_000,
};

/** Docker as it answers a build: it writes the id to the file, and has the image under some names. */
function docker(options: { readonly writes: string; readonly has: Readonly<Record<string, string>> }) {
  const asked: string[] = [];
  const run: RunProgram = async ({ words, onLine }) => {
    asked.push(words.join(' '));
    const say = (stdout: string, exitCode = 0) => {
      for (const line of stdout.split('\n')) onLine?.(line, 'out');
      return { kind: 'ended', exitCode, stdout, stderr: '' } as const;
    };
    if (words[0] === 'buildx') {
      writeFileSync(words[words.indexOf('--iidfile') + 1] ?? '', options.writes);
      return say('#6 [runtime 1/2] FROM scratch\n#6 DONE 0.0s\n#9 exporting to image');
    }
    const id = options.has[words.at(-1) ?? ''];
    if (words[0] === 'history') return say('"COPY . ."');
    if (id === undefined) return say('Error response from daemon: No such image', 1);
    return say(JSON.stringify([{ Id: id, Size: 5, Os: 'linux', Architecture: 'amd64', Config: {} }]));
  };
  return { engine: engineNamed({ program: 'docker', kind: 'docker' }, { run }), asked };
}

test('docker builds by buildx, into its own store, for one platform, without a provenance', async () => {
  const { engine, asked } = docker({ writes: configId, has: { [configId]: configId } });
  const told: BuildProgress[] = [];
  expect(await engine.build(request, (progress) => told.push(progress), signal)).toEqual({
    ok: true,
    value: { imageId: configId, sizeBytes: 5 },
  });
  expect(asked[0]?.replace(/--iidfile \S+/, '--iidfile FILE')).toBe(
    'buildx build --load --progress=plain --provenance=false --platform linux/amd64 --file /project/Dockerfile ' +
      '--tag registry.example/app:1.4.0 --target runtime --label l=v --build-arg VERSION=1.4.0 ' +
      '--secret id=npmrc,src=/home/ann/.npmrc --iidfile FILE /project',
  );
  expect(told.at(-1)).toEqual({ kind: 'step', fraction: 0.99, text: 'writing the image' });
});

test("where containerd's store has it by its manifest, that is the image's id", async () => {
  const { engine } = docker({ writes: configId, has: { [request.reference]: manifestId } });
  expect(await engine.build(request, () => undefined, signal)).toMatchObject({
    value: { imageId: manifestId },
  });
});

test('an id that was not written is not guessed', async () => {
  const { engine } = docker({ writes: '', has: { [request.reference]: manifestId } });
  expect(await engine.build(request, () => undefined, signal)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('did not say the id of the image'),
  });
});

test('an image that is not there afterwards is a failure', async () => {
  const { engine } = docker({ writes: configId, has: {} });
  expect(await engine.build(request, () => undefined, signal)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('is not there afterwards'),
  });
});
