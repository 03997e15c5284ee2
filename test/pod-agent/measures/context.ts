/** What a test of the benchmark is run with here: a port of this machine, quick, and a collector of its events. */
import { createLocalHost } from '../../../pod-agent/host/local-host.ts';
import type { Measure, MeasureContext } from '../../../pod-agent/measures/measure.ts';
import { ownReferences } from '../../../pod-agent/pages/page-references.ts';
import type { TestResult } from '../../../pod-agent/protocol/benchmark-report.ts';
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';

export type Ran = { readonly result: TestResult; readonly events: readonly JobEventBody[] };

export async function runMeasure(
  measure: Measure,
  port: number,
  given: Partial<MeasureContext> = {},
): Promise<Ran> {
  const host = createLocalHost({ root: null });
  const startedMs = performance.now();
  const running = measure.run({
    target: { host: '127.0.0.1', port, hostHeader: `127.0.0.1:${port}` },
    healthPath: '/health.json',
    pathsIn: (page) => ownReferences(page).map(({ path }) => path),
    nginxStatusPort: null,
    isQuick: true,
    outwardUrl: null,
    host,
    earlier: new Map(),
    signal: new AbortController().signal,
    elapsedMs: () => performance.now() - startedMs,
    ...given,
  });
  const events: JobEventBody[] = [];
  try {
    for (let next = await running.next(); ; next = await running.next()) {
      if (next.done === true) return { result: next.value, events };
      events.push(next.value);
    }
  } finally {
    host.close();
  }
}

export function figureOf({ figures }: TestResult, name: string): number | null {
  const found = figures.find((figure) => figure.name === name);
  if (found === undefined)
    throw new Error(`There is no figure "${name}": ${figures.map((each) => each.name)}`);
  return found.value;
}
