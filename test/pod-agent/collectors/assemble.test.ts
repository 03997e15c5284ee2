import { describe, expect, it } from 'vitest';
import { createAssembler } from '../../../pod-agent/collectors/assemble.ts';
import { collectors } from '../../../pod-agent/collectors/index.ts';
import type { Answer } from '../../../pod-agent/host/host.ts';
import { absent } from './answers.ts';

function text(content: string): Answer {
  return { ok: true, text: content };
}

const mark = '/sys/fs/cgroup/cgroup.events';

function cpuAnswers(usedUs: number) {
  return { [mark]: text('populated 1'), '/sys/fs/cgroup/cpu.stat': text(`usage_usec ${usedUs}\n`) };
}

function stat(pid: number, ticks: number): string {
  return `${pid} (python) S 1 1 1 0 -1 4194304 102 0 0 0 ${ticks} 0 0 0 20 0 1 0 7 3133440 1 1 1 1 1 1\n`;
}

describe('the table of collectors', () => {
  it('names each collector as its file and reading are named', () => {
    expect(Object.entries(collectors).filter(([id, collector]) => id !== collector.id)).toEqual([]);
  });

  it('gives each source of a collector an id of its own', () => {
    for (const { sources } of Object.values(collectors)) {
      expect(new Set(sources.map(({ id }) => id)).size).toBe(sources.length);
    }
  });
});

describe('createAssembler', () => {
  it('keeps the counters of the last sample, so that rates come with the second', () => {
    const assembler = createAssembler();
    const quota = { '/sys/fs/cgroup/cpu.max': text('200000 100000') };
    const first = assembler.assemble({ answers: { cpu: { ...cpuAnswers(0), ...quota } }, monotonicMs: 5000 });
    expect(first).toMatchObject({ readings: { cpu: { usedPercent: null, limitCores: 2 } }, failures: [] });
    const second = assembler.assemble({ answers: { cpu: cpuAnswers(500_000) }, monotonicMs: 6000 });
    expect(second.readings.cpu).toMatchObject({ scope: 'container', usedPercent: 25, limitCores: 2 });
  });

  it('begins anew when counters go backwards or time stands still', () => {
    const assembler = createAssembler();
    const usedAt = (usedUs: number, monotonicMs: number) =>
      assembler.assemble({ answers: { cpu: cpuAnswers(usedUs) }, monotonicMs }).readings.cpu?.usedCores;
    expect(usedAt(9_000_000, 1000)).toBeNull();
    expect(usedAt(1_000_000, 2000)).toBeNull();
    expect(usedAt(2_000_000, 3000)).toBe(1);
    expect(usedAt(2_500_000, 3000)).toBeNull();
    expect(usedAt(4_500_000, 4000)).toBe(2);
  });

  it('names a collector that fails and keeps the others', () => {
    const assembler = createAssembler();
    const answers = { memory: { '/proc/meminfo': absent }, load: { '/proc/uptime': text('5 5') } };
    const { readings, failures } = assembler.assemble({ answers, monotonicMs: 1 });
    expect(Object.keys(readings)).toEqual(['load']);
    expect(failures).toEqual([{ collector: 'memory', reason: expect.stringContaining('/proc/meminfo') }]);
  });

  it('isolates even a collector that throws nonsense', () => {
    const assembler = createAssembler({
      ...collectors,
      memory: {
        ...collectors.memory,
        parse: () => {
          throw 'x'.repeat(10_000);
        },
      },
    });
    const answers = { memory: { '/proc/meminfo': absent }, load: { '/proc/uptime': text('5 5') } };
    const { readings, failures } = assembler.assemble({ answers, monotonicMs: 1 });
    expect(readings.load?.uptimeSeconds).toBe(5);
    expect(failures[0]?.reason).toHaveLength(300);
  });

  it('leaves out what was never asked', () => {
    expect(createAssembler().assemble({ answers: {}, monotonicMs: 1 })).toEqual({
      readings: {},
      failures: [],
    });
    const hostile = { answers: JSON.parse('{"__proto__":{"cpu":{}},"nobody":{}}'), monotonicMs: 1 };
    expect(createAssembler().assemble(hostile)).toEqual({ readings: {}, failures: [] });
  });

  it('says that a collector has failed whose hot sources were asked before and not now', () => {
    const assembler = createAssembler();
    assembler.assemble({ answers: { cpu: cpuAnswers(1) }, monotonicMs: 1000 });
    const { readings, failures } = assembler.assemble({ answers: {}, monotonicMs: 2000 });
    expect(readings).toEqual({});
    expect(failures).toMatchObject([{ collector: 'cpu' }]);
  });
});

describe('slow answers', () => {
  const gpuApps = 'nvidia-smi --query-compute-apps';
  const at = (ticks: number) => ({ 'process stats': text(stat(4242, ticks)) });

  it('stay valid until newer ones come, with the rates that were measured over their own time', () => {
    const assembler = createAssembler();
    const cpuPercent = (processes: Record<string, Answer> | undefined, monotonicMs: number) =>
      assembler.assemble({ answers: processes === undefined ? {} : { processes }, monotonicMs }).readings
        .processes?.topByCpu[0]?.cpuPercent;
    cpuPercent(at(0), 0);
    const second = at(750);
    expect(cpuPercent(second, 15_000)).toBe(50);
    expect(cpuPercent(undefined, 16_000)).toBe(50);
    expect(cpuPercent(second, 17_000)).toBe(50);
    expect(cpuPercent(at(2250), 30_000)).toBe(100);
  });

  it('that come later than the counters beside them do not make those stand still', () => {
    const assembler = createAssembler();
    const first = { '/sys/fs/cgroup/cgroup.events': absent, ...at(0) };
    assembler.assemble({ answers: { processes: first }, monotonicMs: 0 });
    assembler.assemble({ answers: { processes: at(1500) }, monotonicMs: 15_000 });
    const late = { [gpuApps]: text('GPU-1, 4242, 10, python\n') };
    const { readings } = assembler.assemble({ answers: { processes: late }, monotonicMs: 16_000 });
    expect(readings.processes).toMatchObject({
      topByCpu: [{ cpuPercent: 100 }],
      gpuProcesses: [{ pid: 4242 }],
    });
  });

  it('are replaced by a newer failure: what was known is known no longer', () => {
    const assembler = createAssembler();
    assembler.assemble({ answers: { processes: at(0) }, monotonicMs: 0 });
    const gone = { 'process stats': absent };
    expect(assembler.assemble({ answers: { processes: gone }, monotonicMs: 15_000 })).toMatchObject({
      readings: {},
      failures: [{ collector: 'processes' }],
    });
  });
});
