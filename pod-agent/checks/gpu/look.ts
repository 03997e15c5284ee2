/** How a diagnosis looks at the cards: one question with every field that the driver knows, so that it is waited for once. */
import {
  hotFields,
  narrowFields,
  nvidiaQuery,
  staticFields,
  warmFields,
} from '../../collectors/gpu/fields.ts';
import { gpuSources } from '../../collectors/gpu/sources.ts';
import { gpu } from '../../collectors/gpu.ts';
import type { Answer, CommandSource, Source } from '../../host/host.ts';
import type { GpuReading } from '../../protocol/readings.ts';
import type { PodPlan, Seen } from '../check.ts';

const queryId = 'gpu query';
const timeoutMs = 2400;

const everyField = [
  ...hotFields,
  ...[...warmFields, ...staticFields].filter(([name]) => !hotFields.some(([hot]) => hot === name)),
];

export function gpuLook({ gpuHelp }: PodPlan): readonly Source[] {
  const query: CommandSource = {
    kind: 'command',
    id: queryId,
    cadence: 'once',
    argv: nvidiaQuery(narrowFields(everyField, gpuHelp ?? '')),
    timeoutMs,
  };
  return [query, { ...gpuSources.rocm, cadence: 'once', timeoutMs }, { ...gpuSources.rocmStatic, timeoutMs }];
}

/** Throws where no tool was asked. A text tells its own columns, so that the one text answers all three questions. */
export function gpuReading({ answers, plan }: Seen): GpuReading {
  const query = answers[queryId];
  const count: Answer = {
    ok: true,
    text: plan.gpuCount === null ? '' : `RUNPOD_GPU_COUNT=${plan.gpuCount}\n`,
  };
  const { rocm, rocmStatic, environment, hot, warm, static: fixed } = gpuSources;
  const given: Record<string, Answer> = { [environment.id]: count };
  if (query !== undefined) for (const { id } of [hot, warm, fixed]) given[id] = query;
  for (const { id } of [rocm, rocmStatic]) {
    const answer = answers[id];
    if (answer !== undefined) given[id] = answer;
  }
  return gpu.read({ now: gpu.parse(given), before: null, elapsedMs: null });
}

/** What the tool of the vendor said, for evidence. */
export function gpuAnswer({ answers }: Seen): Answer | undefined {
  return answers[queryId];
}
