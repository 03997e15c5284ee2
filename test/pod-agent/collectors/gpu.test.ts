import { describe, expect, test } from 'vitest';
import { gpu } from '../../../pod-agent/collectors/gpu.ts';
import type { Answer, Answers } from '../../../pod-agent/host/host.ts';
import type { GpuReading } from '../../../pod-agent/protocol/readings.ts';

const header = 'index, uuid, utilization.gpu [%], memory.used [MiB], memory.total [MiB], temperature.gpu';
const two = `${header}\n0, GPU-a, 97, 1024, 81559, 61\n1, GPU-b, 3, 0, 81559, 40\n`;
const staticTwo =
  'index, uuid, name, driver_version\n0, GPU-a, NVIDIA L4, 590.48.01\n1, GPU-b, NVIDIA L4, 590.48.01\n';
const absent: Answer = { ok: false, reason: 'absent', message: 'not found' };

describe('a machine with NVIDIA cards', () => {
  test('joins the three queries by card, and turns MiB into bytes', () => {
    const warm =
      'uuid, index, ecc.errors.uncorrected.volatile.total, gpu_recovery_action, persistence_mode\n' +
      'GPU-b, 1, 7, Drain and Reset, Disabled\nGPU-a, 0, 0, None, Enabled\n';
    const reading = read({
      hot: said(two),
      warm: said(warm),
      static: said(staticTwo),
      environment: count(2),
    });
    expect(reading).toMatchObject({
      vendor: 'nvidia',
      driverVersion: '590.48.01',
      expectedCount: 2,
      failure: null,
    });
    expect(reading.cards).toMatchObject([
      {
        index: 0,
        uuid: 'GPU-a',
        name: 'NVIDIA L4',
        utilizationPercent: 97,
        memoryUsedBytes: 1024 * 1024 * 1024,
      },
      { index: 1, eccUncorrectedCount: 7, recoveryAction: 'Drain and Reset', persistenceMode: false },
    ]);
    expect(reading.cards[0]).toMatchObject({ recoveryAction: 'None', persistenceMode: true, status: 'ok' });
  });

  test('shows what no query gave as unknown', () => {
    const [card] = read({ hot: said('index, utilization.gpu [%]\n0, [N/A]\n') }).cards;
    expect(card).toMatchObject({
      utilizationPercent: null,
      memoryUsedBytes: null,
      fanPercent: null,
      throttleReasons: null,
    });
    expect(card).toMatchObject({
      uuid: null,
      name: null,
      migEnabled: null,
      eccUncorrectedCount: null,
      status: 'ok',
    });
  });

  test('prefers the power of the moment, and takes the average where there is none', () => {
    const text = 'index, power.draw.instant [W], power.draw [W]\n0, 625.68, 631.95\n1, [N/A], 70.10\n';
    expect(read({ hot: said(text) }).cards.map((card) => card.powerWatts)).toEqual([625.68, 70.1]);
  });

  test('says how old the figures are, when told', () => {
    expect(read({ hot: said(two), age: said('1234') }).ageMs).toBe(1234);
    expect(read({ hot: said(two) }).ageMs).toBeNull();
  });

  test('understands the spellings of older drivers', () => {
    const text =
      'index, gpu_uuid, clocks.sm [MHz], clocks_throttle_reasons.active\n0, GPU-a, 1410, 0x0000000000000044\n';
    expect(read({ hot: said(text) }).cards[0]).toMatchObject({
      uuid: 'GPU-a',
      smClockMegahertz: 1410,
      throttleReasons: ['software-power-cap', 'hardware-thermal'],
    });
  });
});

describe('a card that is in trouble', () => {
  test.each([
    ['[GPU is lost]', 'lost'],
    ['[GPU requires reset]', 'requires-reset'],
    ['[Unknown Error]', 'error'],
    ['ERR!', 'error'],
  ])('%s is %s, with the field it was said of', (cell, status) => {
    const [card] = read({ hot: said(`index, temperature.gpu\n0, ${cell}\n`) }).cards;
    expect(card).toMatchObject({
      status,
      statusText: `${cell.replace(/[[\]]/g, '')} (temperature.gpu)`,
      temperatureCelsius: null,
    });
  });

  test('is called by the gravest thing said of it, in either query', () => {
    const warm = said('index, uuid, gpu_recovery_action\n1, GPU-b, [GPU is lost]\n');
    const hot = said('index, uuid, temperature.gpu\n0, GPU-a, 40\n1, GPU-b, [Unknown Error]\n');
    expect(read({ hot, warm }).cards.map((card) => card.status)).toEqual(['ok', 'lost']);
  });

  test('that lost even its index is still found', () => {
    const hot = said(
      'index, uuid, temperature.gpu\n0, GPU-a, 40\n[GPU is lost], [GPU is lost], [GPU is lost]\n',
    );
    expect(read({ hot, static: said(staticTwo) }).cards).toMatchObject([
      { index: 0, status: 'ok' },
      { index: 1, status: 'lost', uuid: 'GPU-b' },
    ]);
  });

  test('that is gone leaves fewer cards than were paid for', () => {
    const hot: Answer = { ...said(two.split('\n').slice(0, 2).join('\n')), errorText: lostLine };
    const reading = read({ hot, static: said(staticTwo), environment: count(2) });
    expect(reading).toMatchObject({ expectedCount: 2, failure: null });
    expect(reading.cards).toHaveLength(1);
  });

  test('that is gone is shown as lost where nobody knows how many were paid for', () => {
    const hot: Answer = { ...said(two.split('\n').slice(0, 2).join('\n')), errorText: lostLine };
    const [, second] = read({ hot, static: said(staticTwo) }).cards;
    expect(second).toMatchObject({
      index: 1,
      uuid: 'GPU-b',
      name: 'NVIDIA L4',
      status: 'lost',
      utilizationPercent: null,
    });
    expect(second?.statusText).toContain('GPU1: 0000:04:00.0');
  });
});

describe('a machine without figures', () => {
  test('without tool and without expectation has no GPU, and no failure', () => {
    expect(read({ hot: absent, rocm: absent })).toEqual({
      vendor: 'none',
      driverVersion: null,
      expectedCount: null,
      cards: [],
      failure: null,
      ageMs: null,
    });
  });

  test('without tool, but with cards paid for, fails in words that name both', () => {
    const { vendor, failure } = read({ hot: absent, rocm: absent, environment: count(2) });
    expect(vendor).toBe('none');
    expect(failure?.code).toBe('library-missing');
    expect(failure?.message).toMatch(/RUNPOD_GPU_COUNT is 2.*nvidia-smi.*rocm-smi/);
  });

  test('started with zero GPUs has nothing to complain of', () => {
    const broken = {
      ...said("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"),
      exitCode: 9,
    };
    for (const hot of [absent, broken, { ...said('No devices were found\n'), exitCode: 6 }]) {
      expect(read({ hot, rocm: absent, environment: count(0) })).toMatchObject({
        vendor: 'none',
        expectedCount: 0,
        failure: null,
      });
    }
  });

  test('whose tool hangs is a timeout', () => {
    const hot: Answer = { ok: false, reason: 'timeout', message: 'no answer within 10 s' };
    expect(read({ hot }).failure).toEqual({ code: 'timeout', message: 'nvidia-smi: no answer within 10 s' });
  });

  test('is an error, not a machine without GPU, before anything was asked', () => {
    expect(() => gpu.parse({ environment: count(1) })).toThrow('no GPU tool has answered yet');
    // The tool that is not there is often the first to be known.
    const early = { rocm: absent, environment: count(1) };
    expect(() => gpu.parse(early)).toThrow('no GPU tool has answered yet');
  });
});

test('AMD is read where nvidia-smi is not there', () => {
  const rocm = said(
    'WARNING: low-power state\n{"card0": {"GPU use (%)": "42", "VRAM Total Memory (B)": "64"}}\n',
  );
  const fixed = said(
    '{"card0": {"Card Series": "AMD Instinct MI300X"}, "system": {"Driver version": "6.10.5"}}',
  );
  expect(read({ hot: absent, rocm, 'rocm-static': fixed, environment: count(1) })).toMatchObject({
    vendor: 'amd',
    driverVersion: '6.10.5',
    cards: [{ index: 0, name: 'AMD Instinct MI300X', utilizationPercent: 42, memoryTotalBytes: 64 }],
  });
  expect(read({ hot: absent, rocm: said('ERROR: no driver\n') }).failure?.message).toContain(
    'ERROR: no driver',
  );
});

const lostLine = 'Unable to determine the device handle for GPU1: 0000:04:00.0: Unknown Error\n';

function read(answers: Answers): GpuReading {
  return gpu.read({ now: gpu.parse(answers), before: null, elapsedMs: null });
}

function said(text: string): Answer & { ok: true } {
  return { ok: true, text, exitCode: 0 };
}

function count(gpus: number): Answer {
  return said(`RUNPOD_GPU_COUNT=${gpus}\n`);
}
