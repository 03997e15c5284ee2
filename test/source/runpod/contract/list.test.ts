/** The same pods, whichever wire tells of them; what a wire does not know is null, never nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pod } from '../../../../source/fleet/pod.ts';
import type { PodTelemetry } from '../../../../source/fleet/pod-telemetry.ts';
import { eventually } from '../../simulator/asking.ts';
import { answered, openWorld, type World } from './wires.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(14);
  // Until every start is over, so that two lists a moment apart tell of the same.
  await eventually(async () => {
    const pods = answered(await world.clouds.graphql.listPods());
    return pods.every(({ state }) => state.kind !== 'initialising') ? pods : null;
  });
});
afterAll(() => world.simulation.stop());

/** What REST v2 does not tell. */
const graphqlAlone: readonly string[] = ['rental', 'lastStatusChange'];
/** Counted on between two questions, or measured anew. */
const running: readonly string[] = ['startedAtMs', 'uptimeSeconds', 'telemetry'];

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(pod: Pod): Fields {
  // Where RunPod's SSH proxy is REST tells; over GraphQL it is known beforehand, and is that of RunPod itself.
  const { state, proxySsh, ...rest } = pod;
  const kept = Object.entries(rest).filter(([name]) => !running.includes(name));
  return { ...Object.fromEntries(kept), state: state.kind, proxy: proxySsh?.username ?? null };
}

async function lists() {
  const { graphql, rest, auto } = world.clouds;
  const [byGraphql, byRest, byBoth] = await Promise.all([
    graphql.listPods(),
    rest.listPods(),
    auto.listPods(),
  ]);
  return { graphql: answered(byGraphql), rest: answered(byRest), auto: answered(byBoth) };
}

describe('the list of pods', () => {
  test('has the same pods over each wire, in the same states and of the same generation', async () => {
    const { graphql, rest, auto } = await lists();
    expect(graphql.length).toBeGreaterThan(8);
    // Of a pod that does not run REST does not say when it was started last.
    const marks = (pods: readonly Pod[]) =>
      pods
        .map(({ id, name, state, generation }) => {
          const isUp = state.kind === 'running' || state.kind === 'initialising';
          return `${id} ${name} ${state.kind} ${isUp ? generation : ''}`;
        })
        .sort();
    expect(marks(rest)).toEqual(marks(graphql));
    expect(marks(auto)).toEqual(marks(graphql));
    expect(auto.map(({ generation }) => generation).sort()).toEqual(
      graphql.map(({ generation }) => generation).sort(),
    );
  });

  test('differs between the wires in nothing but what is unknown, and that is null', async () => {
    const { graphql, rest } = await lists();
    for (const pod of rest) {
      const known = fieldsOf(graphql.find(({ id }) => id === pod.id) ?? pod);
      for (const [name, value] of Object.entries(fieldsOf(pod))) {
        const isUnknown = value === null || value === undefined || (name === 'rental' && value === 'unknown');
        if (graphqlAlone.includes(name))
          expect({ id: pod.id, name, isUnknown }).toMatchObject({ isUnknown: true });
        else if (!isUnknown)
          expect({ id: pod.id, name, value }).toEqual({ id: pod.id, name, value: known[name] });
      }
    }
  });

  test('is whole over both: GraphQL fills what REST leaves open', async () => {
    const { graphql, auto } = await lists();
    for (const pod of graphql) {
      const joined = auto.find(({ id }) => id === pod.id);
      expect(joined?.rental).toBe(pod.rental);
      expect(joined?.lastStatusChange).toBe(pod.lastStatusChange);
      expect(joined?.state).toEqual(pod.state);
      expect(joined?.costPerHourDollars).toBe(pod.costPerHourDollars);
    }
  });

  test('counts the same time of each container', async () => {
    const { graphql, rest, auto } = await lists();
    for (const pod of graphql) {
      for (const others of [rest, auto]) {
        const other = others.find(({ id }) => id === pod.id);
        expect(other?.startedAtMs === null).toBe(pod.startedAtMs === null);
        expect(Math.abs((other?.startedAtMs ?? 0) - (pod.startedAtMs ?? 0))).toBeLessThan(5_000);
      }
    }
  });

  test('has the load of each pod that runs, by what each wire has, in the one answer', async () => {
    const requests = () => world.clouds.graphql.wires()[0]?.requests ?? 0;
    const before = requests();
    const { graphql, rest, auto } = await lists();
    expect(requests() - before).toBe(1);
    const loads = (pods: readonly Pod[]) => new Map(pods.map(({ id, telemetry }) => [id, telemetry ?? null]));
    const [byGraphql, byRest, byBoth] = [loads(graphql), loads(rest), loads(auto)];
    for (const { id, state, gpuCount } of graphql) {
      if (state.kind !== 'running') {
        expect([byGraphql.get(id), byRest.get(id), byBoth.get(id)]).toEqual([null, null, null]);
        continue;
      }
      const dated = present(byGraphql.get(id));
      const undated = present(byRest.get(id));
      expect(dated).toMatchObject({ source: 'runpod-telemetry', containerState: 'running' });
      expect(Date.now() - (dated.measuredAtMs ?? 0)).toBeLessThan(120_000);
      expect(undated).toMatchObject({
        source: 'runpod-runtime',
        measuredAtMs: null,
        temperatureCelsius: null,
      });
      expect(byBoth.get(id)?.source).toBe('runpod-telemetry');
      if (gpuCount === 0) continue;
      expect(dated.temperatureCelsius).toBeGreaterThan(20);
      expect(dated.cardPowerWatts).toBeGreaterThan(5);
      for (const { gpuPercent, gpuMemoryPercent, cpuPercent, memoryPercent } of [dated, undated])
        for (const share of [gpuPercent, gpuMemoryPercent, cpuPercent, memoryPercent])
          expect(share).toSatisfy((value: number | null) => value !== null && value >= 0 && value <= 100);
    }
    const mostlyStill = [...byRest].filter(([, telemetry]) => (telemetry?.gpuPercent ?? 0) > 90);
    expect(mostlyStill.length).toBeGreaterThan(1);
    for (const [id] of mostlyStill) expect(byGraphql.get(id)?.gpuPercent).toBeGreaterThan(70);
  });
});

function present(telemetry: PodTelemetry | null | undefined): PodTelemetry {
  if (telemetry === null || telemetry === undefined) throw new Error('Nothing was told of the load.');
  return telemetry;
}
