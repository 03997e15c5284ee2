/** A guard for each kind of event of a job, and for the other lines of the wire of jobs. */
import { benchmarkReportGuard, comparisonGuard } from './benchmark-guards.ts';
import { diagnosisGuard, findingGuard } from './finding-guards.ts';
import {
  boolean,
  type Guard,
  integer,
  literal,
  nullable,
  number,
  oneOf,
  optional,
  shape,
  string,
} from './guards.ts';
import type { JobEvent, JobKind, JobVerdict, StepOutcome } from './job-events.ts';
import type { JobAbsent, JobBeat, JobHello, JobLine } from './job-wire.ts';
import { optimisationGuard, tuningGuard } from './optimisation-guards.ts';
import { count, durationMs, name, processId, sentence, wallMs } from './quantities.ts';

type EventOf<Kind extends JobEvent['kind']> = Extract<JobEvent, { kind: Kind }>;

/** Of every event. */
const numbered = { sequence: count, atMs: wallMs };

/** A line of output may be longer than a sentence for people. */
const outputLine = string(2000);

/** By kind, so that a kind without a guard does not compile. */
export const jobEventGuards: { readonly [Kind in JobEvent['kind']]: Guard<EventOf<Kind>> } = {
  'step-began': shape<EventOf<'step-began'>>({
    ...numbered,
    kind: literal('step-began'),
    step: name,
    title: sentence,
  }),
  'step-ended': shape<EventOf<'step-ended'>>({
    ...numbered,
    kind: literal('step-ended'),
    step: name,
    outcome: oneOf<StepOutcome>({ pass: true, warn: true, fail: true, inconclusive: true, skipped: true }),
    text: sentence,
    tookMs: durationMs,
  }),
  output: shape<EventOf<'output'>>({
    ...numbered,
    kind: literal('output'),
    level: oneOf<EventOf<'output'>['level']>({ info: true, warn: true, error: true }),
    text: outputLine,
  }),
  progress: shape<EventOf<'progress'>>({
    ...numbered,
    kind: literal('progress'),
    fraction: number(0, 1),
    text: sentence,
  }),
  point: shape<EventOf<'point'>>({
    ...numbered,
    kind: literal('point'),
    series: name,
    unit: name,
    value: number(-1e15, 1e15),
    elapsedMs: durationMs,
  }),
  finding: shape<EventOf<'finding'>>({ ...numbered, kind: literal('finding'), finding: findingGuard }),
  diagnosis: shape<EventOf<'diagnosis'>>({
    ...numbered,
    kind: literal('diagnosis'),
    diagnosis: diagnosisGuard,
  }),
  benchmark: shape<EventOf<'benchmark'>>({
    ...numbered,
    kind: literal('benchmark'),
    report: benchmarkReportGuard,
  }),
  comparison: shape<EventOf<'comparison'>>({
    ...numbered,
    kind: literal('comparison'),
    comparison: comparisonGuard,
  }),
  tuning: shape<EventOf<'tuning'>>({ ...numbered, kind: literal('tuning'), tuning: tuningGuard }),
  optimisation: shape<EventOf<'optimisation'>>({
    ...numbered,
    kind: literal('optimisation'),
    report: optimisationGuard,
  }),
  verdict: shape<EventOf<'verdict'>>({
    ...numbered,
    kind: literal('verdict'),
    verdict: oneOf<JobVerdict>({ pass: true, fail: true, inconclusive: true, stopped: true }),
    text: sentence,
    exitCode: integer(0, 255),
  }),
};

const jobKind = oneOf<JobKind>({ diagnose: true, benchmark: true, optimise: true, fix: true });

const hello = shape<JobHello>({
  kind: literal('job-hello'),
  protocol: count,
  id: name,
  nonce: nullable(name),
  jobKind,
  pid: nullable(processId),
  state: oneOf<JobHello['state']>({ running: true, ended: true }),
  isNew: boolean,
  beganAtMs: wallMs,
  nowMs: optional(wallMs),
  bootId: nullable(name),
  agentVersion: name,
});

const absent = shape<JobAbsent>({
  kind: literal('job-absent'),
  id: name,
  nonce: nullable(name),
  bootId: nullable(name),
});

const beat = shape<JobBeat>({ kind: literal('job-beat'), atMs: wallMs });

export const jobLineGuards: {
  readonly [Kind in JobLine['kind']]: Guard<Extract<JobLine, { kind: Kind }>>;
} = { ...jobEventGuards, 'job-hello': hello, 'job-absent': absent, 'job-beat': beat };
