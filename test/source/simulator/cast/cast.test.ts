import { expect, it } from 'vitest';
import { castOf, roles } from '../../../../source/simulator/cast/index.ts';
import { restingWorkload } from '../../../../source/simulator/machine/workload.ts';

it('shows every role in twelve pods, and begins with a training pod', () => {
  const cast = castOf({ pods: 12, seed: 7, light: false });
  expect(cast.map(({ role }) => role.id)).toEqual(roles.map(({ id }) => id));
  expect(cast[0]).toMatchObject({ name: 'h100-train-0', hardware: { gpu: 'h100', gpuCount: 8 } });
  expect(cast.map(({ name }) => name)).toContain('a100-dev-3');
});

it('is the same for the same seed, and another for another', () => {
  const cast = castOf({ pods: 40, seed: 7, light: false });
  expect(castOf({ pods: 40, seed: 7, light: false })).toEqual(cast);
  const other = castOf({ pods: 40, seed: 8, light: false });
  expect(other.map(({ id }) => id)).not.toEqual(cast.map(({ id }) => id));
});

it('names and numbers every pod once', () => {
  const cast = castOf({ pods: 250, seed: 7, light: true });
  expect(new Set(cast.map(({ id }) => id)).size).toBe(250);
  expect(new Set(cast.map(({ name }) => name)).size).toBe(250);
  for (const { name } of cast) expect(name).toMatch(/^[a-z0-9]+-[a-z]+-\d+$/);
});

it('repeats working roles when all have been shown', () => {
  const words = new Set(
    castOf({ pods: 100, seed: 7, light: false })
      .slice(12)
      .map(({ role }) => role.id),
  );
  expect(words).toEqual(new Set(['training', 'inference', 'idle']));
});

it('takes smaller machines in light mode', () => {
  const cast = castOf({ pods: 250, seed: 7, light: true });
  expect(Math.max(...cast.map(({ hardware }) => hardware.gpuCount))).toBe(2);
  expect(Math.max(...cast.map(({ hardware }) => hardware.vcpuCount))).toBe(16);
});

it('has some machines with cgroup v1, one with AMD cards, and one whose clock is off', () => {
  const cast = castOf({ pods: 12, seed: 7, light: false });
  expect(new Set(cast.map(({ hardware }) => hardware.cgroup))).toEqual(new Set([1, 2]));
  expect(cast.filter(({ hardware }) => hardware.gpu === 'mi300x')).toHaveLength(1);
  expect(cast.filter(({ clockSkewMs }) => Math.abs(clockSkewMs) > 5000)).toHaveLength(1);
});

it.each(roles.map((role) => [role.id, role] as const))('%s keeps every share within 0 and 1', (_, role) => {
  const strays = Array.from({ length: 2500 }, (_, at) => at - 30).filter((second) => {
    const work = role.workload({ second, seed: 7, gpuCount: 4 });
    const shares = [
      work.cpuShare,
      work.throttledShare,
      work.memoryShare,
      work.memoryShare + work.cacheShare,
      work.rootDiskShare,
      work.volumeShare,
      ...[0, 1, 2, 3].flatMap((card) => [work.gpu.share(card), work.gpu.memoryShare(card)]),
    ];
    return !shares.every((share) => share >= 0 && share <= 1.0001);
  });
  expect(strays).toEqual([]);
  expect(Object.keys(role.workload({ second: 0, seed: 7, gpuCount: 1 })).sort()).toEqual(
    Object.keys(restingWorkload).sort(),
  );
});
