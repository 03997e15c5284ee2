/** The whole: how it starts, and that nothing is left when it stops. */
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startSimulation } from '../../../source/simulator/simulation.ts';
import { freePort } from '../../neighbours/free-port.ts';
import { ask, connect, eventually, run } from './asking.ts';

it('tells where everything is', async () => {
  const simulation = await startSimulation({ pods: 12, seed: 7, port: 0 });
  expect(simulation.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
  expect(simulation.apiKey).toMatch(/^rpa_[A-Z0-9]{42}$/);
  const { myself } = await ask(simulation, '{myself{pods{id name}}}');
  const listed = (myself as { readonly pods: readonly { readonly id: string; readonly name: string }[] })
    .pods;
  expect(listed).toEqual(simulation.pods.map(({ id, name }) => ({ id, name })));
  expect(simulation.pods.filter(({ sshPort }) => sshPort === null)).toHaveLength(3);
  await simulation.stop();
});

it('has the same pods, key and figures for the same seed', async () => {
  const options = { pods: 3, seed: 11, port: 0 };
  const [one, other] = await Promise.all([startSimulation(options), startSimulation(options)]);
  const bare = ({ pods }: typeof one) => pods.map(({ id, name }) => ({ id, name }));
  expect(bare(other)).toEqual(bare(one));
  expect(other.apiKey).toBe(one.apiKey);
  await Promise.all([one.stop(), other.stop()]);
});

it('takes the port it is given, and says when it is taken', async () => {
  const taken = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
  await expect(startSimulation({ pods: 1, seed: 1, port })).rejects.toThrow('EADDRINUSE');
  await new Promise((resolve) => taken.close(resolve));
  const simulation = await startSimulation({ pods: 1, seed: 1, port });
  expect(simulation.url).toBe(`http://127.0.0.1:${port}/graphql`);
  await simulation.stop();
});

it('serves hundreds of pods in light mode', async () => {
  const simulation = await startSimulation({ pods: 250, seed: 7, port: 0, light: true });
  const ports = simulation.pods.map(({ sshPort }) => sshPort).filter((port) => port !== null);
  expect(ports).toHaveLength(247);
  expect(new Set(ports).size).toBe(247);
  const { client } = await connect(ports[200] ?? 0);
  const { out } = await run(
    client,
    'pod-agent stream --interval-ms 100',
    (text) => text.split('"kind":"sample"').length > 2,
  );
  expect(out).toContain('"gpu":{"vendor":"nvidia"');
  client.destroy();
  await simulation.stop();
});

it('leaves nothing behind: no server, no socket, no timer', async () => {
  const kinds = ['TCPServerWrap', 'TCPSocketWrap', 'Timeout'];
  const held = () =>
    process
      .getActiveResourcesInfo()
      .filter((kind) => kinds.includes(kind))
      .sort();
  const before = held();
  const simulation = await startSimulation({
    pods: 12,
    seed: 7,
    port: 0,
    timings: { slowContainerMs: 60_000 },
  });
  const clients = await Promise.all(
    simulation.pods.flatMap(({ sshPort }) => (sshPort === null ? [] : [connect(sshPort)])),
  );
  const streams = clients.map(({ client }) => run(client, 'pod-agent stream --interval-ms 200', () => false));
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await simulation.stop();
  await Promise.all(streams);
  for (const { client } of clients) client.destroy();
  await eventually(async () => (held().length <= before.length ? true : null));
  await expect(fetch(simulation.url)).rejects.toThrow();
});
