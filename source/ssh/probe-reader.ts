/** The probe's bytes, turned into the frames that an agent would have sent, by the agent's own parsers and judges. */
import { createAssembler } from '../../pod-agent/collectors/assemble.ts';
import { createHealthState, judgeHealth } from '../../pod-agent/health/evaluate.ts';
import { defaultThresholds, withoutWaiting } from '../../pod-agent/health/thresholds.ts';
import { decodeFrame, encodeFrame } from '../../pod-agent/protocol/codec.ts';
import { type Frame, maxLineBytes, type SampleFrame } from '../../pod-agent/protocol/frames.ts';
import { createLineDecoder } from '../../pod-agent/protocol/line-decoder.ts';
import { safeDeep } from '../base/safe-text.ts';
import { aboutMachine, type MachineFacts } from './probe-about.ts';
import { createProbeAnswers } from './probe-answers.ts';
import { createProbeCost } from './probe-cost.ts';
import { createProbeLines, type ProbeEvent } from './probe-lines.ts';
import { probeSources } from './probe-sources.ts';
import type { StreamReader } from './stream-reader.ts';

export type ProbeReaderOptions = {
  readonly nonce: string;
  readonly intervalMs: number;
  readonly firstSequence: number;
  readonly healthPeriodMs: number;
  /** See LinkTarget.look. */
  readonly look?: boolean;
  /** For want of the pod's own uptime. */
  monotonicMs(): number;
  wallMs(): number;
  /** Decoded, checked, and safe to show. */
  onFrame(frame: Frame): void;
  /** A sample was unusable and is left out. */
  onDropped(): void;
};

/** A driver may have to wake its cards first; a verdict does not wait for it for ever. */
const longestWakeMs = 12_000;

/** Noise before the probe's hello is passed over; who reads bounds it (see stream-reader.ts). */
export function createProbeReader(options: ProbeReaderOptions): StreamReader {
  const answers = createProbeAnswers(probeSources);
  const assembler = createAssembler();
  const cost = createProbeCost();
  const facts: MachineFacts = { about: new Map(), variables: new Map() };
  let hello: { readonly wallMs: number; readonly uptimeMs: number | null } | null = null;
  let tick: { readonly startedMs: number; readonly atMs: number } | null = null;
  let sequence = options.firstSequence;
  let hasSentHello = false;
  let healthSequence = 0;
  let healthAtMs = Number.NEGATIVE_INFINITY;
  let healthState = createHealthState();
  let wantsVerdict = options.look === true;
  let firstSampleAtMs: number | null = null;

  function take(event: ProbeEvent): void {
    // Nothing is believed before the hello, and nothing of a sample that is broken.
    if (event.kind === 'hello') {
      const wallMs = event.wallSeconds === null ? options.wallMs() : event.wallSeconds * 1000;
      hello ??= { wallMs, uptimeMs: event.uptimeMs };
      return;
    }
    if (hello === null) return;
    switch (event.kind) {
      case 'about':
        if (event.name === 'variable') remember(facts.variables, event.value);
        else if (facts.about.size < 32) facts.about.set(event.name, event.value);
        return;
      case 'tick':
        if (!hasSentHello) sendHello();
        tick = beginTick(event.uptimeMs);
        return;
      case 'garbled':
        if (tick !== null) options.onDropped();
        tick = null;
        return;
      case 'done':
        if (tick !== null) finish(tick, event);
        tick = null;
        return;
      default:
        answers.take(event, options.monotonicMs());
    }
  }

  function beginTick(uptimeMs: number | null) {
    const startedMs = uptimeMs ?? options.monotonicMs();
    const known = hello?.uptimeMs ?? null;
    const atMs =
      hello === null || known === null || uptimeMs === null
        ? options.wallMs()
        : hello.wallMs + uptimeMs - known;
    return { startedMs, atMs };
  }

  function sendHello(): void {
    hasSentHello = true;
    answers.environment(facts.variables, facts.about.get('environment') === 'read');
    const { bootId, inventory } = aboutMachine(facts);
    send({
      kind: 'hello',
      protocol: 1,
      nonce: options.nonce,
      agentVersion: 'probe',
      agentKind: 'probe',
      bootId,
      intervalMs: options.intervalMs,
      atMs: hello?.wallMs ?? options.wallMs(),
      inventory,
    });
  }

  function finish(
    began: NonNullable<typeof tick>,
    done: Extract<ProbeEvent, { readonly kind: 'done' }>,
  ): void {
    const { startedMs, atMs } = began;
    const endedMs = done.uptimeMs ?? options.monotonicMs();
    const pageBytes = Number(facts.about.get('page')) || null;
    const { readings, failures } = assembler.assemble({
      answers: answers.current(options.monotonicMs()),
      monotonicMs: startedMs,
    });
    const sample: SampleFrame = {
      ...readings,
      kind: 'sample',
      sequence: sequence++,
      atMs,
      intervalMs: options.intervalMs,
      failures,
      agent: cost.of({ stat: done.stat, uptimeMs: startedMs, pageBytes }),
      tookMs: Math.max(0, endedMs - startedMs),
    };
    send(sample);
    judge(sample);
  }

  function judge(sample: SampleFrame): void {
    // Shares of CPU time need two samples, and a first report full of unknowns helps nobody.
    if (sample.cpu?.usedPercent === null || sample.atMs - healthAtMs < options.healthPeriodMs) return;
    firstSampleAtMs ??= sample.atMs;
    if (wantsVerdict && sample.gpu === undefined && sample.atMs - firstSampleAtMs < longestWakeMs) return;
    healthAtMs = sample.atMs;
    const judged = judgeHealth({
      state: healthState,
      readings: sample,
      app: {
        kind: 'not-checked',
        reason: 'Not checked: the pod has no agent that could ask the application.',
      },
      thresholds: wantsVerdict ? withoutWaiting(defaultThresholds) : defaultThresholds,
      atMs: sample.atMs,
      sequence: healthSequence,
      periodMs: options.healthPeriodMs,
      tookMs: sample.tookMs,
      agent: sample.agent,
    });
    // After a verdict it is watched whether things last, and nothing has lasted yet.
    healthState = wantsVerdict ? createHealthState() : judged.state;
    wantsVerdict = false;
    send({ kind: 'health', sequence: healthSequence++, source: 'stream', report: judged.report });
  }

  /** Through the same guards as an agent's frames, so that no figure out of range gets in by this door. */
  function send(frame: Frame): void {
    const decoded = decodeFrame(encodeFrame(frame));
    if (decoded.ok) options.onFrame(safeDeep(decoded.frame));
    else options.onDropped();
  }

  const lines = createProbeLines(options.nonce, take);
  const decoder = createLineDecoder({ maxLineBytes, onLine: lines.line, onDropped: lines.lost });
  return { push: decoder.push, end: decoder.end };
}

function remember(variables: Map<string, string>, line: string): void {
  const at = line.indexOf('=');
  if (at > 0 && variables.size < 32) variables.set(line.slice(0, at), line.slice(at + 1));
}
