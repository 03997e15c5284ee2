/** Pressure stall information of the last ten seconds. */
import { pressure } from '../collectors/pressure.ts';
import type { Answers } from '../host/host.ts';
import { type Family, gauge } from './family.ts';

export function pressureFamilies(answers: Answers): readonly Family[] {
  const reading = pressure.parse(answers);
  const { scope } = reading;
  const sample = (resource: string, tasks: 'some' | 'full', percent: number | null) => ({
    labels: { resource, tasks, scope },
    value: percent === null ? null : percent / 100,
  });
  return [
    gauge(
      'pod_agent_pressure_ratio',
      'Share of the last 10 s in which some or all tasks waited for the resource, 0 to 1.',
      [
        sample('cpu', 'some', reading.cpuSomePercent),
        sample('memory', 'some', reading.memorySomePercent),
        sample('memory', 'full', reading.memoryFullPercent),
        sample('io', 'some', reading.ioSomePercent),
        sample('io', 'full', reading.ioFullPercent),
      ],
    ),
  ];
}
