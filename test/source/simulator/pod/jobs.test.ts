/** Jobs in a simulated pod, over SSH: the agent's own lines, which go on where a reader left off. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeJobLine } from '../../../../pod-agent/protocol/job-codec.ts';
import type { JobEvent } from '../../../../pod-agent/protocol/job-events.ts';
import type { JobLine } from '../../../../pod-agent/protocol/job-wire.ts';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { connect, plant, podCalled, type Run, run } from '../asking.ts';

let simulation: Simulation;

beforeAll(async () => {
  simulation = await startSimulation({ pods: 12, seed: 7, port: 0 });
});

afterAll(() => simulation.stop());

/** Names are new in each try: a job is begun once by its name. */
let tries = 1000;
beforeEach(() => {
  tries += 1;
});

const podOf = (part: string) => podCalled(simulation, part);

function linesIn(out: string): readonly JobLine[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const decoded = decodeJobLine(line);
      if (!decoded.ok) throw new Error(`${decoded.reason}: ${line}`);
      return decoded.line;
    });
}

function eventsIn(out: string): readonly JobEvent[] {
  return linesIn(out).filter(
    (line) => line.kind !== 'job-hello' && line.kind !== 'job-beat' && line.kind !== 'job-absent',
  );
}

const toItsEnd = (out: string): boolean => out.includes('"kind":"verdict"');

async function runJob(port: number, words: string, until: (out: string) => boolean = toItsEnd) {
  const { client } = await connect(port);
  const result = await run(client, `pod-agent job ${words}`, until);
  client.destroy();
  return result;
}

async function runScript(port: number, text: string): Promise<Run> {
  const { client } = await connect(port);
  const result = await new Promise<Run>((resolve, reject) => {
    client.exec('sh -s', (error, channel) => {
      if (error !== undefined) return reject(error);
      let code: number | null = null;
      let err = '';
      channel.stderr.on('data', (data: Buffer) => {
        err += data.toString('utf8');
      });
      channel.on('exit', (exitCode: number | null) => {
        code = exitCode;
      });
      channel.on('close', () => resolve({ code, out: '', err }));
      channel.resume();
      channel.end(text);
    });
  });
  client.destroy();
  return result;
}

describe('a job in a simulated pod', () => {
  it('diagnoses what the pod plays, to a verdict', async () => {
    const { id, port } = podOf('-infer-');
    await plant(simulation, { action: 'fail-site', podId: id });
    const { code, out } = await runJob(port, `run --id diagnose-${tries} --nonce n1 diagnose`);
    await plant(simulation, { action: 'settle', podId: id });
    const [hello] = linesIn(out);
    const events = eventsIn(out);
    expect(hello).toMatchObject({ kind: 'job-hello', nonce: 'n1', isNew: true, jobKind: 'diagnose' });
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    const diagnosis = events.find((event) => event.kind === 'diagnosis')?.diagnosis;
    expect(diagnosis?.checks).toHaveLength(10);
    expect(diagnosis?.checks.filter(({ status }) => status === 'unknown')).toEqual([]);
    expect(diagnosis?.findings[0]).toMatchObject({ checkId: 'nginx', status: 'warn' });
    expect(diagnosis?.checks.find(({ checkId }) => checkId === 'logs')?.summary).toMatch(/requests/);
    expect([code, events.at(-1)?.kind]).toEqual([0, 'verdict']);
  });

  it('goes on without its reader, is found by its name, and tells the rest', async () => {
    const { port } = podOf('-dev-');
    const words = 'benchmark --quick --force';
    const first = await runJob(port, `run --id benchmark-${tries} ${words}`, (out) =>
      out.includes('"step-ended"'),
    );
    const had = eventsIn(first.out).length;
    const second = await runJob(port, `run --id benchmark-${tries} --after ${had} ${words}`);
    expect(linesIn(second.out)[0]).toMatchObject({ kind: 'job-hello', isNew: false });
    const events = [...eventsIn(first.out), ...eventsIn(second.out)];
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
    const report = events.find((event) => event.kind === 'benchmark')?.report;
    expect(report?.tests.filter(({ status }) => status === 'done').length).toBeGreaterThanOrEqual(5);
    expect(events.at(-1)).toMatchObject({ kind: 'verdict', verdict: 'pass' });
  }, 120_000);

  it('can be stopped, and says so', async () => {
    const { port } = podOf('-dev-');
    await runJob(port, `run --id benchmark-${tries} benchmark --force`, (out) =>
      out.includes('"step-began"'),
    );
    expect(await runJob(port, `stop --id benchmark-${tries}`)).toMatchObject({ code: 0 });
    const { out } = await runJob(port, `follow --id benchmark-${tries}`);
    expect(eventsIn(out).at(-1)).toMatchObject({ kind: 'verdict', verdict: 'stopped' });
  });

  it('is told what to do by scripts of one line, as a console tells it', async () => {
    const { port } = podOf('-dev-');
    await runJob(port, `run --id benchmark-${tries} benchmark --force`, (out) =>
      out.includes('"step-began"'),
    );
    const script = (text: string) => runScript(port, text);
    expect(
      await script("printf '%s' 'echo '\\''x'\\'' | rm -rf /' | pod-agent job give --id fix-00001 2>&1\n"),
    ).toMatchObject({ code: 0, err: '' });
    const stop = `pod-agent job stop --id benchmark-${tries} --how ask 2>&1 </dev/null\n`;
    expect(await script(stop)).toMatchObject({ code: 0 });
    const { out } = await runJob(port, `follow --id benchmark-${tries}`);
    expect(eventsIn(out).at(-1)).toMatchObject({ kind: 'verdict', verdict: 'stopped' });
    expect(await script('pod-agent job stop --id nobody-0001 | sh 2>&1\n')).toMatchObject({ code: 127 });
  });

  it('optimises as far as an ordinary pod lets it', async () => {
    const { out } = await runJob(podOf('-infer-').port, `run --id optimise-${tries} optimise`);
    const report = eventsIn(out).find((event) => event.kind === 'optimisation')?.report;
    expect(report?.tunings.find(({ id }) => id === 'swappiness')).toMatchObject({ status: 'not-permitted' });
  });

  it('is absent where nobody began it, and refused where it has no name', async () => {
    const { port } = podOf('-infer-');
    expect(linesIn((await runJob(port, 'follow --id nobody-0001')).out)[0]).toMatchObject({
      kind: 'job-absent',
    });
    expect(await runJob(port, 'run --id ../x diagnose')).toMatchObject({ code: 2 });
  });
});
