/** The newest answers about the GPUs: who asks, one question at a time; how old they are; and what trouble they tell of. */
import { gpuSources } from './collectors/gpu/sources.ts';
import { expectedGpuCount, gpu } from './collectors/gpu.ts';
import { gpuTrouble } from './gpu-trouble.ts';
import type { Answer, Answers, Host, Source } from './host/host.ts';
import type { EventFrame } from './protocol/frames.ts';
import type { GpuReading } from './protocol/readings.ts';

export type Asked = { readonly answer: Answer; readonly tookMs: number };

export type GpuBoard = {
  /**
   * Waits for the question before. A command that timed out may still hang in the driver: until it has answered, no
   * other is started. Never rejects.
   */
  ask(source: Source): Promise<Asked>;
  keep(sourceId: string, answer: Answer): void;
  /** Keeps the answer the cards are read from, tells of new trouble, and returns how many cards there are in it. */
  keepFigures(sourceId: string, answer: Answer): number;
  /** For the `gpu` collector, with the answer `age` among them. */
  answers(): Answers;
  ageMs(): number | null;
  /** RUNPOD_GPU_COUNT. */
  expectedCount(): number | null;
};

export type GpuBoardOptions = {
  readonly host: Pick<Host, 'answer' | 'monotonicMs'>;
  onEvent(level: EventFrame['level'], text: string): void;
};

/** Good answers in a row before trouble counts as over: one that comes and goes is not told of each time. */
const convincing = 5;

export function createGpuBoard({ host, onEvent }: GpuBoardOptions): GpuBoard {
  const kept = new Map<string, Answer>();
  let figuresAtMs: number | null = null;
  let lastAsked: Promise<unknown> = Promise.resolve();
  let hung: Source | null = null;
  let toldKey: string | null = null;
  let goodInARow = 0;

  async function askNow(source: Source): Promise<Asked> {
    if (hung === null || source.kind !== 'command' || hung.id === source.id) return put(source);
    const { answer, tookMs } = await put(hung);
    return isTimeout(answer) ? { answer, tookMs } : put(source);
  }

  async function put(source: Source): Promise<Asked> {
    const beganMs = host.monotonicMs();
    const answer = await host.answer(source).catch((error: unknown) => failed(error));
    if (source.kind === 'command') hung = isTimeout(answer) ? source : null;
    return { answer, tookMs: host.monotonicMs() - beganMs };
  }

  function ageMs(): number | null {
    return figuresAtMs === null ? null : Math.max(0, Math.round(host.monotonicMs() - figuresAtMs));
  }

  function answers(): Answers {
    const age = ageMs();
    return { ...Object.fromEntries(kept), ...(age === null ? {} : { age: { ok: true, text: String(age) } }) };
  }

  function tellTrouble(reading: GpuReading, answer: Answer) {
    const trouble = gpuTrouble(reading, answer);
    if (trouble !== null) {
      goodInARow = 0;
      if (trouble.key !== toldKey) onEvent('error', trouble.text);
      toldKey = trouble.key;
      return;
    }
    goodInARow += 1;
    if (toldKey === null || goodInARow < convincing) return;
    toldKey = null;
    onEvent('info', 'The GPUs answer as they should again.');
  }

  return {
    ask(source) {
      const asked = lastAsked.then(() => askNow(source));
      lastAsked = asked;
      return asked;
    },
    keep: (sourceId, answer) => void kept.set(sourceId, answer),
    keepFigures(sourceId, answer) {
      kept.set(sourceId, answer);
      figuresAtMs = host.monotonicMs();
      const reading = gpu.parse(answers());
      tellTrouble(reading, answer);
      return reading.cards.length;
    },
    answers,
    ageMs,
    expectedCount: () => expectedGpuCount(kept.get(gpuSources.environment.id)),
  };
}

function isTimeout(answer: Answer): boolean {
  return !answer.ok && answer.reason === 'timeout';
}

function failed(error: unknown): Answer {
  return { ok: false, reason: 'failed', message: error instanceof Error ? error.message : String(error) };
}
