/**
 * The pod's GPUs, by nvidia-smi or rocm-smi.
 *
 * Sources `hot`, `warm` and `static` hold placeholder commands with every field wanted: whoever runs them puts
 * `nvidiaQuery(narrowFields(...))` in their place (see gpu/fields.ts). A text tells its own columns, so it does not
 * matter to this file which fields were asked for.
 *
 * Besides the declared sources, an answer `age` is understood: milliseconds since the newest text of `hot` (or `rocm`)
 * was printed, as one whole number. Who asks afresh for each sample leaves it out.
 */
import type { Answer, Answers } from '../host/host.ts';
import type { GpuCardReading, GpuFailure, GpuReading } from '../protocol/readings.ts';
import type { Collector } from './collector.ts';
import { nvidiaCard } from './gpu/card.ts';
import { numberIn, parseTable, type Row, type Table, wordIn } from './gpu/csv.ts';
import { failureInText, failureOf } from './gpu/failures.ts';
import { type ListedCard, parseList } from './gpu/mig.ts';
import { parseRocm } from './gpu/rocm.ts';
import { gpuSources } from './gpu/sources.ts';

export { gpuSources };

export const gpu: Collector<GpuReading, GpuReading> = {
  id: 'gpu',
  sources: Object.values(gpuSources),
  parse: parseGpu,
  read: (moment) => moment.now,
};

function parseGpu(answers: Answers): GpuReading {
  const expectedCount = expectedGpuCount(answers[gpuSources.environment.id]);
  const nvidia = answers[gpuSources.hot.id];
  const amd = answers[gpuSources.rocm.id];
  const reading = isThere(nvidia)
    ? nvidiaReading(answers, nvidia, expectedCount)
    : isThere(amd)
      ? amdReading(answers, amd)
      : noTool(nvidia, expectedCount);
  return {
    ...reading,
    ...withoutFalseAlarm(reading, expectedCount),
    expectedCount,
    ageMs: ageIn(answers.age),
  };
}

type ToolReading = Pick<GpuReading, 'vendor' | 'driverVersion' | 'cards' | 'failure'>;

function nvidiaReading(answers: Answers, hot: Answer, expectedCount: number | null): ToolReading {
  const table = tableOf(hot);
  const warm = tableOf(answers[gpuSources.warm.id]).rows;
  const fixed = tableOf(answers[gpuSources.static.id]).rows;
  const listed = parseList(textOf(answers[gpuSources.list.id]));
  const known = table.rows.map((row, position) => sameCard(row, fixed) ?? namelessCard(row, fixed, position));
  const cards = table.rows.map((row, position) =>
    nvidiaCard({
      hot: row,
      warm: sameCard(row, warm),
      static: known[position] ?? null,
      migInstances: slicesOf(row, listed),
      position,
    }),
  );
  const versions = [...fixed, ...table.rows].map((row) => wordIn(row, 'driver_version'));
  const driverVersion = versions.find((version) => version !== null) ?? null;
  if (cards.length === 0) {
    return { vendor: 'nvidia', driverVersion, cards, failure: failureOf('nvidia-smi', hot) };
  }
  const gone = expectedCount === null ? fixed.filter((row) => !known.includes(row)) : [];
  const lost = gone.map((row) => lostCard(row, lossSaid(hot, table)));
  return { vendor: 'nvidia', driverVersion, cards: [...cards, ...lost], failure: null };
}

/**
 * nvidia-smi exits with 0 while a card is gone: its rows are then fewer, and the reason is a line among them or on
 * standard error. Against RUNPOD_GPU_COUNT the shortage shows by itself. Where that is unknown, a card that was there
 * at the beginning and is no longer listed is shown as lost.
 */
function lostCard(row: Row, said: string | null): GpuCardReading {
  const card = nvidiaCard({ hot: row, warm: null, static: row, migInstances: [], position: 0 });
  return { ...card, status: 'lost', statusText: said ?? 'nvidia-smi no longer lists it' };
}

function lossSaid(hot: Answer, table: Table): string | null {
  const errorText = hot.ok ? (hot.errorText ?? '') : '';
  const failure = failureInText([...table.otherLines, errorText].join('\n'));
  return failure?.code === 'device-lost' ? failure.message : null;
}

function amdReading(answers: Answers, hot: Answer): ToolReading {
  const texts = [hot, answers[gpuSources.rocmStatic.id]].map((answer) => textOf(answer));
  const { cards, driverVersion } = parseRocm(texts);
  const failure = cards.length === 0 ? failureOf('rocm-smi', hot) : null;
  return { vendor: 'amd', driverVersion, cards, failure };
}

/** @param nvidia Where it has not answered yet it may still be there, however quick rocm-smi was to be absent. */
function noTool(nvidia: Answer | undefined, expectedCount: number | null): ToolReading {
  if (nvidia === undefined) {
    throw new Error('no GPU tool has answered yet');
  }
  const failure: GpuFailure | null =
    expectedCount === null || expectedCount === 0
      ? null
      : {
          code: 'library-missing',
          message:
            `RUNPOD_GPU_COUNT is ${expectedCount}, but neither nvidia-smi nor rocm-smi is in the container: ` +
            'the driver tools were not mounted; restart the pod',
        };
  return { vendor: 'none', driverVersion: null, cards: [], failure };
}

/** A pod that was started without GPU on purpose has nothing to complain of. */
function withoutFalseAlarm(reading: ToolReading, expectedCount: number | null): Partial<ToolReading> {
  return expectedCount === 0 && reading.cards.length === 0 ? { vendor: 'none', failure: null } : {};
}

function isThere(answer: Answer | undefined): answer is Answer {
  return answer !== undefined && (answer.ok || answer.reason !== 'absent');
}

function textOf(answer: Answer | undefined): string {
  return answer?.ok === true ? answer.text : '';
}

function tableOf(answer: Answer | undefined): Table {
  return parseTable(textOf(answer));
}

/** By UUID where both know it, else by index: indexes move up when a card before them is lost and the driver restarts. */
function sameCard(card: Row, rows: readonly Row[]): Row | null {
  const uuid = wordIn(card, 'uuid');
  const index = numberIn(card, 'index');
  const found = rows.find((row) => {
    const other = wordIn(row, 'uuid');
    return uuid === null || other === null
      ? index !== null && numberIn(row, 'index') === index
      : other === uuid;
  });
  return found ?? null;
}

/** A lost card may answer even its index and UUID with the complaint: then its place in the list tells which it is. */
function namelessCard(card: Row, rows: readonly Row[], position: number): Row | null {
  const isNameless = wordIn(card, 'uuid') === null && numberIn(card, 'index') === null;
  return isNameless ? (rows[position] ?? null) : null;
}

function slicesOf(card: Row, listed: readonly ListedCard[]): ListedCard['migInstances'] {
  const uuid = wordIn(card, 'uuid');
  const index = numberIn(card, 'index');
  const found = listed.find((each) => (uuid === null ? each.index === index : each.uuid === uuid));
  return found?.migInstances ?? [];
}

export function expectedGpuCount(answer: Answer | undefined): number | null {
  const match = /^RUNPOD_GPU_COUNT=(\d+)$/m.exec(textOf(answer));
  return match === null ? null : Number(match[1]);
}

function ageIn(answer: Answer | undefined): number | null {
  const text = textOf(answer).trim();
  return /^\d+$/.test(text) ? Number(text) : null;
}
