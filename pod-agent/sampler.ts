/** One sample after the other: asks the machine, assembles the readings, and numbers them. */
import { createAsking } from './asking.ts';
import { createAssembler } from './collectors/assemble.ts';
import { listSources } from './collectors/source-list.ts';
import { createGpuFeed } from './gpu-feed.ts';
import type { Answers, Host } from './host/host.ts';
import type { EventFrame, SampleFrame } from './protocol/frames.ts';
import type { AgentCost } from './protocol/health-report.ts';

export type Sampler = {
  /** Takes a sample, or gives the one that is being taken. Never rejects, and never takes much longer than its deadline. */
  tick(): Promise<SampleFrame>;
  /** The newest answers about the GPUs, for who reads beside the samples: asking for them anew would start a second tool. */
  gpuAnswers(): Answers;
  /** Ends the processes behind it. */
  stop(): void;
};

export type SamplerOptions = {
  readonly host: Host;
  readonly intervalMs: number;
  /** The first sample's number. */
  readonly firstSequence?: number;
  readonly selfCost?: () => AgentCost;
  onEvent?(event: Pick<EventFrame, 'level' | 'text'>): void;
};

/** A sample that is half an interval late is still in its place; files of /proc answer within a few milliseconds. */
const longestDeadlineMs = 500;

const noCost: AgentCost = { cpuPercent: null, residentBytes: null };

export function createSampler(options: SamplerOptions): Sampler {
  const { host, intervalMs } = options;
  const deadlineMs = Math.min(longestDeadlineMs, intervalMs / 2);
  const gpuFeed = createGpuFeed({
    host,
    intervalMs,
    onEvent: (level, text) => options.onEvent?.({ level, text }),
  });
  // The feed keeps one nvidia-smi running; asking the collector's own commands would start one for each sample.
  const wanted = listSources(['hot', 'warm', 'once']).filter(({ wantedBy }) =>
    wantedBy.some(({ collectorId }) => collectorId !== 'gpu'),
  );
  const asking = createAsking(host, wanted);
  const assembler = createAssembler();
  let sequence = options.firstSequence ?? 0;
  let inProgress: Promise<SampleFrame> | null = null;

  async function take(): Promise<SampleFrame> {
    const startedMs = host.monotonicMs();
    const atMs = host.wallMs();
    const answers = { ...(await asking.round(deadlineMs)), gpu: gpuFeed.answers() };
    const { readings, failures } = assembler.assemble({ answers, monotonicMs: startedMs });
    return {
      kind: 'sample',
      sequence: sequence++,
      atMs,
      intervalMs,
      failures,
      agent: options.selfCost?.() ?? noCost,
      tookMs: Math.max(0, host.monotonicMs() - startedMs),
      ...readings,
    };
  }

  return {
    tick() {
      inProgress ??= take().finally(() => {
        inProgress = null;
      });
      return inProgress;
    },
    gpuAnswers: gpuFeed.answers,
    stop: () => gpuFeed.stop(),
  };
}
