/** 1: what a container may tune, tried and told honestly. Nothing here keeps a pod from serving. */
import { done, type Phase } from './phase.ts';

export const optimise: Phase = { id: 'optimise', run };

async function run(pod: Parameters<Phase['run']>[0]): ReturnType<Phase['run']> {
  const report = await pod.optimise();
  const counts = new Map<string, number>();
  for (const { status } of report.tunings) counts.set(status, (counts.get(status) ?? 0) + 1);
  const words = [...counts].map(([status, count]) => `${count} ${status}`);
  return done(`${report.tunings.length} tunings: ${words.join(', ')}`);
}
