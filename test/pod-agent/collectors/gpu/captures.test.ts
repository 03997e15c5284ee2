/** Every capture of a real nvidia-smi and rocm-smi. They lie beside the project; without them these tests are skipped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { numberIn, parseTable } from '../../../../pod-agent/collectors/gpu/csv.ts';
import { failureOf } from '../../../../pod-agent/collectors/gpu/failures.ts';
import { parseList } from '../../../../pod-agent/collectors/gpu/mig.ts';
import { parseRocm } from '../../../../pod-agent/collectors/gpu/rocm.ts';
import { gpu } from '../../../../pod-agent/collectors/gpu.ts';
import type { Answer } from '../../../../pod-agent/host/host.ts';
import type { GpuReading } from '../../../../pod-agent/protocol/readings.ts';

const captures = new URL('../../../../../shared/fixtures/', import.meta.url);
const there = existsSync(captures);
if (!there) {
  console.warn(`No captures at ${captures.pathname}: tests of real nvidia-smi output are skipped.`);
}

describe.skipIf(!there)('queries of real cards', () => {
  test('a busy H100', () => {
    const [card] = reading('linux-x86_64__nvidia-h100-80gb-hbm3__590.48.01.load.query-gpu.subset.csv').cards;
    expect(card).toEqual({
      index: 0,
      uuid: 'GPU-00000000-0000-0000-0000-000000000000',
      name: 'NVIDIA H100 80GB HBM3',
      status: 'ok',
      statusText: null,
      utilizationPercent: 100,
      memoryUtilizationPercent: 11,
      memoryUsedBytes: 19818 * 1024 * 1024,
      memoryTotalBytes: 81559 * 1024 * 1024,
      temperatureCelsius: 59,
      memoryTemperatureCelsius: 54,
      powerWatts: 625.68,
      powerLimitWatts: 700,
      smClockMegahertz: 1980,
      memoryClockMegahertz: 2619,
      fanPercent: null,
      performanceState: 'P0',
      throttleReasons: [],
      eccUncorrectedCount: 0,
      eccCorrectedCount: 0,
      remappedRowsPending: false,
      remappedRowsFailed: false,
      retiredPagesPending: null,
      recoveryAction: 'None',
      persistenceMode: true,
      migEnabled: false,
      migInstances: [],
    });
  });

  test('a sliced H100 tells no utilisation, and its slices', () => {
    const name = 'linux-x86_64__nvidia-h100-mig__590.48.01';
    const [card] = reading(
      `${name}.load.query-gpu.subset.csv`,
      text(`nvidia-smi/${name}.capabilities-list-L.txt`),
    ).cards;
    expect(card).toMatchObject({ utilizationPercent: null, migEnabled: true, remappedRowsPending: null });
    expect(card?.migInstances.map((slice) => slice.profile)).toEqual([
      '3g.40gb',
      '2g.20gb',
      '1g.10gb',
      '1g.10gb',
    ]);
    expect(card?.migInstances[0]?.uuid).toBe('MIG-00000000-0000-0000-0000-000000000000');
  });

  test.each(
    there ? readdirSync(new URL('nvidia-smi/', captures)).filter((name) => name.endsWith('.csv')) : ['none'],
  )('%s is one healthy card with and without units', (name) => {
    const withUnits = reading(name);
    expect(withUnits).toMatchObject({ vendor: 'nvidia', failure: null });
    expect(withUnits.driverVersion).toMatch(/^5\d\d\.\d+\.\d+$/);
    expect(withUnits.cards).toHaveLength(1);
    expect(withUnits.cards[0]).toMatchObject({ status: 'ok', recoveryAction: 'None', throttleReasons: [] });
    const bare = text(`nvidia-smi/${name}`).replaceAll(/ (%|MiB|W|MHz)(?=,|$)/gm, '');
    expect(parseGpu({ hot: said(bare), warm: said(bare), static: said(bare) })).toEqual(withUnits);
  });

  test.each(
    there
      ? readdirSync(new URL('nvidia-smi/', captures)).filter((name) => name.endsWith('list-L.txt'))
      : ['none'],
  )('%s lists one card', (name) => {
    expect(parseList(text(`nvidia-smi/${name}`))).toMatchObject([
      { index: 0, name: expect.stringMatching(/^NVIDIA /), uuid: 'GPU-00000000-0000-0000-0000-000000000000' },
    ]);
  });
});

describe.skipIf(!there)('failures as nvidia-smi prints them', () => {
  test.each([
    ['driver-not-loaded.stdout-rc9.txt', 9, 'driver-not-loaded'],
    ['lib-missing.rc12.txt', 12, 'library-missing'],
    ['no-devices.rc6.txt', 6, 'no-devices'],
    ['version-mismatch.rc18.txt', 18, 'version-mismatch'],
    ['insufficient-permissions.rc4.txt', 4, 'permission'],
    ['cgroup-lost-device.rc255.txt', 255, 'device-lost'],
    ['gpu-lost.old-form.txt', 0, 'device-lost'],
  ] as const)('%s is told on either stream, with any exit code', (name, exitCode, code) => {
    const printed = text(`nvidia-smi-errors/${name}`);
    const [firstLine] = printed.split('\n');
    for (const answer of [
      { ok: true, text: printed, exitCode },
      { ok: true, text: '', errorText: printed, exitCode },
      { ok: true, text: printed, exitCode: 0 },
    ] as const) {
      const { failure, cards } = parseGpu({ hot: answer });
      expect(cards).toEqual([]);
      expect(failure?.code).toBe(code);
      expect(failure?.message).toContain(firstLine);
    }
  });

  test('a lost card among six others, with exit code 0', () => {
    const lines = text('nvidia-smi-errors/partial-gpu-lost.mixed-stderr-stdout.txt');
    const mixed = parseGpu({
      hot: said(`index, pci.bus_id, name\n${lines}`),
      environment: said('RUNPOD_GPU_COUNT=7\n'),
    });
    expect(mixed).toMatchObject({ vendor: 'nvidia', expectedCount: 7, failure: null });
    expect(mixed.cards.map((card) => card.index)).toEqual([0, 1, 2, 4, 5, 6]);
  });

  test('a card that requires a reset', () => {
    expect(parseGpu({ hot: said(text('nvidia-smi-errors/requires-reset.csv')) }).cards).toMatchObject([
      {
        index: 0,
        status: 'requires-reset',
        temperatureCelsius: null,
        utilizationPercent: null,
        memoryUsedBytes: 0,
      },
    ]);
  });

  test('the loop that turns into Unknown Error', () => {
    const [first, second] = text('nvidia-smi-errors/loop-mode-unknown-error.csv').split('\n');
    const fields = 'index, utilization.gpu [%], utilization.memory [%]';
    expect(parseGpu({ hot: said(`${fields}\n${first}\n`) }).cards[0]?.status).toBe('ok');
    expect(parseGpu({ hot: said(`${fields}\n${second}\n`) }).cards[0]).toMatchObject({
      status: 'error',
      utilizationPercent: null,
    });
  });

  test.each(['table-err.txt', 'pm-non-root.txt', 'pm-in-runpod-container.txt'])(
    '%s holds no figures',
    (name) => {
      const printed = text(`nvidia-smi-errors/${name}`);
      expect(parseTable(printed).rows).toEqual([]);
      expect(failureOf('nvidia-smi', said(printed)).message).not.toBe('');
    },
  );
});

describe.skipIf(!there)('AMD cards', () => {
  test('eight or so MI100 of ROCm 6.0', () => {
    const { cards } = parseRocm([text('rocm-smi/mi100_rocm602.json')]);
    expect(cards.map((card) => card.index)).toEqual(cards.map((_, position) => position));
    expect(cards[0]).toMatchObject({
      name: 'Arcturus GL-XL [Instinct MI100]',
      uuid: '0x79ccd55167a2124a',
      utilizationPercent: 0,
      memoryUtilizationPercent: 0,
      memoryUsedBytes: 6750208,
      memoryTotalBytes: 34342961152,
      temperatureCelsius: 53,
      memoryTemperatureCelsius: 53,
      powerWatts: 36,
      powerLimitWatts: 290,
      smClockMegahertz: 300,
      memoryClockMegahertz: 1200,
      fanPercent: null,
    });
  });

  test('a Radeon of ROCm 6.1, whose keys are worded otherwise', () => {
    const { cards, driverVersion } = parseRocm([text('rocm-smi/rx6700xt_rocm612.json')]);
    expect(driverVersion).toBe('6.3.6');
    expect(cards).toMatchObject([
      {
        name: 'Navi 22 [Radeon RX 6700/6700 XT / 6800M]',
        uuid: null,
        memoryUtilizationPercent: 0,
        memoryUsedBytes: 1572745216,
        memoryTotalBytes: 12868124672,
        powerWatts: 6,
        powerLimitWatts: 211,
        smClockMegahertz: 0,
      },
    ]);
  });
});

test('a number is read with each unit nvidia-smi has, and only then', () => {
  const { rows } = parseTable('index, a, b, c, d\n0, 12.5 W, -3, 0x12, 12 parsecs\n');
  const values = rows.map((row) => ['a', 'b', 'c', 'd', 'e'].map((field) => numberIn(row, field)));
  expect(values).toEqual([[12.5, -3, null, null, null]]);
});

function text(path: string): string {
  return readFileSync(new URL(path, captures), 'utf8');
}

function reading(name: string, list = ''): GpuReading {
  const answer = said(text(`nvidia-smi/${name}`));
  return parseGpu({ hot: answer, warm: answer, static: answer, list: said(list) });
}

function parseGpu(answers: Readonly<Record<string, Answer>>): GpuReading {
  return gpu.parse(answers);
}

function said(printed: string): Answer {
  return { ok: true, text: printed, exitCode: 0 };
}
