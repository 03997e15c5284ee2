/** The GPUs as one look sees them: which they are, and how busy. */
import { nvidiaQuery } from '../collectors/gpu/fields.ts';
import { gpuSources } from '../collectors/gpu/sources.ts';
import { gpu } from '../collectors/gpu.ts';
import type { Answers, Host } from '../host/host.ts';
import type { GpuReading } from '../protocol/readings.ts';

/** Every driver knows these, so that nobody has to ask it first which fields there are. */
const fields = ['index', 'uuid', 'name', 'driver_version', 'utilization.gpu'] as const;
/** A driver without persistence mode takes seconds; a benchmark of 10 s cannot wait for it. */
const timeoutMs = 3000;

/** null where no tool answered in time, or there is none. */
export async function lookAtGpus(host: Host): Promise<GpuReading | null> {
  const answers: Answers = {
    environment: await host.answer(gpuSources.environment),
    hot: await host.answer({ ...gpuSources.hot, argv: nvidiaQuery(fields), timeoutMs }),
  };
  const reading = parsed(answers);
  if (reading !== null && reading.vendor !== 'none') return reading;
  const rocm = await host.answer({ ...gpuSources.rocm, timeoutMs });
  return rocm.ok ? parsed({ ...answers, rocm }) : reading;
}

/** "2 x NVIDIA H100 80GB HBM3", kinds in the order of their cards; "none" without any. */
export function describeGpus(reading: GpuReading | null): string {
  if (reading === null || (reading.cards.length === 0 && reading.failure !== null)) return 'unknown';
  const counts = new Map<string, number>();
  for (const { name } of reading.cards)
    counts.set(name ?? 'unnamed', (counts.get(name ?? 'unnamed') ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} x ${name}`).join(', ') || 'none';
}

function parsed(answers: Answers): GpuReading | null {
  try {
    return gpu.parse(answers);
  } catch {
    return null;
  }
}
