/** The pod behind a poor line, watched on a clock that can be moved on. */
import { expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { connect, eventually, run } from '../asking.ts';

it('breaks off its connections, refuses for a while, and lets in again', async () => {
  let aheadMs = 0;
  const clock = { wallMs: () => Date.now() + aheadMs, monotonicMs: () => performance.now() + aheadMs };
  const simulation = await startSimulation({ pods: 12, seed: 7, port: 0, clock });
  const port = flappingPort(simulation);
  const { client } = await connect(port);
  const closed = new Promise<string>((resolve) => client.on('close', () => resolve('closed')));
  const streaming = run(client, 'pod-agent stream --interval-ms 200', (out) => {
    if (out.includes('"kind":"sample"') && aheadMs === 0) aheadMs = 30_000;
    return false;
  });
  expect(await closed).toBe('closed');
  expect((await streaming).code).toBeNull();
  await expect(connect(port)).rejects.toThrow();
  aheadMs = 38_000;
  const again = await eventually(async () => connect(port).catch(() => null));
  again.client.destroy();
  await simulation.stop();
});

function flappingPort({ pods }: Simulation): number {
  return pods.find(({ name }) => name.includes('-lab-'))?.sshPort ?? 0;
}
