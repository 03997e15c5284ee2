import { expect, test } from 'vitest';
import { askEngine } from '../../../../source/jobs/container/ask-engine.ts';
import { failureWords, saysNoSuch } from '../../../../source/jobs/container/failure-words.ts';

test.each([
  ['Error: writing blob: write /var/lib/x: no space left on device', 'a disk is full'],
  [
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    'its daemon is not running',
  ],
  ['permission denied while trying to connect to the Docker daemon socket', 'may not use its daemon'],
  ['unauthorized: authentication required', 'asks for a login'],
  ['denied: requested access to the resource is denied', 'refuses it to this login'],
  ['toomanyrequests: You have reached your pull rate limit', 'takes no more requests'],
  ['http: server gave HTTP response to HTTPS client', 'speaks plain HTTP'],
  ['tls: failed to verify certificate: x509: certificate signed by unknown authority', 'certificate'],
  ['manifest for acme/none:1 not found: manifest unknown', 'has no such image'],
  ['dial tcp 127.0.0.1:1: connect: connection refused', 'does not answer'],
  ['received unexpected HTTP status: 500 Internal Server Error', 'a fault of its own'],
  ['exec /bin/app: exec format error', 'another processor'],
  ['process "/bin/sh -c make" did not complete successfully: exit code: 137', 'for want of memory'],
])('%j is told in words', (said, words) => {
  expect(failureWords(said)?.reason).toContain(words);
});

test('what is not known is left to the engine’s own words', () => {
  expect(failureWords('Error: something new')).toBeNull();
  expect(saysNoSuch('Error: inspecting object: localhost/x:1: image not known')).toBe(true);
  expect(saysNoSuch('Error response from daemon: No such container: abc')).toBe(true);
});

async function failedAfter(lines: readonly string[]) {
  return askEngine({
    program: 'podman',
    words: ['build'],
    failing: 'Cannot build app:1 with podman',
    signal: new AbortController().signal,
    run: async ({ onLine }) => {
      for (const line of lines) onLine?.(line, 'err');
      return { kind: 'ended', exitCode: 1, stdout: '', stderr: '' };
    },
  });
}

test('what a program of the build said long before the end is no reason', async () => {
  const answer = await failedAfter([
    'a test of refusal: connection refused, as expected',
    ...Array.from({ length: 20 }, (_, index) => `compiled ${index}`),
    'Error: building at STEP "RUN make": while running runtime: exit status 2',
  ]);
  expect(answer).toMatchObject({
    ok: false,
    reason:
      'Cannot build app:1 with podman: it ended with exit code 1: building at STEP "RUN make": while running runtime: exit status 2.',
  });
});

test('the evidence is the end, at most 30 lines with the command, and safe', async () => {
  const answer = await failedAfter([
    ...Array.from({ length: 100 }, (_, index) => `line ${index}`),
    '\u001b[31mlast\u001b[0m',
  ]);
  if (answer.ok) throw new Error('it should have failed');
  expect(answer.evidence).toHaveLength(30);
  expect(answer.evidence[0]).toBe('$ podman build');
  expect(answer.evidence.at(-1)).toBe('last');
});
