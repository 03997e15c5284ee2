import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnosis } from '../../../../pod-agent/protocol/finding.ts';
import { createSecret } from '../../../../source/base/secret.ts';
import type { BundleParts } from '../../../../source/jobs/bundle/contents.ts';
import { createRedaction } from '../../../../source/jobs/bundle/redaction.ts';
import { writeBundle } from '../../../../source/jobs/bundle/write-bundle.ts';
import { literalPod } from '../literal-pod.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Each stands for a secret; none may come out again. */
const planted = {
  apiKey: 'rpa_PLANTED1ABCDEF',
  known: 'PLANTED2/with+odd=chars',
  bearer: 'PLANTED3.abc.def',
  assignment: 'PLANTED4value',
  quoted: 'PLANTED5 with blanks',
  url: 'PLANTED6pass',
  query: 'PLANTED7session',
  privateKey: 'PLANTED8PLANTED8PLANTED8',
  cutKey: 'PLANTED9PLANTED9PLANTED9',
  hugging: 'hf_PLANTED10abcdefghij',
  cookie: 'PLANTED11cookie',
  option: 'PLANTED12option',
  member: 'PLANTED13member',
  amazon: 'AKIAPLANTED14ABCDEF',
};

const everything = [
  `${planted.cutKey}\n${planted.cutKey}\n-----END OPENSSH PRIVATE KEY-----`,
  `RUNPOD_API_KEY=${planted.apiKey}`,
  `before ${planted.known} after`,
  `Authorization: Bearer ${planted.bearer}`,
  `export WANDB_TOKEN=${planted.assignment}; DB_PASSWORD: ${planted.assignment}`,
  `password = "${planted.quoted}" my_secret='${planted.quoted}'`,
  `postgres://admin:${planted.url}@db.example:5432/x`,
  `10.0.0.1 "GET /login?session=${planted.query}&x=1 HTTP/1.1" 200 "https://example.com/a?${planted.query}"`,
  `-----BEGIN RSA PRIVATE KEY-----\n${planted.privateKey}\n${planted.privateKey}\n-----END RSA PRIVATE KEY-----`,
  `cloned with ${planted.hugging} and ${planted.amazon}`,
  `Set-Cookie: sid=${planted.cookie}; Path=/`,
  `python train.py --api-key ${planted.option} --epochs 3`,
  `-----BEGIN EC PRIVATE KEY-----\n${planted.privateKey}`,
].join('\n');

describe('a bundle for support', () => {
  test('holds what it says, and none of the secrets that were planted everywhere', async () => {
    const path = join(folder, 'bundle.tar.gz');
    const result = await writeBundle({ ...parts(), path, isForced: false });
    expect(result).toMatchObject({ ok: true, path });
    expect(statSync(path).mode & 0o777).toBe(0o600);

    const files = unpack(path);
    expect([...files.keys()].sort()).toEqual([
      'diagnosis.json',
      'diagnosis.txt',
      'journal.jsonl',
      'logs/1-error.log',
      'logs/2-odd_name',
      'manifest.json',
      'pod.json',
      'versions.json',
    ]);
    for (const [name, text] of files) {
      expect(text, name).not.toMatch(/PLANTED/);
      expect(text.replaceAll('\n', ''), name).not.toMatch(/\p{Cc}/u);
    }
    for (const name of ['diagnosis.json', 'pod.json', 'versions.json', 'manifest.json'])
      JSON.parse(files.get(name) ?? '');
    for (const line of (files.get('journal.jsonl') ?? '').trim().split('\n').slice(0, -1)) JSON.parse(line);
  });

  test('keeps what is no secret', async () => {
    const path = join(folder, 'bundle.tar.gz');
    await writeBundle({ ...parts(), path, isForced: false });
    const files = unpack(path);
    expect(files.get('diagnosis.txt')).toContain('Disk / is full: 100 % of 20.0 GiB used');
    expect(files.get('logs/1-error.log')).toContain('"GET /login?[redacted] HTTP/1.1" 200');
    expect(files.get('logs/1-error.log')).toContain('postgres://[redacted]@db.example:5432/x');
    expect(JSON.parse(files.get('pod.json') ?? '')).toMatchObject({ id: 'pod1', state: { kind: 'running' } });
    expect(JSON.parse(files.get('versions.json') ?? '')).toMatchObject({ 'pod-engine': '0.1.0' });
  });

  test('its manifest says what was left out', async () => {
    const path = join(folder, 'bundle.tar.gz');
    await writeBundle({
      ...parts(),
      path,
      isForced: false,
      journal: null,
      logs: { reason: `no link ${planted.known}` },
    });
    const manifest = JSON.parse(unpack(path).get('manifest.json') ?? '');
    expect(manifest.missing).toEqual([
      { name: 'journal.jsonl', reason: 'the job keeps no journal' },
      { name: 'logs', reason: 'no link [redacted]' },
    ]);
    expect(manifest.redacted['private keys']).toBeGreaterThan(0);
    expect(manifest.redacted.assignments).toBeGreaterThan(0);
    expect(manifest.files.map(({ name }: { name: string }) => name)).toContain('diagnosis.json');
    expect(manifest.never).toContainEqual(expect.stringContaining('API key'));
  });

  test('takes the place of no file unless it is told to', async () => {
    const path = join(folder, 'bundle.tar.gz');
    writeFileSync(path, 'dear');
    const refused = await writeBundle({ ...parts(), path, isForced: false });
    expect(refused).toEqual({
      ok: false,
      reason: `${path} is there already. Name another file, or replace it with --force.`,
    });
    expect(readFileSync(path, 'utf8')).toBe('dear');
    expect(await writeBundle({ ...parts(), path, isForced: true })).toMatchObject({ ok: true });
    expect(unpack(path).size).toBeGreaterThan(4);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('does not write through a link that was laid in its place', async () => {
    const target = join(folder, 'elsewhere');
    const path = join(folder, 'bundle.tar.gz');
    writeFileSync(target, 'dear');
    symlinkSync(target, path);
    expect((await writeBundle({ ...parts(), path, isForced: false })).ok).toBe(false);
    expect((await writeBundle({ ...parts(), path, isForced: true })).ok).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('dear');
  });

  test('a folder that is not there is named', async () => {
    const path = join(folder, 'none', 'bundle.tar.gz');
    const result = await writeBundle({ ...parts(), path, isForced: true });
    expect(result).toMatchObject({ ok: false, reason: expect.stringContaining(path) });
  });

  test('hostile lines come to an end', () => {
    const { text } = createRedaction([]);
    for (const part of [
      'key',
      'a.',
      '--key-',
      'eyJ-',
      'a?',
      'abcdefgh',
      '-----BEGIN ',
      'cookie ',
      'QUJD QUJD\n',
    ])
      expect(text(part.repeat(40_000 / part.length)).length).toBeGreaterThan(0);
  });
});

function parts(): BundleParts {
  return {
    diagnosis: diagnosis(),
    diagnosisText: `Disk / is full: 100 % of 20.0 GiB used\n\u001b[31m${everything}\u001b[0m\n`,
    pod: { ...literalPod(), name: `box ${planted.known}`, lastStatusChange: everything },
    versions: { 'pod-engine': '0.1.0', node: process.version },
    journal: `${JSON.stringify({ record: 'event', event: { kind: 'output', text: everything, apiKey: planted.member } })}\n${JSON.stringify({ nested: [{ MY_TOKEN: planted.member }] })}\n{"cut off": "RUNPOD_API_KEY=${planted.assignment}`,
    logs: {
      logs: [
        { path: '/var/log/nginx/error.log', text: everything },
        { path: '/var/log/../odd name', text: `fine\u0007\u001b]0;owned\u0007 ${everything}` },
      ],
      missing: [{ path: '/var/log/none.log', reason: `${planted.known} is not there` }],
    },
    secrets: [createSecret(planted.apiKey), createSecret(planted.known)],
    atMs: Date.UTC(2026, 10, 25),
  };
}

function diagnosis(): Diagnosis {
  return {
    schema: 1,
    atMs: 1,
    tookMs: 2,
    via: 'shell',
    status: 'fail',
    checks: [{ checkId: 'disk', title: 'Disk', status: 'fail', summary: everything, tookMs: 1 }],
    findings: [
      {
        id: 'disk-full:/',
        checkId: 'disk',
        title: 'Disk / is full',
        status: 'fail',
        scope: 'container',
        evidence: [{ what: 'log', value: everything, expected: null, source: `/x?${planted.query}` }],
        causes: [everything],
        impact: everything,
        fix: {
          text: 'Clean up',
          command: `curl -H 'Authorization: Bearer ${planted.bearer}'`,
          safe: false,
          reversible: false,
        },
        documentation: null,
        causedBy: null,
      },
    ],
  };
}

/** By tar itself, into files by their name within the bundle's folder. */
function unpack(path: string): ReadonlyMap<string, string> {
  const into = mkdtempSync(join(folder, 'unpacked-'));
  execFileSync('tar', ['-xzf', path, '-C', into]);
  const base = join(into, 'pod-engine-bundle');
  const names = readdirSync(base, { recursive: true }).map(String);
  return new Map(
    names
      .filter((name) => statSync(join(base, name)).isFile())
      .map((name) => [name, readFileSync(join(base, name), 'utf8')]),
  );
}
