import { expect, it } from 'vitest';
import { redact, redactedLine } from '../../../pod-agent/checks/redact.ts';

it.each([
  ['Authorization: Bearer abc.def', 'Authorization: ***'],
  ['authorization: "Basic dXNlcjpwYXNz"', 'authorization: "***"'],
  ['sent bearer abcdef123456', 'sent bearer ***'],
  ['Cookie: session=1; other=2', 'Cookie: ***'],
  ['password=hunter2 next', 'password=*** next'],
  ['"db_password": "a b"', '"db_password": ***'],
  ['RUNPOD_API_KEY=rpa_1', 'RUNPOD_API_KEY=***'],
  ['SIGNING_KEY=abc', 'SIGNING_KEY=***'],
  ['postgres://user:pass@db/x', 'postgres://***@db/x'],
  ['GET /x?token=1&name=2 HTTP/1.1', 'GET /x?*** HTTP/1.1'],
  ['postgres://user:p@ss@db/x', 'postgres://***@db/x'],
  ['got {\\"password\\":\\"hunter2\\",\\"a\\":1}', 'got {\\"password\\":***,\\"a\\":1}'],
  ['serve --api-key abc123 --port 80', 'serve --api-key *** --port 80'],
  ['curl -u user:hunter2 x', 'curl -u user:*** x'],
  ['PASS=hunter2 x', 'PASS=*** x'],
  ['https://hooks.slack.com/services/T0/B0/ab x', 'https://hooks.slack.com/*** x'],
  ['POST https://discord.com/api/webhooks/1/ab', 'POST https://discord.com/api/webhooks/***'],
  ['key sk-abcdefghijklmnop', 'key ***'],
  ['hf_abcdefghijklmnop', '***'],
  ['ghp_abcdefghijklmnop', '***'],
  ['eyJhbGciOiJI.eyJzdWIi.c2ln', '***'],
  ['id Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab1Ab', 'id ***'],
])('%s', (text, wanted) => {
  expect(redact(text)).toBe(wanted);
});

it.each([
  'open() "/srv/site/a.js" failed (2: No such file or directory)',
  'commit 0123456789abcdef0123456789abcdef01234567',
  'no tokens were generated',
  'serve --max-tokens 4096 --tokenizer auto',
  'http://10.0.0.1:8000/a and me@example.com',
])('leaves "%s"', (text) => {
  expect(redact(text)).toBe(text);
});

it('makes one short line without control characters', () => {
  const line = redactedLine(`a\u001b[31m\nb${'x'.repeat(1000)}`);
  expect(line.length).toBe(300);
  expect(line).toMatch(/^a \[31m bx+…$/);
});

it('takes its time over no line, however long', () => {
  const long = `${'password'.repeat(50_000)}=x ${'a'.repeat(500_000)}`;
  expect(redactedLine(long).length).toBe(300);
});
