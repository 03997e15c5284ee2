/** Rented pods that are containers: pulled from a real registry, run by a real engine, seen through the API and the proxy. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { engine, engineList, engineProgram, podmanMissing } from '../../../neighbours/podman.ts';
import { type RegistryNeighbour, registryMissing, startRegistry } from '../../../neighbours/registry.ts';
import { sampleContext, sampleMissing, samplePort } from '../../../neighbours/sample-image.ts';
import { ask, eventually } from '../asking.ts';
import { look, proxied, quickTimings, rent } from '../cloud/renting.ts';
import { readLogs } from '../rest/reading-logs.ts';

const missing = podmanMissing ?? registryMissing ?? sampleMissing;
const patientMs = 45_000;

describe.skipIf(missing !== null)(`rented containers${missing === null ? '' : ` (${missing})`}`, () => {
  let registry: RegistryNeighbour;
  let simulation: Simulation;
  const said: string[] = [];

  beforeAll(async () => {
    registry = await startRegistry();
    for (const version of ['1.0.0', '2.0.0']) await push(version);
    simulation = await startSimulation({
      pods: 1,
      seed: 7,
      port: 0,
      timings: { ...quickTimings, proxyMs: 10_000 },
      containers: {
        publicKey: 'ssh-ed25519 AAAA test',
        environment: { CONTAINER_ENGINE: engineProgram ?? '' },
        say: (text) => void said.push(text),
        signal: new AbortController().signal,
      },
    });
  }, 120_000);

  afterAll(async () => {
    await simulation?.stop();
    await registry?.remove();
  }, 120_000);

  const reference = (version: string) => `${registry.host}/sample:${version}`;

  async function push(version: string): Promise<void> {
    const folder = sampleContext();
    try {
      await engine([
        'build',
        '--quiet',
        '--build-arg',
        `VERSION=${version}`,
        '--tag',
        reference(version),
        folder,
      ]);
      await engine(['push', '--quiet', '--tls-verify=false', reference(version)]);
      await engine(['rmi', reference(version)]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  const rentSample = (changes: Readonly<Record<string, unknown>> = {}) =>
    rent(simulation, {
      imageName: reference('1.0.0'),
      ports: `${samplePort}/http,9000/tcp`,
      startSsh: true,
      ...changes,
    });

  const versionOf = (podId: string, wanted: string) =>
    eventually(async () => {
      const answer = await fetch(proxied(simulation, podId, samplePort, '/health.json'));
      if (answer.status !== 200) return null;
      const { version } = (await answer.json()) as { readonly version: string };
      return version === wanted ? version : null;
    }, patientMs);

  async function containerOf(podId: string): Promise<string> {
    const ids = await engineList(['ps', '--all', '--quiet', '--filter', `volume=${volumeOf(podId)}`]);
    return ids.join('\n');
  }

  /** Waits until the container of a pod has printed a text. */
  async function printed(podId: string, text: string): Promise<void> {
    const id = await eventually(async () => (await containerOf(podId)) || null, patientMs);
    await eventually(async () => {
      const { stdout } = await engine(['logs', id], { anyCode: true });
      return stdout.includes(text) ? true : null;
    }, patientMs);
  }

  const inside = async (podId: string, line: string) => {
    const words = ['exec', await containerOf(podId), '/bin/busybox', 'sh', '-c', line];
    return (await engine(words, { anyCode: true })).stdout;
  };

  const volumeOf = (podId: string) => `pod-engine-${process.pid}-${podId}`;
  const terminate = (podId: string) => ask(simulation, `mutation{podTerminate(input:{podId:"${podId}"})}`);

  it('are pulled and run with their variables, whose values stand in no process list', async () => {
    const pod = await rentSample({
      env: [
        { key: 'GREETING', value: 'a value that is nobody’s business' },
        { key: 'TOKEN', value: '{{ RUNPOD_SECRET_HF_TOKEN }}' },
        { key: 'PATH', value: '/bin' },
      ],
    });
    expect((await fetch(proxied(simulation, pod.id, samplePort, '/'))).status).toBe(502);
    await versionOf(pod.id, '1.0.0');
    const seen = await look(simulation, pod.id);
    expect(seen?.runtime?.ports?.map(({ privatePort }) => privatePort)).toEqual([samplePort, 9000]);
    const environment = await inside(pod.id, "/bin/busybox tr '\\0' '\\n' </proc/1/environ");
    expect(environment).toContain('GREETING=a value that is nobody’s business\n');
    expect(environment).toMatch(/^TOKEN=hf_\w+$/m);
    expect(environment).toContain(`RUNPOD_POD_ID=${pod.id}\n`);
    expect(environment).toContain('PUBLIC_KEY=ssh-ed25519 AAAA test\n');
    expect(environment).toMatch(/^RUNPOD_TCP_PORT_9000=\d+$/m);
    const list = execFileSync('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null || true']).toString();
    expect(list).not.toContain('nobody’s business');
    await terminate(pod.id);
    await eventually(async () => ((await containerOf(pod.id)) === '' ? true : null), patientMs);
  }, 120_000);

  it('are reset by an edit: the new image runs, and of the old one the volume is left', async () => {
    const pod = await rentSample();
    await versionOf(pod.id, '1.0.0');
    const before = await containerOf(pod.id);
    await inside(pod.id, 'echo kept >/data/on-volume; echo lost >/on-disk');
    await ask(
      simulation,
      `mutation{podEditJob(input:{podId:"${pod.id}",imageName:"${reference('2.0.0')}"}){id}}`,
    );
    await versionOf(pod.id, '2.0.0');
    expect(await containerOf(pod.id)).not.toBe(before);
    expect(
      await inside(pod.id, 'read line </data/on-volume; echo "$line"; [ -e /on-disk ] || echo gone'),
    ).toBe('kept\ngone\n');
    await ask(simulation, `mutation{podStop(input:{podId:"${pod.id}"}){id}}`);
    await eventually(async () => ((await containerOf(pod.id)) === '' ? true : null), patientMs);
    expect((await fetch(proxied(simulation, pod.id, samplePort, '/'))).status).toBe(502);
    await ask(simulation, `mutation{podResume(input:{podId:"${pod.id}"}){id}}`);
    await versionOf(pod.id, '2.0.0');
    expect(await inside(pod.id, 'read line </data/on-volume; echo "$line"')).toBe('kept\n');
    await terminate(pod.id);
    await eventually(async () => {
      const { code } = await engine(['volume', 'inspect', volumeOf(pod.id)], { anyCode: true });
      return code === 0 ? null : true;
    }, patientMs);
  }, 180_000);

  it('whose image is not there are exited by RunPod without a cause, which the operator is told', async () => {
    const pod = await rentSample({ imageName: reference('9.9.9') });
    const dead = await eventually(async () => {
      const seen = await look(simulation, pod.id);
      return seen?.desiredStatus === 'EXITED' ? seen : null;
    }, patientMs);
    expect(dead.lastStatusChange).toMatch(/^Exited by Runpod: \w{3} \w{3} \d{2} \d{4}/);
    expect(said.some((text) => text.includes(`cannot pull "${reference('9.9.9')}"`))).toBe(true);
    await terminate(pod.id);
  }, 90_000);

  it('that end by themselves are started again, as often as they end', async () => {
    const pod = await rentSample({ env: [{ key: 'SAMPLE_CRASH', value: '3' }] });
    const id = await eventually(async () => (await containerOf(pod.id)) || null, patientMs);
    await eventually(async () => {
      const { stdout, stderr } = await engine(['logs', id], { anyCode: true });
      return `${stdout}${stderr}`.split('the sample starts').length > 3 ? true : null;
    }, patientMs);
    const states = new Set<boolean>();
    await eventually(async () => {
      const seen = await look(simulation, pod.id);
      expect(seen?.desiredStatus).toBe('RUNNING');
      states.add(seen?.runtime != null);
      return states.size === 2 ? true : null;
    }, patientMs);
    await terminate(pod.id);
    await eventually(async () => ((await containerOf(pod.id)) === '' ? true : null), patientMs);
  }, 120_000);

  it('take their start command from what they were rented with', async () => {
    const pod = await rentSample({
      dockerArgs: '/bin/sh -c "echo told otherwise; exec /bin/busybox sleep 600"',
    });
    await printed(pod.id, 'told otherwise');
  }, 90_000);

  it('are followed in their logs for as long as somebody reads them', async () => {
    const words = 'echo written before; while :; do echo tick; /bin/busybox sleep 1; done';
    const pod = await rentSample({ dockerArgs: `/bin/sh -c "${words}"` });
    // A log that podman follows while its container begins was seen to lack its first line.
    await printed(pod.id, 'written before');
    const followers = async () => {
      const list = execFileSync('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " " || true']);
      return list.toString().split('--follow --timestamps').length - 1;
    };
    const before = await followers();
    const { events } = await readLogs(simulation, pod.id, {
      isEnough: (all) => all.filter(({ line }) => line === 'tick').length > 3,
    });
    const lines = events.map(({ line }) => line);
    expect(lines).toContain(`create container ${reference('1.0.0')}`);
    expect(lines).toContain('written before');
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    expect(events.at(-1)?.source).toBe('container');
    await eventually(async () => ((await followers()) <= before ? true : null));
    await terminate(pod.id);
  }, 90_000);

  it('whose start command is not there leave no container behind', async () => {
    const pod = await rentSample({ dockerArgs: '/not/there' });
    await eventually(async () => {
      const seen = await look(simulation, pod.id);
      return seen?.desiredStatus === 'EXITED' ? seen : null;
    }, patientMs);
    expect(said.some((text) => text.includes('cannot run'))).toBe(true);
    expect(await containerOf(pod.id)).toBe('');
    await terminate(pod.id);
  }, 90_000);

  it('leave nothing when the simulation ends: no container, no volume, no image', async () => {
    const ids = simulation.podsNow().map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(1);
    await simulation.stop();
    for (const id of ids) expect(await containerOf(id)).toBe('');
    // Asked for one by one: a list fails while somebody else on the machine removes something that is in it.
    const isThere = async (kind: string, name: string) =>
      (await engine([kind, 'inspect', name], { anyCode: true })).code === 0;
    for (const id of ids) expect(await isThere('volume', volumeOf(id))).toBe(false);
    for (const version of ['1.0.0', '2.0.0']) expect(await isThere('image', reference(version))).toBe(false);
  }, 90_000);
});
