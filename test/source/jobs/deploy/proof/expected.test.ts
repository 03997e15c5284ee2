import { expect, test } from 'vitest';
import { expectedOf, isDeployedImage } from '../../../../../source/jobs/deploy/proof/expected.ts';
import type { StepContext } from '../../../../../source/jobs/deploy/step.ts';
import { digest, image, scriptedPod, up } from '../scripted-pod.ts';

const other = `sha256:${'b'.repeat(64)}`;

test.each([
  [image, true],
  [`${image}@${digest}`, true],
  [`registry.example/acme/app@${digest}`, true],
  [`registry.example/acme/app:latest@${digest}`, true],
  ['registry.example/acme/app:1.3.0', false],
  [`${image}@${other}`, false],
  ['acme/app:1.4.0', false],
])('RunPod names %s: %s', async (named, isDeployed) => {
  const { context } = await scriptedPod({ proxyPort: 1, api: () => up() });
  expect(isDeployedImage(named, expectedOf(context))).toBe(isDeployed);
});

test('Docker Hub may be named or left out', () => {
  const images = ['docker.io/acme/app:1'];
  expect(isDeployedImage('acme/app:1', { images })).toBe(true);
  expect(isDeployedImage('index.docker.io/acme/app:1', { images })).toBe(true);
  expect(isDeployedImage('ubuntu:1', { images: ['docker.io/library/ubuntu:1'] })).toBe(true);
});

test('a rollback expects the version and the ports of what it brings back', async () => {
  const wanted = {
    version: '1.2.0',
    image: { reference: 'registry.example/acme/app:1.2.0', digest: other },
    configuration: { ports: [{ port: 80, protocol: 'http' }] },
  } as unknown as StepContext['wanted'];
  const { context } = await scriptedPod({ proxyPort: 1, api: () => up(), context: { wanted } });
  const expected = expectedOf(context);
  expect(expected).toMatchObject({ version: '1.2.0', hasSsh: false, podId: 'pod1' });
  expect(expected.images).toContain(`registry.example/acme/app@${other}`);
});
