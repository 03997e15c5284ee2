/** The grade that Mozilla's HTTP Observatory would give for what a real nginx answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Nginx, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { type Answer, ask } from './ask.ts';
import { scoreAnswer } from './observatory.ts';

const page = '<!doctype html><script type="module" src="/assets/app.js"></script><title>The site</title>';

describe.skipIf(nginxMissing !== null)(`the observatory's grade (${nginxMissing ?? 'real nginx'})`, () => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startNginx({ site: { 'index.html': page, 'assets/app.js': '' } });
  });
  afterAll(() => nginx.stop());

  it.each(['/', '/pods/abc', '/assets/app.js', '/assets/missing.js', '/health.json'])(
    'of %s is A+',
    async (path) => {
      const { grade, score, verdicts } = scoreAnswer(await ask(nginx.port, path));
      expect(verdicts.filter(({ modifier }) => modifier < 0)).toEqual([]);
      expect([grade, score]).toEqual(['A+', 130]);
    },
  );
});

describe('the scoring', () => {
  const scored = (headers: Readonly<Record<string, string>>, body = '') =>
    scoreAnswer({
      headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
      body: Buffer.from(body),
    } satisfies Omit<Answer, 'status'>);
  const good = {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
  };

  it('gives little for no headers at all', () => {
    // 25 for the policy, 20 each for transport and framing, 5 for content types.
    expect(scored({})).toMatchObject({ score: 30, grade: 'D' });
    expect(scored({ 'set-cookie': 'a=b' })).toMatchObject({ score: 0, grade: 'F' });
  });

  it.each([
    [{}, '', 115],
    [{ 'content-security-policy': "default-src 'self'; frame-ancestors 'none'" }, '', 110],
    [{ 'content-security-policy': "script-src 'unsafe-inline'; frame-ancestors 'none'" }, '', 80],
    [
      { 'content-security-policy': "default-src 'none'; script-src 'unsafe-eval'; frame-ancestors 'none'" },
      '',
      95,
    ],
    [{ 'content-security-policy': "default-src 'none'; img-src http:; frame-ancestors 'none'" }, '', 95],
    [
      { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" },
      '',
      105,
    ],
    [{ 'strict-transport-security': 'max-age=60' }, '', 105],
    [{ 'x-content-type-options': 'sniff' }, '', 110],
    [{ 'referrer-policy': 'unsafe-url' }, '', 110],
    [{ 'cross-origin-resource-policy': 'same-origin, same-origin' }, '', 110],
    [{ 'access-control-allow-origin': 'https://a', 'access-control-allow-credentials': 'true' }, '', 50],
    [{}, '<script src="https://a.example/b.js">', 110],
  ])('of %j and %j', (headers, body, score) => {
    expect(scored({ ...good, ...headers }, body).score).toBe(score);
  });
});
