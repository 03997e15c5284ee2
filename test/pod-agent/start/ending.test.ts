/** How a pod ends when it is told to. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { buildAgent, isRunning, until } from '../built-agent.ts';
import { podsOf, startedPodMissing, untilReady, wholeSite } from './started-pod.ts';

const start = podsOf(buildAgent());

describe.skipIf(startedPodMissing !== null)(`the end of a pod ${startedPodMissing ?? ''}`, () => {
  it('ends in good order: what is being downloaded comes whole, and nothing is left', async () => {
    const big = 'x'.repeat(24 * 1024 * 1024);
    const pod = await start({ site: { ...wholeSite, 'big.txt': big } });
    await untilReady(pod);
    const processes = pod.processes().map(({ pid }) => pid);
    const download = slowDownload(pod.port, '/big.txt');
    await until(() => download.receivedBytes() > 0, 'the first bytes');
    const code = pod.stop();
    await until(() => pod.log().includes('is being ended'), 'the end to begin');
    download.hurry();
    expect(await download.whole).toBeGreaterThan(big.length);
    expect(await code).toBe(0);
    expect(processes.filter(isRunning)).toEqual([]);
  });

  it('raises no alarm about an end that was asked for', async () => {
    const reports: string[] = [];
    const receiver = createHttpServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => reports.push(text));
      request.on('end', () => response.end());
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const address = receiver.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const pod = await start({ variables: { POD_AGENT_NOTIFY_WEBHOOK_URL: `http://127.0.0.1:${port}/` } });
    await untilReady(pod);
    expect(await pod.stop()).toBe(0);
    expect(reports.filter((text) => text.includes('app:'))).toEqual([]);
    receiver.close();
  });
});

/** Takes what comes only when told to: what the kernel does not hold, nginx still has to send. */
function slowDownload(port: number, path: string) {
  const socket = connect({ port, host: '127.0.0.1' });
  let receivedBytes = 0;
  socket.on('data', (chunk) => {
    receivedBytes += chunk.length;
    if (receivedBytes === chunk.length) socket.pause();
  });
  socket.write(`GET ${path} HTTP/1.1\r\nhost: pod\r\nconnection: close\r\n\r\n`);
  const whole = new Promise<number>((resolve) => socket.once('close', () => resolve(receivedBytes)));
  return { whole, receivedBytes: () => receivedBytes, hurry: () => socket.resume() };
}
