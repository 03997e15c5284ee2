/** A guard for each kind of frame. */
import type {
  CollectorFailure,
  EventFrame,
  Frame,
  HealthFrame,
  HelloFrame,
  Inventory,
  SampleFrame,
} from './frames.ts';
import { boolean, type Guard, list, literal, nullable, oneOf, optional, record, shape } from './guards.ts';
import { agentCostGuard, healthReportGuard } from './health-guards.ts';
import { bytes, count, durationMs, name, sentence, wallMs } from './quantities.ts';
import { readingGuards } from './reading-guards.ts';

const inventory = shape<Inventory>({
  hostname: nullable(name),
  osName: nullable(name),
  kernelVersion: nullable(name),
  architecture: nullable(name),
  cpuModel: nullable(name),
  onlineCores: nullable(count),
  hostMemoryBytes: nullable(bytes),
  virtualization: nullable(name),
  nodeVersion: nullable(name),
  // The pattern of environment names keeps `__proto__` and its kind out.
  runpod: record({ name: /^[A-Z][A-Z0-9_]{0,63}$/, value: sentence, maxCount: 64 }),
});

const hello = shape<HelloFrame>({
  kind: literal('hello'),
  protocol: count,
  nonce: nullable(name),
  agentVersion: name,
  agentKind: oneOf<HelloFrame['agentKind']>({ agent: true, probe: true }),
  bootId: nullable(name),
  intervalMs: durationMs,
  atMs: wallMs,
  inventory: nullable(inventory),
});

const sample = shape<SampleFrame>({
  kind: literal('sample'),
  sequence: count,
  atMs: wallMs,
  intervalMs: durationMs,
  failures: list(shape<CollectorFailure>({ collector: name, reason: sentence }), 32),
  agent: agentCostGuard,
  tookMs: durationMs,
  replayed: optional(boolean),
  cpu: optional(readingGuards.cpu),
  memory: optional(readingGuards.memory),
  disk: optional(readingGuards.disk),
  network: optional(readingGuards.network),
  load: optional(readingGuards.load),
  pressure: optional(readingGuards.pressure),
  processes: optional(readingGuards.processes),
  sessions: optional(readingGuards.sessions),
  gpu: optional(readingGuards.gpu),
});

const health = shape<HealthFrame>({
  kind: literal('health'),
  sequence: count,
  source: oneOf<HealthFrame['source']>({ monitor: true, stream: true }),
  report: healthReportGuard,
});

const event = shape<EventFrame>({
  kind: literal('event'),
  atMs: wallMs,
  level: oneOf<EventFrame['level']>({ info: true, warn: true, error: true }),
  text: sentence,
});

/** By kind, so that a kind without a guard does not compile. */
export const frameGuards: { readonly [Kind in Frame['kind']]: Guard<Extract<Frame, { kind: Kind }>> } = {
  hello,
  sample,
  health,
  event,
};
