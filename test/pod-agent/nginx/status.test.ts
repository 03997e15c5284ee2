/** nginx's own counters: on loopback, at a port of their own, and nothing else there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Nginx, nginxMissing, outerAddress, startNginx } from '../../neighbours/nginx.ts';
import { ask, textOf } from './ask.ts';

describe.skipIf(nginxMissing !== null)(`stub_status (${nginxMissing ?? 'real nginx'})`, () => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startNginx({ site: { 'index.html': 'page' } });
  });
  afterAll(() => nginx.stop());

  it('is at /status of its port', async () => {
    const answer = await ask(nginx.plan.statusPort, '/status');
    expect(answer.status).toBe(200);
    expect(textOf(answer)).toMatch(
      /^Active connections: 1 \nserver accepts handled requests\n \d+ \d+ \d+ \n/,
    );
  });

  it.each(['/', '/index.html', '/health.json'])('is the only thing there: %s is 404', async (path) => {
    expect((await ask(nginx.plan.statusPort, path)).status).toBe(404);
  });

  it('is not at the port of the site', async () => {
    expect(textOf(await ask(nginx.port, '/status'))).toBe('page');
  });

  const outer = outerAddress();
  it.skipIf(outer === null)(
    `cannot be reached from outside (${outer ?? 'no other address here'})`,
    async () => {
      const host = outer ?? '';
      await expect(ask(nginx.plan.statusPort, '/status', { host })).rejects.toThrow('ECONNREFUSED');
    },
  );
});
