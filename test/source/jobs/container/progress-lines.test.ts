import { expect, test } from 'vitest';
import { createBuildkitReader } from '../../../../source/jobs/container/buildkit-lines.ts';
import type { BuildProgress } from '../../../../source/jobs/container/container-engine.ts';
import { readPorts } from '../../../../source/jobs/container/containers.ts';
import { type ProgressReader, tellProgress } from '../../../../source/jobs/container/progress.ts';
import {
  createCopyReader,
  createDockerPushReader,
  dockerPushDigest,
} from '../../../../source/jobs/container/push-lines.ts';
import { splitWords } from '../../../../source/jobs/container/split-words.ts';
import { createStepReader } from '../../../../source/jobs/container/step-lines.ts';

function stepsOf(
  read: ProgressReader,
  lines: readonly string[],
): readonly (readonly [number | null, string])[] {
  const told: BuildProgress[] = [];
  const take = tellProgress(read, (progress) => told.push(progress));
  for (const line of lines) take(line);
  return told.flatMap((each) => (each.kind === 'step' ? [[each.fraction, each.text] as const] : []));
}

test('a build by podman says which of its steps it has begun', () => {
  expect(
    stepsOf(createStepReader(), [
      'STEP 1/4: FROM scratch',
      '--> 112da891340',
      'STEP 3/4: RUN npm ci',
      'COMMIT localhost/app:1',
    ]),
  ).toEqual([
    [0, 'step 1/4: FROM scratch'],
    [0.5, 'step 3/4: RUN npm ci'],
    [0.99, 'writing the image'],
  ]);
});

test('the stages of a build by podman share the whole', () => {
  expect(
    stepsOf(createStepReader(), [
      '[1/2] STEP 1/2: FROM scratch AS one',
      '[1/2] STEP 2/2: COPY a /a',
      '[2/2] STEP 2/4: COPY --from=one /a /a',
      '[2/2] COMMIT app',
    ]),
  ).toEqual([
    [0, 'stage 1/2, step 1/2: FROM scratch AS one'],
    [0.25, 'stage 1/2, step 2/2: COPY a /a'],
    [0.625, 'stage 2/2, step 2/4: COPY --from=one /a /a'],
    [0.995, 'writing the image'],
  ]);
});

test('a build by docker counts the steps that are done, over the stages seen, and never goes back', () => {
  const lines = [
    '#1 [internal] load build definition from Dockerfile',
    '#1 transferring dockerfile: 381B done',
    '#1 DONE 0.0s',
    '#5 [builder 1/2] FROM docker.io/library/node:20@sha256:abc',
    '#5 CACHED',
    '#6 [builder 2/2] RUN npm ci',
    '#6 0.345 npm warn old lockfile',
    '#7 [runtime 1/2] FROM docker.io/library/debian:12',
    '#7 DONE 0.4s',
    '#6 DONE 12.1s',
    '#8 [runtime 2/2] COPY --from=builder /app /app',
    '#8 DONE 0.1s',
    '#9 exporting to image',
  ];
  const steps = stepsOf(createBuildkitReader(), lines);
  expect(steps.map(([fraction]) => fraction)).toEqual([0, 0.5, 0.5, 0.5, 0.5, 0.75, 0.75, 0.99, 0.99]);
  expect(steps[2]?.[1]).toBe('builder, step 2/2: RUN npm ci');
  expect(steps.at(-1)?.[1]).toBe('writing the image');
});

test('a docker build of one stage has no name before its steps', () => {
  expect(stepsOf(createBuildkitReader(), ['#4 [2/3] WORKDIR /app'])).toEqual([[0, 'step 2/3: WORKDIR /app']]);
});

test('docker names its layers first, and the digest last', () => {
  const lines = [
    'The push refers to repository [127.0.0.1:5000/acme/app]',
    '5f70bf18a086: Preparing',
    '1a2b3c4d5e6f: Preparing',
    '5f70bf18a086: Layer already exists',
    '1a2b3c4d5e6f: Pushed',
    `1.4.0: digest: sha256:${'ab'.repeat(32)} size: 1234`,
  ];
  expect(stepsOf(createDockerPushReader(), lines).map(([fraction]) => fraction)).toEqual([0, 0, 0.475, 0.95]);
  expect(dockerPushDigest(lines)).toBe(`sha256:${'ab'.repeat(32)}`);
  expect(dockerPushDigest(lines.slice(0, -1))).toBeNull();
  expect(dockerPushDigest(['1.4.0: digest: sha256:short size: 1'])).toBeNull();
});

test('podman says which blob it copies, and not how many there are', () => {
  expect(
    stepsOf(createCopyReader(), [
      'Getting image source signatures',
      `Copying blob sha256:${'c'.repeat(64)}`,
      `Copying config sha256:${'d'.repeat(64)}`,
      'Writing manifest to image destination',
    ]),
  ).toEqual([
    [null, 'layer 1'],
    [0.9, 'the configuration'],
    [0.95, 'the manifest'],
  ]);
});

test('a line is made safe for the terminal before it is told', () => {
  const told: BuildProgress[] = [];
  tellProgress(createStepReader(), (progress) => told.push(progress))(
    'STEP 1/1: RUN echo \u001b]52;c;aGk=\u0007hi',
  );
  expect(told.map(({ text }) => text)).toEqual(['STEP 1/1: RUN echo hi', 'step 1/1: RUN echo hi']);
});

test('published ports are read by the port inside', () => {
  expect(
    readPorts('80/tcp -> 127.0.0.1:41234\n8080/tcp -> 127.0.0.1:41235\n53/udp -> 127.0.0.1:9\n'),
  ).toEqual({
    80: 41234,
    8080: 41235,
  });
});

test.each([
  ['/start.sh --port 80', ['/start.sh', '--port', '80']],
  [`sh -c 'echo "a b"; exec x'`, ['sh', '-c', 'echo "a b"; exec x']],
  ['say "a \\"b\\" c" d\\ e', ['say', 'a "b" c', 'd e']],
  ['', []],
])('the start command %j is cut as a shell would', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});
