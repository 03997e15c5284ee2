import type { MemoryReading } from '../protocol/readings.ts';
import type { Judge, JudgeInput, Observation } from './judge.ts';
import { bytes, figure, warnsAt } from './wording.ts';

export const memory: Judge = { id: 'memory', observe };

function observe({ readings, thresholds }: JudgeInput): Observation {
  const reading = readings.memory;
  if (reading === undefined) return { kind: 'unanswered', reason: 'No memory reading.' };
  const usedPercent = memoryPercent(reading);
  return {
    kind: 'observed',
    known: usedPercent !== null,
    value: usedPercent,
    unit: 'percent',
    summary:
      usedPercent === null
        ? 'Memory use is not known.'
        : `${figure(usedPercent, 'percent')} of ${bytes(reading.limitBytes ?? 0)} used, ${warnsAt(thresholds.memoryPercent, 'percent')}`,
    signals: [
      {
        kind: 'level',
        fingerprint: 'memory:use',
        label: 'memory use',
        value: usedPercent,
        unit: 'percent',
        threshold: thresholds.memoryPercent,
      },
      {
        kind: 'counter',
        fingerprint: 'memory:oom-kill',
        severity: 'fail',
        label: 'out-of-memory kill',
        count: reading.oomKillCount,
      },
    ],
  };
}

function memoryPercent({ usedBytes, limitBytes }: MemoryReading): number | null {
  if (usedBytes === null || limitBytes === null || limitBytes <= 0) return null;
  return (usedBytes / limitBytes) * 100;
}
