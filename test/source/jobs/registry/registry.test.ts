import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type RegistryNeighbour,
  registryLogin,
  registryMissing,
  startRegistry,
} from '../../../neighbours/registry.ts';
import { basicAuth, registryAt } from './make.ts';

const { signal } = new AbortController();
const { user, password } = registryLogin;

/** A manifest without layers, which a registry takes once its configuration is there. */
async function putImage(host: string, name: string, tag: string, text = 'config'): Promise<string> {
  const config = JSON.stringify({ text });
  const configDigest = digestOf(config);
  const begun = await fetch(`http://${host}/v2/${name}/blobs/uploads/`, { method: 'POST' });
  const upload = new URL(begun.headers.get('location') ?? '', `http://${host}`);
  upload.searchParams.set('digest', configDigest);
  await fetch(upload, {
    method: 'PUT',
    body: config,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      size: config.length,
      digest: configDigest,
    },
    layers: [],
  });
  const put = await fetch(`http://${host}/v2/${name}/manifests/${tag}`, {
    method: 'PUT',
    body: manifest,
    headers: { 'content-type': 'application/vnd.oci.image.manifest.v1+json' },
  });
  if (put.status !== 201) throw new Error(`${put.status} ${await put.text()}`);
  return digestOf(manifest);
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

describe.skipIf(registryMissing !== null)(registryMissing ?? 'a real registry', () => {
  let neighbour: RegistryNeighbour;
  beforeAll(async () => {
    neighbour = await startRegistry();
  });
  afterAll(() => neighbour.remove());

  test('is asked by plain HTTP on loopback, and says that pushing is allowed', async () => {
    const registry = registryAt(neighbour.host);
    expect(registry.isPlainHttp).toBe(true);
    expect(await registry.canPush('acme/app', signal)).toEqual({ ok: true, value: null });
    // The upload was taken back, so nothing of it lies there.
    expect(await registry.tags('acme/app', signal)).toEqual({ ok: true, value: [] });
  });

  test('tells the digest of a tag and of a digest, its tags, and null for what it has not', async () => {
    const registry = registryAt(neighbour.host);
    const digest = await putImage(neighbour.host, 'acme/digests', '1.0.0');
    expect(await registry.digestOf('acme/digests', '1.0.0', signal)).toEqual({ ok: true, value: digest });
    expect(await registry.digestOf('acme/digests', digest, signal)).toEqual({ ok: true, value: digest });
    expect(await registry.digestOf('acme/digests', '2.0.0', signal)).toEqual({ ok: true, value: null });
    expect(await registry.digestOf('acme/digests', digestOf('other'), signal)).toEqual({
      ok: true,
      value: null,
    });
    expect(await registry.tags('acme/digests', signal)).toEqual({ ok: true, value: ['1.0.0'] });
  });

  test('removes a manifest, and a second time is no failure', async () => {
    const registry = registryAt(neighbour.host);
    const digest = await putImage(neighbour.host, 'acme/removed', '1.0.0');
    expect(await registry.remove('acme/removed', digest, signal)).toEqual({ ok: true, value: null });
    expect(await registry.digestOf('acme/removed', '1.0.0', signal)).toEqual({ ok: true, value: null });
    expect(await registry.remove('acme/removed', digest, signal)).toEqual({ ok: true, value: null });
  });
});

describe.skipIf(registryMissing !== null)(registryMissing ?? 'a registry that refuses', () => {
  test('to remove says that it is switched off there', async () => {
    const neighbour = await startRegistry({ deletes: false });
    try {
      const digest = await putImage(neighbour.host, 'acme/app', '1.0.0');
      const registry = registryAt(neighbour.host);
      expect(await registry.remove('acme/app', digest, signal)).toMatchObject({
        ok: false,
        code: 'refused',
        reason: expect.stringContaining('switched off (HTTP 405)'),
        fix: expect.stringContaining('administrator'),
      });
    } finally {
      await neighbour.remove();
    }
  });

  test('is unreachable while it is down, and has everything when it is back', async () => {
    const neighbour = await startRegistry();
    try {
      const digest = await putImage(neighbour.host, 'acme/app', '1.0.0');
      const registry = registryAt(neighbour.host);
      await neighbour.stop();
      expect(await registry.digestOf('acme/app', '1.0.0', signal)).toMatchObject({
        ok: false,
        code: 'unreachable',
        reason: expect.stringContaining('ECONNREFUSED'),
      });
      await neighbour.start();
      expect(await registry.digestOf('acme/app', '1.0.0', signal)).toEqual({ ok: true, value: digest });
    } finally {
      await neighbour.remove();
    }
  });
});

describe.skipIf(registryMissing !== null)(registryMissing ?? 'a registry with logins', () => {
  let neighbour: RegistryNeighbour;
  beforeAll(async () => {
    neighbour = await startRegistry({ login: true });
  });
  afterAll(() => neighbour.remove());
  afterEach(() => vi.unstubAllEnvs());

  test('takes the one of docker', async () => {
    const dockerConfig = { auths: { [`http://${neighbour.host}/v1/`]: basicAuth(user, password) } };
    expect(await registryAt(neighbour.host, { dockerConfig }).canPush('acme/app', signal)).toEqual({
      ok: true,
      value: null,
    });
  });

  test.each(['REGISTRY_AUTH_FILE', 'XDG_RUNTIME_DIR'])(
    'takes the one that podman keeps by %s',
    async (variable) => {
      const folder = mkdtempSync(join(tmpdir(), 'pod-engine-auth-'));
      const { mkdirSync } = await import('node:fs');
      mkdirSync(join(folder, 'containers'));
      const file = join(folder, 'containers', 'auth.json');
      // Podman keeps logins of parts of a registry too.
      writeFileSync(
        file,
        JSON.stringify({ auths: { [`${neighbour.host}/acme`]: basicAuth(user, password) } }),
      );
      const environment = { [variable]: variable === 'XDG_RUNTIME_DIR' ? folder : file };
      const registry = registryAt(neighbour.host, { environment });
      expect(await registry.canPush('acme/app', signal)).toEqual({ ok: true, value: null });
      expect(await registry.canPush('other/app', signal)).toMatchObject({ ok: false, code: 'unauthorised' });
      rmSync(folder, { recursive: true });
    },
  );

  test('asks the helper that docker names, by its standard input', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pod-engine-helper-'));
    const asked = join(folder, 'asked');
    const answer = JSON.stringify({ ServerURL: neighbour.host, Username: user, Secret: password });
    const helper = join(folder, 'docker-credential-oftest');
    writeFileSync(helper, `#!/bin/sh\necho "$@" > ${asked}\ncat >> ${asked}\necho '${answer}'\n`);
    chmodSync(helper, 0o755);
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
    const dockerConfig = { credHelpers: { [neighbour.host]: 'oftest' } };
    const registry = registryAt(neighbour.host, { dockerConfig });
    expect(await registry.canPush('acme/app', signal)).toEqual({ ok: true, value: null });
    expect(readFileSync(asked, 'utf8')).toBe(`get\n${neighbour.host}\n`);
    rmSync(folder, { recursive: true });
  });

  test('without one it says that one is asked for, and with a wrong one that it is not accepted', async () => {
    expect(await registryAt(neighbour.host).digestOf('acme/app', '1', signal)).toMatchObject({
      ok: false,
      code: 'unauthorised',
      reason: expect.stringContaining('asks for a login'),
      fix: expect.stringContaining(`docker login ${neighbour.host}`),
    });
    const dockerConfig = { auths: { [neighbour.host]: basicAuth(user, 'wrong-password') } };
    const refused = await registryAt(neighbour.host, { dockerConfig }).digestOf('acme/app', '1', signal);
    expect(refused).toMatchObject({
      code: 'unauthorised',
      reason: expect.stringContaining('does not accept the login'),
    });
    expect(JSON.stringify(refused)).not.toContain('wrong-password');
  });

  test('a helper that is missing and a file that cannot be read are told', async () => {
    const dockerConfig = { credsStore: 'not-there' };
    expect(await registryAt(neighbour.host, { dockerConfig }).canPush('acme/app', signal)).toMatchObject({
      reason: expect.stringContaining('docker-credential-not-there is not installed'),
    });
    const bad = registryAt(neighbour.host, { dockerConfig: { auths: 'no' } });
    expect(await bad.canPush('acme/app', signal)).toMatchObject({
      reason: expect.stringMatching(/The logins in .*config\.json cannot be read/),
    });
  });
});
