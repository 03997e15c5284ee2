/** Questions to the results of loads: errors, and the generator's own part. Pure. */
import type { Figure, GeneratorState, TestResult } from '../protocol/benchmark-report.ts';
import type { LoadResult } from './engine/load.ts';
import { figureIn } from './figures.ts';

export type Errors = {
  readonly sharePercent: number | null;
  readonly attempts: number;
  /** HTTP statuses from 500. */
  readonly serverErrors: number;
  /** "503 12 times, connection reset 3 times"; empty where there are none. */
  readonly text: string;
};

const generatorCpu = 'CPU of the generator';
const generatorDelay = 'p99 delay of the generator';
export const generatorLimited = 'generator-limited';

export function errorsOf(results: readonly LoadResult[]): Errors {
  const refused = results
    .flatMap(({ statuses }) => Object.entries(statuses))
    .filter(([status]) => Number(status) >= 400);
  const broken = results.flatMap(({ errors }) => Object.entries(errors));
  const counts = new Map<string, number>();
  for (const [reason, count] of [...refused, ...broken])
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  const bad = sum([...counts.values()]);
  const answered = sum(results.flatMap(({ statuses }) => Object.values(statuses)));
  const attempts = answered + sum(broken.map(([, count]) => count));
  return {
    sharePercent: attempts === 0 ? null : (bad / attempts) * 100,
    attempts,
    serverErrors: sum(refused.filter(([status]) => Number(status) >= 500).map(([, count]) => count)),
    text: [...counts].map(([reason, count]) => `${reason} ${count} times`).join(', '),
  };
}

/** Of one load, as figures of its test; `generatorOf` reads them again. */
export function generatorFigures({ generator }: LoadResult): readonly Figure[] {
  return [
    { name: generatorCpu, value: generator.cpuPercent, unit: '%' },
    { name: generatorDelay, value: generator.loopDelayP99Ms, unit: 'ms' },
  ];
}

export function generatorOf(result: TestResult | undefined): GeneratorState | null {
  if (result === undefined || result.status !== 'done') return null;
  return {
    cpuPercent: figureIn(result.figures, generatorCpu),
    loopDelayP99Ms: figureIn(result.figures, generatorDelay),
    isLimiting: result.notes.some((note) => note.startsWith(generatorLimited)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
