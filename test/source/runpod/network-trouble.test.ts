import { expect, test } from 'vitest';
import { networkTrouble } from '../../../source/runpod/network-trouble.ts';

test.each([
  {
    code: 'ENOTFOUND',
    kind: 'network',
    passing: true,
    says: 'the name api.runpod.io was not found (ENOTFOUND)',
  },
  { code: 'EAI_AGAIN', kind: 'network', passing: true, says: 'was not found' },
  { code: 'ECONNREFUSED', kind: 'network', passing: true, says: 'refused the connection' },
  { code: 'ECONNRESET', kind: 'network', passing: true, says: 'closed the connection' },
  { code: 'UND_ERR_SOCKET', kind: 'network', passing: true, says: 'closed the connection' },
  { code: 'EHOSTUNREACH', kind: 'network', passing: true, says: 'no route' },
  { code: 'ETIMEDOUT', kind: 'timeout', passing: false, says: 'did not answer in time' },
  { code: 'UND_ERR_CONNECT_TIMEOUT', kind: 'timeout', passing: false, says: 'did not answer in time' },
  { code: 'UND_ERR_HEADERS_TIMEOUT', kind: 'timeout', passing: false, says: 'did not answer in time' },
  {
    code: 'CERT_HAS_EXPIRED',
    kind: 'network',
    passing: false,
    says: 'the certificate of api.runpod.io is not trusted',
  },
  { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', kind: 'network', passing: false, says: 'certificate' },
  { code: 'SELF_SIGNED_CERT_IN_CHAIN', kind: 'network', passing: false, says: 'certificate' },
  { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', kind: 'network', passing: false, says: 'certificate' },
  { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', kind: 'network', passing: false, says: 'certificate' },
  { code: 'ERR_TLS_CERT_ALTNAME_INVALID', kind: 'network', passing: false, says: 'certificate' },
  { code: 'ERR_SSL_WRONG_VERSION_NUMBER', kind: 'network', passing: false, says: 'does not speak TLS' },
  { code: 'HPE_INVALID_CONSTANT', kind: 'unexpected', passing: false, says: 'does not answer in HTTP' },
  { code: 'E_SOMETHING_NEW', kind: 'network', passing: true, says: 'failed (E_SOMETHING_NEW)' },
])('$code is $kind', ({ code, kind, passing, says }) => {
  const cause = Object.assign(new Error('inner'), { code });
  expect(networkTrouble(new TypeError('fetch failed', { cause }), 'api.runpod.io')).toMatchObject({
    code: kind,
    passing,
    reason: expect.stringContaining(says),
  });
});

test('the code is found among the errors of several addresses, and not needed', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  const several = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
  expect(networkTrouble(several, 'localhost').reason).toBe('localhost refused the connection (ECONNREFUSED)');
  const circle: { cause?: unknown } = {};
  circle.cause = circle;
  for (const odd of [circle, undefined, 'text', { code: 'not a code' }]) {
    expect(networkTrouble(odd, 'localhost')).toMatchObject({
      code: 'network',
      reason: 'the connection to localhost failed',
    });
  }
});
