/** Complaints of OpenSSH, word for word, and what they are taken for. */
import { expect, test } from 'vitest';
import { failureOfComplaint } from '../../../../source/ssh/system/ssh-complaint.ts';

function failureOf(...lines: readonly string[]) {
  return failureOfComplaint({
    endpoint: { host: 'pod.test', port: 22, username: 'root' },
    said: lines.map((line) => `${line}\n`).join(''),
    keys: { files: [], only: false },
    wasReady: false,
  });
}

test('the way to the pod is to blame where its ssh has said why it ended', () => {
  const failure = failureOf(
    'ssh: connect to host gate.test port 22: Connection refused',
    'kex_exchange_identification: Connection closed by remote host',
  );
  expect(failure).toMatchObject({ kind: 'unreachable', retriable: true });
  expect(failure.message).toContain('failed: connect to host gate.test port 22: Connection refused.');
});

test('a pod that hangs up is not called a jump host, whatever ssh warned of before', () => {
  const { message } = failureOf(
    'Warning: Identity file /keys/old not accessible: No such file or directory.',
    'kex_exchange_identification: read: Connection reset by peer',
    'Connection reset by 192.0.2.7 port 22',
  );
  expect(message).toMatch(/^Connection closed early by pod\.test:22/);
  expect(message).toContain('Connection reset by 192.0.2.7 port 22');
});
