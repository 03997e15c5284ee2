/** The single questions put to the GPU tool: its figures where no loop gives them, and what changes rarely beside them. */
import {
  type Field,
  hotFields,
  narrowFields,
  nvidiaQuery,
  staticFields,
  warmFields,
} from './collectors/gpu/fields.ts';
import { gpuSources } from './collectors/gpu/sources.ts';
import type { Asked, GpuBoard } from './gpu-board.ts';
import type { GpuPeriods } from './gpu-periods.ts';
import type { Answer, CommandSource, Host, Source } from './host/host.ts';
import { pause } from './pause.ts';

export type GpuAsking = {
  readonly host: Pick<Host, 'monotonicMs'>;
  readonly intervalMs: number;
  readonly periods: GpuPeriods;
  readonly board: GpuBoard;
  readonly signal: AbortSignal;
};

/** Until it is time for the loop again, or a tool that failed answers again. */
export async function askOneByOne(asking: GpuAsking, source: CommandSource): Promise<void> {
  const { host, intervalMs, board, periods, signal } = asking;
  const untilMs = host.monotonicMs() + periods.loopAgainMs;
  let failedBefore = false;
  while (!signal.aborted && host.monotonicMs() < untilMs) {
    const { answer, tookMs } = await board.ask(source);
    if (signal.aborted) return;
    const hasFigures = board.keepFigures(source.id, answer) > 0;
    if (!isThere(answer) || (hasFigures && failedBefore)) return;
    failedBefore = !hasFigures;
    // The driver is to be left alone for at least as long as it was kept busy.
    const periodMs = Math.max(hasFigures ? intervalMs : periods.failedAgainMs, 2 * tookMs);
    await pause(periodMs - tookMs, signal);
  }
}

/** What changes rarely, again and again until the signal; and what never does, until it was answered. */
export async function askBesides(
  { board, periods }: GpuAsking,
  helpText: string,
  signal: AbortSignal,
): Promise<void> {
  const warm = narrowed(gpuSources.warm, warmFields, helpText);
  let unanswered: readonly CommandSource[] = [
    narrowed(gpuSources.static, staticFields, helpText),
    gpuSources.list,
  ];
  while (!signal.aborted) {
    const still: CommandSource[] = [];
    for (const source of unanswered) {
      if (!hasSucceeded((await askAndKeep({ board }, source)).answer)) still.push(source);
      if (signal.aborted) return;
    }
    unanswered = still;
    const { tookMs } = await askAndKeep({ board }, warm);
    await pause(Math.max(periods.warmMs, 2 * tookMs), signal);
  }
}

export async function askAndKeep({ board }: Pick<GpuAsking, 'board'>, source: Source): Promise<Asked> {
  const asked = await board.ask(source);
  board.keep(source.id, asked.answer);
  return asked;
}

export function narrowedHot(helpText: string): CommandSource {
  return narrowed(gpuSources.hot, hotFields, helpText);
}

export function isThere(answer: Answer): boolean {
  return answer.ok || answer.reason !== 'absent';
}

function hasSucceeded(answer: Answer): boolean {
  return answer.ok && answer.exitCode === 0;
}

function narrowed(source: CommandSource, fields: readonly Field[], helpText: string): CommandSource {
  return { ...source, argv: nvidiaQuery(narrowFields(fields, helpText)) };
}
