/** A started pod whose time to live is over: it tells those who are told of alerts, then asks RunPod to stop it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { buildAgent, until } from '../built-agent.ts';
import { podsOf, startedPodMissing } from './started-pod.ts';

const start = podsOf(buildAgent());

describe.skipIf(startedPodMissing !== null)(`a pod that stops itself ${startedPodMissing ?? ''}`, () => {
  it('says so in its health page and to a webhook before it asks RunPod', async () => {
    const asked: { readonly path: string; readonly body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        asked.push({ path: request.url ?? '', body });
        response.end('{}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const pod = await start({
      variables: {
        RUNPOD_API_KEY: 'rpa_POD_ALONE',
        POD_ENGINE_TTL_MINUTES: '0.1',
        POD_ENGINE_STOP_GRACE_MINUTES: '0.1',
        POD_ENGINE_REST_URL: `${url}/v2`,
        POD_AGENT_NOTIFY_WEBHOOK_URL: `${url}/hook`,
      },
    });
    await until(
      () => asked.some(({ path }) => path === '/v2/pods/pod1/action'),
      `the stop:\n${pod.log()}`,
      60_000,
    );
    // It says so when it has heard the answer, which is later than we gave it.
    const news = 'The pod stops itself (time-to-live); RunPod has taken it by REST v2.';
    await until(() => pod.log().includes(news), `its news:\n${pod.log()}`);
    const first = asked.findIndex(({ path }) => path === '/v2/pods/pod1/action');
    const hook = asked.findIndex(({ body }) => body.includes('Its time to live is over'));
    expect(hook).toBeGreaterThanOrEqual(0);
    expect(hook).toBeLessThan(first);
    const page = await pod.fetch('/health.json');
    expect(JSON.parse(page.body).stopSwitch).toMatchObject({ why: 'time-to-live', trouble: null });
    expect(`${pod.log()}${page.body}${asked.map(({ body }) => body).join('')}`).not.toContain(
      'rpa_POD_ALONE',
    );
    await pod.stop();
    server.close();
  }, 90_000);
});
