import { describe, expect, it } from 'vitest';
import { createHealthState, judgeHealth, worstStatus } from '../../../pod-agent/health/evaluate.ts';
import type { AppCheck } from '../../../pod-agent/health/judge.ts';
import { defaultThresholds, withoutWaiting } from '../../../pod-agent/health/thresholds.ts';
import { counterHoldMs } from '../../../pod-agent/health/track.ts';
import type { HealthCheckId } from '../../../pod-agent/protocol/health-report.ts';
import type { GpuCardReading, GpuReading, Readings } from '../../../pod-agent/protocol/readings.ts';

const healthyApp: AppCheck = {
  kind: 'answered',
  url: 'http://127.0.0.1/health.json',
  httpStatus: 200,
  latencyMs: 12,
  reportedStatus: 'ok',
};

const healthy: Readings = {
  cpu: { scope: 'container', usedPercent: 30, usedCores: 1.2, limitCores: 4, throttledPercent: 0 },
  memory: { scope: 'container', usedBytes: 4e9, limitBytes: 16e9, cacheBytes: 1e9, oomKillCount: 0 },
  disk: {
    mounts: [
      {
        scope: 'container',
        mountPoint: '/',
        filesystem: 'overlay',
        usedBytes: 5e9,
        availableBytes: 15e9,
        totalBytes: 20e9,
        usedInodesPercent: 3,
        quotaVisible: true,
        unanswered: false,
      },
    ],
    readBytesPerSecond: 0,
    writtenBytesPerSecond: 0,
  },
  gpu: gpu({}),
};

function gpu(change: Partial<GpuReading>): GpuReading {
  return {
    vendor: 'nvidia',
    driverVersion: '570.86',
    expectedCount: 1,
    cards: [card({})],
    failure: null,
    ageMs: 400,
    ...change,
  };
}

function card(change: Partial<GpuCardReading>): GpuCardReading {
  return {
    index: 0,
    uuid: 'GPU-a',
    name: 'NVIDIA H100',
    status: 'ok',
    statusText: null,
    utilizationPercent: 90,
    memoryUtilizationPercent: 40,
    memoryUsedBytes: 1e9,
    memoryTotalBytes: 8e10,
    temperatureCelsius: 61,
    memoryTemperatureCelsius: 70,
    powerWatts: 400,
    powerLimitWatts: 700,
    smClockMegahertz: 1900,
    memoryClockMegahertz: 2600,
    fanPercent: null,
    performanceState: 'P0',
    throttleReasons: [],
    eccUncorrectedCount: 0,
    eccCorrectedCount: 2,
    remappedRowsPending: false,
    remappedRowsFailed: false,
    retiredPagesPending: null,
    recoveryAction: 'None',
    persistenceMode: true,
    migEnabled: false,
    migInstances: [],
    ...change,
  };
}

function cpuAt(usedPercent: number | null): Readings {
  return {
    ...healthy,
    cpu: { scope: 'container', usedPercent, usedCores: 1, limitCores: 4, throttledPercent: 0 },
  };
}

function memoryWith(change: Partial<NonNullable<Readings['memory']>>): Readings {
  return {
    ...healthy,
    memory: {
      scope: 'container',
      usedBytes: 4e9,
      limitBytes: 16e9,
      cacheBytes: 1e9,
      oomKillCount: 0,
      ...change,
    },
  };
}

/** A monitor's looks in a row, 30 s apart unless told. */
function watching(thresholds = defaultThresholds) {
  let state = createHealthState();
  let atMs = 1_800_000_000_000;
  let sequence = 0;
  return (readings: Readings, options: { app?: AppCheck; afterMs?: number } = {}) => {
    atMs += options.afterMs ?? 30_000;
    const judged = judgeHealth({
      state,
      readings,
      app: options.app ?? healthyApp,
      thresholds,
      atMs,
      sequence: sequence++,
      periodMs: 30_000,
    });
    state = judged.state;
    return judged.report;
  };
}

function once(readings: Readings, app?: AppCheck) {
  return watching(withoutWaiting(defaultThresholds))(readings, app === undefined ? {} : { app });
}

function checkOf(report: ReturnType<typeof once>, id: HealthCheckId) {
  const check = report.checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
}

describe('the overall status', () => {
  it('is the worst there is, trouble before doubt before ok', () => {
    expect(worstStatus(['ok', 'unknown', 'warn', 'fail'])).toBe('fail');
    expect(worstStatus(['ok', 'unknown', 'warn'])).toBe('warn');
    expect(worstStatus(['ok', 'unknown'])).toBe('unknown');
    expect(worstStatus(['ok', 'ok'])).toBe('ok');
    expect(worstStatus([])).toBe('unknown');
  });

  it('is ok for a healthy pod, with one line per check', () => {
    const report = once(healthy);
    expect(report.status).toBe('ok');
    expect(report.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'app ok',
      'cpu ok',
      'memory ok',
      'disk ok',
      'gpu ok',
    ]);
    expect(checkOf(report, 'memory')).toMatchObject({ value: 25, unit: 'percent' });
    expect(checkOf(report, 'cpu').summary).toBe('30 % of 4 cores used, warns at 90 %');
    expect(report.alerts).toEqual([]);
    expect(report.nextAtMs).toBe(report.atMs + 30_000);
  });

  it('is unknown, not ok, when a reading is missing or has no figure', () => {
    const { disk: _, ...withoutDisk } = healthy;
    expect(once(withoutDisk).status).toBe('unknown');
    expect(checkOf(once(withoutDisk), 'disk').status).toBe('unknown');
    expect(checkOf(once(cpuAt(null)), 'cpu').status).toBe('unknown');
    expect(checkOf(once(memoryWith({ limitBytes: null })), 'memory').status).toBe('unknown');
  });

  it('leaves out an application nobody looked at, but lists it as unknown', () => {
    const report = once(healthy, { kind: 'not-checked', reason: 'no agent in this pod' });
    expect(checkOf(report, 'app')).toMatchObject({ status: 'unknown', summary: 'no agent in this pod' });
    expect(report.status).toBe('ok');
  });
});

describe('a level', () => {
  it('counts only when it has lasted, and then with its time of rising', () => {
    const look = watching();
    expect(look(cpuAt(95)).status).toBe('ok');
    for (let atSeconds = 30; atSeconds < 300; atSeconds += 30) expect(look(cpuAt(95)).alerts).toEqual([]);
    const report = look(cpuAt(95));
    expect(report.status).toBe('warn');
    expect(report.alerts).toEqual([
      {
        fingerprint: 'cpu:use',
        checkId: 'cpu',
        severity: 'warn',
        summary: 'CPU use is 95 %, at or over 90 % for 5 min or longer.',
        sinceMs: report.atMs,
        resolvedAtMs: null,
      },
    ]);
  });

  it('starts over when it falls below in between', () => {
    const look = watching();
    for (let count = 0; count < 9; count++) look(cpuAt(95));
    look(cpuAt(89));
    for (let count = 0; count < 10; count++) expect(look(cpuAt(95)).status).toBe('ok');
    expect(look(cpuAt(95)).status).toBe('warn');
  });

  it('starts over when there was no reading in between', () => {
    const look = watching();
    const { memory: _, ...withoutMemory } = healthy;
    look(memoryWith({ usedBytes: 15e9 }));
    look(memoryWith({ usedBytes: 15e9 }));
    expect(look(withoutMemory).status).toBe('unknown');
    expect(look(memoryWith({ usedBytes: 15e9 })).status).toBe('ok');
  });

  it('is held until it is below its clear value, and is resolved once', () => {
    const look = watching(withoutWaiting(defaultThresholds));
    const raised = look(memoryWith({ usedBytes: 0.86 * 16e9 }));
    expect(raised.status).toBe('warn');
    const held = look(memoryWith({ usedBytes: 0.82 * 16e9 }));
    expect(held.status).toBe('warn');
    expect(held.alerts[0]).toMatchObject({ sinceMs: raised.atMs, resolvedAtMs: null });
    expect(checkOf(held, 'memory').summary).toBe('Memory use is 82 %, was over 85 %; cleared below 80 %.');
    const resolved = look(memoryWith({ usedBytes: 0.79 * 16e9 }));
    expect(resolved.status).toBe('ok');
    expect(resolved.alerts).toMatchObject([
      { fingerprint: 'memory:use', sinceMs: raised.atMs, resolvedAtMs: resolved.atMs },
    ]);
    expect(look(memoryWith({ usedBytes: 0.79 * 16e9 })).alerts).toEqual([]);
  });

  it('changes its severity, not its fingerprint', () => {
    const look = watching(withoutWaiting(defaultThresholds));
    const warned = look(memoryWith({ usedBytes: 0.9 * 16e9 }));
    const failed = look(memoryWith({ usedBytes: 0.96 * 16e9 }));
    expect(failed.alerts).toMatchObject([
      { fingerprint: 'memory:use', severity: 'fail', sinceMs: warned.atMs },
    ]);
    expect(look(memoryWith({ usedBytes: 0.92 * 16e9 })).status).toBe('fail');
    expect(look(memoryWith({ usedBytes: 0.9 * 16e9 })).status).toBe('warn');
  });

  it('keeps its alert while its reading is missing', () => {
    const look = watching(withoutWaiting(defaultThresholds));
    const { memory: _, ...withoutMemory } = healthy;
    look(memoryWith({ usedBytes: 0.96 * 16e9 }));
    const blind = look(withoutMemory);
    expect(blind.status).toBe('fail');
    expect(blind.alerts).toMatchObject([{ fingerprint: 'memory:use', resolvedAtMs: null }]);
  });
});

describe('out-of-memory kills', () => {
  it('raise at once, are held for a while and then resolved', () => {
    const look = watching();
    expect(look(memoryWith({ oomKillCount: 3 })).status).toBe('ok');
    const report = look(memoryWith({ oomKillCount: 5 }));
    expect(report.alerts).toMatchObject([
      {
        fingerprint: 'memory:oom-kill',
        severity: 'fail',
        summary: '2 more out-of-memory kills, 5 since the container began.',
      },
    ]);
    expect(look(memoryWith({ oomKillCount: 5 })).status).toBe('fail');
    const later = look(memoryWith({ oomKillCount: 5 }), { afterMs: counterHoldMs });
    expect(later.status).toBe('ok');
    expect(later.alerts).toMatchObject([{ fingerprint: 'memory:oom-kill', resolvedAtMs: later.atMs }]);
  });

  it('of an earlier life of the container are history', () => {
    const look = watching();
    look(memoryWith({ oomKillCount: 9 }));
    expect(look(memoryWith({ oomKillCount: 0 })).alerts).toEqual([]);
    const report = look(memoryWith({ oomKillCount: 1 }));
    expect(report.status).toBe('fail');
    expect(report.alerts[0]?.summary).toBe('1 more out-of-memory kill, 1 since the container began.');
  });
});

describe('the gpu check', () => {
  const troubles: readonly [string, GpuReading, string][] = [
    [
      'a lost card',
      gpu({ cards: [card({ status: 'lost', statusText: '[GPU is lost]' })] }),
      'gpu:GPU-a:status',
    ],
    ['a missing card', gpu({ expectedCount: 2 }), 'gpu:missing'],
    ['no card at all', gpu({ cards: [] }), 'gpu:missing'],
    ['a recovery action', gpu({ cards: [card({ recoveryAction: 'Reset' })] }), 'gpu:GPU-a:recovery'],
    ['uncorrectable errors', gpu({ cards: [card({ eccUncorrectedCount: 1 })] }), 'gpu:GPU-a:ecc'],
    [
      'a driver that is not loaded',
      gpu({ cards: [], failure: { code: 'driver-not-loaded', message: 'The driver is not loaded.' } }),
      'gpu:driver-not-loaded',
    ],
  ];

  it.each(troubles)('fails at once for %s', (_name, reading, fingerprint) => {
    const report = watching()({ ...healthy, gpu: reading });
    expect(report.status).toBe('fail');
    expect(report.alerts).toMatchObject([{ fingerprint, checkId: 'gpu', severity: 'fail' }]);
  });

  it('puts what fails before what warns', () => {
    const cards = [card({ retiredPagesPending: true }), card({ index: 1, uuid: 'GPU-b', status: 'lost' })];
    const report = once({ ...healthy, gpu: gpu({ expectedCount: 2, cards }) });
    expect(report.alerts.map(({ severity }) => severity)).toEqual(['fail', 'warn']);
  });

  it('warns of hardware throttling only when it lasts', () => {
    const look = watching();
    const hot = { ...healthy, gpu: gpu({ cards: [card({ throttleReasons: ['hardware-thermal'] })] }) };
    expect(look(hot).status).toBe('ok');
    expect(look(hot).status).toBe('ok');
    expect(look(hot).status).toBe('warn');
  });

  it('does not mind a card at its power limit', () => {
    const look = watching();
    const busy = { ...healthy, gpu: gpu({ cards: [card({ throttleReasons: ['software-power-cap'] })] }) };
    for (let count = 0; count < 5; count++) expect(look(busy).status).toBe('ok');
  });

  it('judges the hottest of several cards', () => {
    const cards = [card({}), card({ index: 1, uuid: 'GPU-b', temperatureCelsius: 93 })];
    const report = once({ ...healthy, gpu: gpu({ expectedCount: 2, cards }) });
    expect(checkOf(report, 'gpu')).toMatchObject({ status: 'fail', value: 93, unit: 'celsius' });
    expect(report.alerts).toMatchObject([{ fingerprint: 'gpu:GPU-b:temperature' }]);
  });

  it('does not pass old figures off as the state of now', () => {
    expect(checkOf(once({ ...healthy, gpu: gpu({ ageMs: 90_000 }) }), 'gpu').status).toBe('unknown');
  });

  it('has nothing to say where there is no GPU and none was paid for', () => {
    const none = gpu({ vendor: 'none', expectedCount: null, cards: [] });
    expect(checkOf(once({ ...healthy, gpu: none }), 'gpu').status).toBe('unknown');
    expect(once({ ...healthy, gpu: none }).status).toBe('ok');
    const rescue = gpu({ vendor: 'none', expectedCount: 0, cards: [] });
    expect(checkOf(once({ ...healthy, gpu: rescue }), 'gpu').status).toBe('ok');
  });
});

describe('the app check', () => {
  const answered = (change: Partial<Extract<AppCheck, { kind: 'answered' }>>): AppCheck => ({
    kind: 'answered',
    url: 'http://127.0.0.1/health.json',
    httpStatus: 200,
    latencyMs: 12,
    reportedStatus: null,
    ...change,
  });

  it.each([
    ['status 200 without a word', answered({}), 'ok'],
    ['status 503', answered({ httpStatus: 503 }), 'fail'],
    ['status 404', answered({ httpStatus: 404 }), 'warn'],
    ['its own word "fail"', answered({ reportedStatus: 'fail' }), 'fail'],
    ['its own word "degraded"', answered({ reportedStatus: 'Degraded' }), 'warn'],
    [
      'no connection',
      { kind: 'failed', url: 'http://x/', reason: 'refused', latencyMs: 1 } as AppCheck,
      'fail',
    ],
  ])('takes %s at once for what it is', (_name, app, status) => {
    expect(checkOf(watching()(healthy, { app }), 'app').status).toBe(status);
  });

  it('has no value where nothing answered: how long a refusal takes is no time to answer', () => {
    const failed: AppCheck = { kind: 'failed', url: 'http://x/', reason: 'refused', latencyMs: 1 };
    expect(checkOf(once(healthy, failed), 'app')).toMatchObject({ value: null, tookMs: 1 });
    expect(checkOf(once(healthy, answered({ httpStatus: 503 })), 'app').value).toBe(12);
  });

  it('waits before it calls an answer slow', () => {
    const look = watching();
    const slow = { app: answered({ latencyMs: 1500 }) };
    expect([look(healthy, slow).status, look(healthy, slow).status, look(healthy, slow).status]).toEqual([
      'ok',
      'ok',
      'warn',
    ]);
  });
});

describe('the disk check', () => {
  const mount = (change: Partial<NonNullable<Readings['disk']>['mounts'][number]>) => ({
    scope: 'container' as const,
    mountPoint: '/workspace',
    filesystem: 'fuse.mfs',
    usedBytes: 96e12,
    availableBytes: 4e12,
    totalBytes: 100e12,
    usedInodesPercent: 1,
    quotaVisible: true,
    unanswered: false,
    ...change,
  });
  const withMounts = (...mounts: ReturnType<typeof mount>[]): Readings => ({
    ...healthy,
    disk: {
      mounts: [...(healthy.disk?.mounts ?? []), ...mounts],
      readBytesPerSecond: 0,
      writtenBytesPerSecond: 0,
    },
  });

  it('names the fullest filesystem', () => {
    const report = once(withMounts(mount({ usedBytes: 0.9 * 1e12, availableBytes: 0.1 * 1e12 })));
    expect(checkOf(report, 'disk')).toMatchObject({ status: 'warn', value: 90 });
    expect(report.alerts).toMatchObject([{ fingerprint: 'disk:/workspace' }]);
  });

  it('does not take the size of a whole cluster for the quota of a volume', () => {
    expect(once(withMounts(mount({ quotaVisible: false }))).status).toBe('ok');
  });

  it('warns of inodes that run out', () => {
    const report = once(withMounts(mount({ usedBytes: 1, availableBytes: 1e12, usedInodesPercent: 88 })));
    expect(report.alerts).toMatchObject([{ fingerprint: 'disk:/workspace:inodes', severity: 'warn' }]);
  });

  it('does not know at first, and fails when a volume stays silent', () => {
    const look = watching();
    const gone = withMounts(mount({ unanswered: true, usedBytes: null, availableBytes: null }));
    expect(look(gone).status).toBe('unknown');
    expect(look(gone).status).toBe('unknown');
    expect(look(gone).alerts).toMatchObject([
      { fingerprint: 'disk:/workspace:unanswered', severity: 'fail' },
    ]);
  });
});
