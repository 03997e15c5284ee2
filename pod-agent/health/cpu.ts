import type { Judge, JudgeInput, Observation } from './judge.ts';
import { figure, warnsAt } from './wording.ts';

export const cpu: Judge = { id: 'cpu', observe };

function observe({ readings, thresholds }: JudgeInput): Observation {
  const reading = readings.cpu;
  if (reading === undefined) return { kind: 'unanswered', reason: 'No CPU reading.' };
  const { usedPercent, limitCores } = reading;
  const of =
    limitCores === null ? '' : ` of ${Number(limitCores.toFixed(1))} ${limitCores === 1 ? 'core' : 'cores'}`;
  return {
    kind: 'observed',
    known: usedPercent !== null,
    value: usedPercent,
    unit: 'percent',
    summary:
      usedPercent === null
        ? 'CPU use is not known.'
        : `${figure(usedPercent, 'percent')}${of} used, ${warnsAt(thresholds.cpuPercent, 'percent')}`,
    signals: [
      {
        kind: 'level',
        fingerprint: 'cpu:use',
        label: 'CPU use',
        value: usedPercent,
        unit: 'percent',
        threshold: thresholds.cpuPercent,
      },
    ],
  };
}
