import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { redact } from '../../../source/base/redact.ts';
import { createSecret } from '../../../source/base/secret.ts';

const value = 'hunter2-hunter2';

test('a secret gives its value to reveal alone', () => {
  const secret = createSecret(value);
  expect(secret.reveal()).toBe(value);
  const prints = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret, { showHidden: true }),
    inspect({ nested: [secret] }, { depth: 9, showHidden: true, getters: true }),
    format('%s %o %O %j', secret, secret, secret, secret),
    JSON.stringify(structuredClone(secret)),
    JSON.stringify(Object.entries(secret)),
    Object.prototype.toString.call(secret),
    new Error(`with ${secret}`).stack,
  ];
  for (const print of prints) expect(print).not.toContain('hunter2');
  expect(inspect({ secret })).toBe('{ secret: [redacted] }');
});

test.each([
  { text: `key ${value} twice ${value}`, without: 'key [redacted] twice [redacted]' },
  { text: 'found rpa_ABC123def in it', without: 'found [redacted] in it' },
  { text: 'Authorization: bearer abc.def-123', without: 'Authorization: bearer [redacted]' },
  { text: 'Bearer token-4711, Bearer tokens.x', without: 'Bearer [redacted], Bearer [redacted]' },
  { text: 'missing bearer token. A bearer token', without: 'missing bearer token. A bearer token' },
  { text: 'nothing here', without: 'nothing here' },
])('$text', ({ text, without }) => {
  expect(redact(text, [createSecret(value)])).toBe(without);
});

test('a secret is found as it stands in a URL and in JSON, and a short one does not tear words', () => {
  const odd = 'a"b/c=d e';
  expect(redact(`?key=${encodeURIComponent(odd)} ${JSON.stringify({ odd })}`, [createSecret(odd)])).toBe(
    '?key=[redacted] {"odd":"[redacted]"}',
  );
  expect(redact('an apple', [createSecret('a'), createSecret('')])).toBe('an apple');
});
