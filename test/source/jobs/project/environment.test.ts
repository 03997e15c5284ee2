/** Where values of variables come from, and what is taken for a secret. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { secretReason } from '../../../../source/base/looks-like-secret.ts';
import { resolveEnvironment } from '../../../../source/jobs/project/environment.ts';
import { madeProject } from './made-project.ts';

test('references become values, and what is not set is named once', () => {
  const { pod } = madeProject(
    'env: {LEVEL: 1.10, TOKEN: {secret: hf}, SAME: "{{ RUNPOD_SECRET_other }}", A: {fromEnvironment: MINE}, B: {fromEnvironment: GONE}, C: {fromEnvironment: GONE}, D: {fromEnvironment: EMPTY}, E: ""}',
  );
  const resolved = resolveEnvironment(pod.environment, { MINE: 'my-value', EMPTY: '' });
  const plain = Object.fromEntries(
    Object.entries(resolved.values).map(([name, value]) => [name, value.reveal()]),
  );
  expect(plain).toEqual({
    LEVEL: '1.10',
    TOKEN: '{{ RUNPOD_SECRET_hf }}',
    SAME: '{{ RUNPOD_SECRET_other }}',
    A: 'my-value',
    E: '',
  });
  expect(resolved.missing).toEqual(['GONE', 'EMPTY']);
  expect(inspect(resolved) + JSON.stringify(resolved)).not.toContain('my-value');
  expect(pod.environment.SAME).toEqual({ kind: 'secret', secretName: 'other' });
});

test.each([
  ['HF_TOKEN', 'anything'],
  ['apiKey', 'anything'],
  ['DB_PASSWORD', 'hunter2'],
  ['JUPYTER_PASSWORD', '12345'],
  ['X', 'rpa_ABCDEFGHIJKLMNOP'],
  ['X', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
  ['X', 'sk-proj-abcdefghijklmnopqrst'],
  ['X', 'AKIAIOSFODNN7EXAMPLE'],
  ['X', '-----BEGIN OPENSSH PRIVATE KEY-----\nabc'],
  ['DATABASE_URL', 'postgres://app:hunter2@db.example/app'],
  ['X', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc'],
  ['X', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ['X', 'q7Rk2LmX9vTz4WcB8nYp1DsE'],
])('%s is refused', (name, value) => {
  const reason = secretReason(name, value);
  expect(reason).not.toBeNull();
  expect(reason).not.toContain(value);
});

test.each([
  ['LOG_LEVEL', 'info'],
  ['MODEL', 'meta-llama/Llama-3.1-70B-Instruct'],
  ['MODEL', 'Qwen2-VL-7B-Instruct-GPTQ-Int4'],
  ['MAX_TOKENS', '4096'],
  ['TOKEN_LIMIT', '4096'],
  ['SSL_KEY_FILE', '/etc/ssl/app.key'],
  ['TLS_KEY', '/etc/ssl/app.key'],
  [
    'PUBLIC_KEY',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4kZ1c0Zr8yYbYdQ0cT3m9m2hQw7mX0v1pZJkq9Wc2B ann@build',
  ],
  ['API_URL', 'https://api.example/v1'],
  ['REVISION', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'],
  ['IMAGE', 'app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ['ID', '550e8400-e29b-41d4-a716-446655440000'],
  ['REQUIRE_AUTH', 'true'],
  ['PASSWORD', ''],
  ['KEYBOARD', 'de'],
  ['AUTHOR', 'Ann'],
])('%s=%s may stand in the file', (name, value) => {
  expect(secretReason(name, value)).toBeNull();
});
