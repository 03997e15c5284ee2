import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  judgeKnownHost,
  knownKeyTypes,
  matchesAddress,
  parseKnownHosts,
} from '../../../source/ssh/known-hosts.ts';
import { makeKey } from '../../neighbours/sshd.ts';

const folder = mkdtempSync(join(tmpdir(), 'pod-engine-known-hosts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keys = ['ed25519', 'ecdsa', 'rsa'] as const;
for (const type of keys) makeKey(join(folder, type), type);
const [ed25519 = '', ecdsa = '', rsa = ''] = keys.map((type) => publicKey(type));
makeKey(join(folder, 'other'), 'ed25519');
const other = publicKey('other');

describe('names match as ssh-keygen -F finds them', () => {
  const lines: readonly (readonly [string, string])[] = [
    ['plain', 'pod.example'],
    ['in a list', 'a.example,pod.example,b.example'],
    ['upper case', 'POD.Example'],
    ['star', '*.example'],
    ['star that does not reach', '*.example.org'],
    ['question mark', 'po?.example'],
    ['negated', '*.example,!pod.example'],
    ['negated other', '*.example,!pad.example'],
    ['with a port', '[pod.example]:2222'],
    ['with a wildcard and a port', '[*.example]:2222'],
    ['address', '10.0.0.7'],
    ['address pattern', '10.0.0.*'],
    ['nothing of it', 'elsewhere'],
    ['only stars', '*'],
  ];
  const addresses = [
    { host: 'pod.example', port: 22 },
    { host: 'pod.example', port: 2222 },
    { host: '10.0.0.7', port: 22 },
  ];

  test.each(lines)('%s', (_name, names) => {
    for (const address of addresses) {
      expect(matchesAddress(names, address), `${names} for ${address.host}:${address.port}`).toBe(
        foundByKeygen(`${names} ${ed25519}\n`, address),
      );
    }
  });

  test('hashed', () => {
    const path = join(folder, 'hashed');
    writeFileSync(path, `[pod.example]:2222 ${ed25519}\n10.0.0.7 ${rsa}\n`);
    execFileSync('ssh-keygen', ['-H', '-f', path], { stdio: 'ignore' });
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/^\|1\|/);
    const [first, second] = parseKnownHosts(text);
    expect(matchesAddress(first?.names ?? '', { host: 'pod.example', port: 2222 })).toBe(true);
    expect(matchesAddress(first?.names ?? '', { host: 'pod.example', port: 22 })).toBe(false);
    expect(matchesAddress(second?.names ?? '', { host: '10.0.0.7', port: 22 })).toBe(true);
  });

  test('a pattern made to be slow is not', () => {
    const names = `${'*a'.repeat(200)}b`;
    expect(matchesAddress(names, { host: 'a'.repeat(250), port: 22 })).toBe(false);
  });
});

describe('the judgement on a key', () => {
  const here = { host: 'pod.example', port: 22 };
  const judge = (text: string, key: string) => judgeKnownHost(parseKnownHosts(text), here, bytesOf(key));

  test.each([
    ['the known key', `pod.example ${ed25519}`, ed25519, 'trusted'],
    ['another key of that kind', `pod.example ${ed25519}`, other, 'changed'],
    ['a key of another kind', `pod.example ${rsa}`, ed25519, 'changed'],
    ['one of several', `pod.example ${rsa}\npod.example ${ed25519}`, ed25519, 'trusted'],
    ['a host nobody knows', `elsewhere ${ed25519}`, ed25519, 'unknown'],
    ['a revoked key', `@revoked * ${ed25519}\npod.example ${ed25519}`, ed25519, 'revoked'],
    ['another key is revoked', `@revoked * ${other}\npod.example ${ed25519}`, ed25519, 'trusted'],
    ['only an authority is known', `@cert-authority *.example ${rsa}`, ed25519, 'ca-only'],
    [
      'comments and broken lines',
      `# pod.example ${other}\n\npod.example\n@odd pod.example ${other}`,
      ed25519,
      'unknown',
    ],
  ])('%s', (_name, text, key, verdict) => {
    expect(judge(text, key)).toBe(verdict);
  });

  test('lists the kinds of key it knows, to ask for them first', () => {
    const known = parseKnownHosts(
      `pod.example ${rsa}\npod.example ${ecdsa}\npod.example ${rsa}\n@revoked pod.example ${ed25519}\n`,
    );
    expect(knownKeyTypes(known, here)).toEqual(['ssh-rsa', 'ecdsa-sha2-nistp256']);
  });
});

function publicKey(name: string): string {
  return readFileSync(join(folder, `${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ');
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key.split(' ')[1] ?? '', 'base64');
}

function foundByKeygen(text: string, { host, port }: { host: string; port: number }): boolean {
  const path = join(folder, 'asked');
  writeFileSync(path, text);
  const name = port === 22 ? host : `[${host}]:${port}`;
  return spawnSync('ssh-keygen', ['-F', name, '-f', path]).status === 0;
}
