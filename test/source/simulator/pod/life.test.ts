/** A pod's way through start, stop and termination as the API tells of it. */
import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, connect, eventually, plant, run } from '../asking.ts';

type Seen = {
  readonly desiredStatus: string;
  readonly lastStatusChange: string;
  readonly lastStartedAt: string;
  readonly podType: string;
  readonly costPerHr: number;
  readonly runtime: {
    readonly uptimeInSeconds: number;
    readonly ports:
      | readonly {
          readonly privatePort: number;
          readonly publicPort: number;
          readonly ip: string;
          readonly isIpPublic: boolean;
          readonly type: string;
        }[]
      | null;
    readonly gpus: readonly { readonly gpuUtilPercent: number }[];
  } | null;
};

const fields =
  'desiredStatus lastStatusChange lastStartedAt podType costPerHr runtime{uptimeInSeconds ports{ip isIpPublic privatePort publicPort type} gpus{gpuUtilPercent}}';

let simulation: Simulation;
const timings = {
  containerMs: 500,
  slowContainerMs: 1500,
  portsMs: 1500,
  sshdMs: 300,
  staleRuntimeMs: 4000,
  stalePortMs: 3000,
};

beforeAll(async () => {
  simulation = await startSimulation({ pods: 12, seed: 3, port: 0, timings });
});

afterAll(() => simulation.stop());

function podOf(part: string) {
  const found = simulation.pods.find(({ name }) => name.includes(part));
  if (found === undefined) throw new Error(`no pod is called ${part}`);
  return found;
}

async function see(podId: string): Promise<Seen> {
  const { pod } = await ask(simulation, `{pod(input:{podId:"${podId}"}){${fields}}}`);
  return pod as Seen;
}

function sshPortIn(seen: Seen): number | null {
  return seen.runtime?.ports?.find(({ privatePort }) => privatePort === 22)?.publicPort ?? null;
}

describe('a pod that starts', () => {
  it('is RUNNING without a runtime, then without ports, then with them', async () => {
    const { id } = podOf('-batch-');
    const kinds: string[] = [];
    // An earlier try has started it.
    if ((await see(id)).desiredStatus === 'RUNNING')
      await ask(simulation, `mutation{podStop(input:{podId:"${id}"}){id}}`);
    await ask(simulation, `mutation{podResume(input:{podId:"${id}"}){desiredStatus}}`);
    await eventually(async () => {
      const seen = await see(id);
      expect(seen.desiredStatus).toBe('RUNNING');
      const kind = seen.runtime === null ? 'no runtime' : seen.runtime.ports === null ? 'no ports' : 'ports';
      if (kinds.at(-1) !== kind) kinds.push(kind);
      return kind === 'ports' ? seen : null;
    });
    expect(kinds).toEqual(['no runtime', 'no ports', 'ports']);
  });

  it('has an uptime below zero or zero at first', async () => {
    const { id } = podOf('-batch-');
    await ask(simulation, `mutation{podStop(input:{podId:"${id}"}){id}}`);
    await ask(simulation, `mutation{podResume(input:{podId:"${id}"}){id}}`);
    const first = await eventually(async () => (await see(id)).runtime);
    expect(first.uptimeInSeconds).toBeLessThanOrEqual(0);
  });

  it('lists its ports with the proxied ones, which are not public', async () => {
    const seen = await see(podOf('-train-0').id);
    const ports = seen.runtime?.ports ?? [];
    expect(ports.map(({ privatePort, type, isIpPublic }) => [privatePort, type, isIpPublic])).toEqual([
      [8888, 'http', false],
      [22, 'tcp', true],
      [19_123, 'http', false],
    ]);
    expect(ports[0]?.ip).toMatch(/^100\.65\./);
    expect(ports[1]?.ip).toBe('127.0.0.1');
  });

  it('that starts slowly comes up in the end', async () => {
    const { id, sshPort } = podOf('-eval-');
    expect(sshPort).toBeNull();
    const port = await eventually(async () => sshPortIn(await see(id)));
    const { client } = await eventually(async () => connect(port).catch(() => null));
    expect((await run(client, 'hostname')).code).toBe(0);
    client.destroy();
  });
});

describe('a pod that is stopped', () => {
  it('keeps its runtime for a while, with an uptime that still climbs, and then has none', async ({
    task,
  }) => {
    const { id } = podOf(task.result?.retryCount ? '-train-4' : '-infer-');
    const { podStop } = await ask(simulation, `mutation{podStop(input:{podId:"${id}"}){${fields}}}`);
    const stopped = podStop as Seen;
    expect(stopped.desiredStatus).toBe('EXITED');
    expect(stopped.lastStatusChange).toMatch(
      /^Exited by user: \w{3} \w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT\+0000/,
    );
    expect(stopped.runtime?.uptimeInSeconds).toBeGreaterThan(100);
    const before = stopped.runtime?.uptimeInSeconds ?? 0;
    const later = await eventually(async () => {
      const { runtime } = await see(id);
      return runtime === null || runtime.uptimeInSeconds > before ? { runtime } : null;
    });
    expect(later.runtime?.uptimeInSeconds).toBeGreaterThan(before);
    await eventually(async () => ((await see(id)).runtime === null ? true : null));
  });

  it('cannot be reached any longer', async () => {
    const { sshPort } = podOf('-infer-');
    await expect(tcpConnect(sshPort ?? 0)).rejects.toThrow('ECONNREFUSED');
  });

  it('comes back on another port with another host key; for a while the API still names the old port', async () => {
    const { id } = podOf('-dev-');
    // Of an earlier try it may just be starting.
    const { sshPort, first } = await eventually(async () => {
      const seen = sshPortIn(await see(id)) ?? 0;
      return await connect(seen).then(
        (connected) => ({ sshPort: seen, first: connected }),
        () => null,
      );
    });
    const before = await see(id);
    await ask(simulation, `mutation{podStop(input:{podId:"${id}"}){id}}`);
    await ask(simulation, `mutation{podResume(input:{podId:"${id}"}){id}}`);
    const read = await eventually(async () => sshPortIn(await see(id)));
    expect(read).toBe(sshPort);
    const port = await eventually(async () => {
      const now = sshPortIn(await see(id));
      return now === sshPort ? null : now;
    });
    const second = await eventually(async () => connect(port).catch(() => null));
    expect(second.hostKey.equals(first.hostKey)).toBe(false);
    expect((await see(id)).lastStartedAt > before.lastStartedAt).toBe(true);
    second.client.destroy();
    first.client.destroy();
  });

  it('by RunPod or by a higher bid says so', async () => {
    const { id } = podOf('-render-');
    await plant(simulation, { action: 'stop-by-runpod', podId: id });
    expect((await see(id)).lastStatusChange).toMatch(/^Exited by Runpod: /);
    expect((await see(podOf('-spot-').id)).lastStatusChange).toMatch(/^Outbid: /);
  });
});

describe('a spot pod', () => {
  it('starts again for a bid, and costs that', async ({ task }) => {
    const { id } = podOf('-spot-');
    // An earlier try may have started it.
    if (task.result?.retryCount && (await see(id)).desiredStatus === 'RUNNING')
      await ask(simulation, `mutation{podStop(input:{podId:"${id}"}){id}}`);
    const before = await see(id);
    expect([before.desiredStatus, before.podType]).toEqual(['EXITED', 'INTERRUPTABLE']);
    const bid = `mutation{podBidResume(input:{podId:"${id}",gpuCount:2,bidPerGpu:2}){costPerHr desiredStatus}}`;
    expect(await ask(simulation, bid)).toEqual({ podBidResume: { costPerHr: 4, desiredStatus: 'RUNNING' } });
  });
});

describe('a terminated pod', () => {
  it('answers null, and is gone from the list and by its id', async ({ task }) => {
    const ids = async () => {
      const { myself } = await ask(simulation, '{myself{pods{id}}}');
      return (myself as { readonly pods: readonly { readonly id: string }[] }).pods.map((pod) => pod.id);
    };
    const before = await ids();
    const { id } = podOf(task.result?.retryCount ? '-train-4' : '-etl-');
    expect(await ask(simulation, `mutation{podTerminate(input:{podId:"${id}"})}`)).toEqual({
      podTerminate: null,
    });
    expect(await ask(simulation, `{pod(input:{podId:"${id}"}){id}}`)).toEqual({ pod: null });
    expect(before).toContain(id);
    expect(await ids()).toEqual(before.filter((other) => other !== id));
  });
});

describe('a runtime that is missing for once', () => {
  it('is null while the pod runs on', async () => {
    const { id } = podOf('-train-0');
    await plant(simulation, { action: 'hide-runtime', podId: id, seconds: 1 });
    expect(await see(id)).toMatchObject({ desiredStatus: 'RUNNING', runtime: null });
    await eventually(async () => (await see(id)).runtime);
  });
});

function tcpConnect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
}
