/** How many bytes a second come: of the page's largest file over the loopback address, and of a URL that the operator gave. */
import type { Figure } from '../protocol/benchmark-report.ts';
import { answerTimeoutMs, targetOf } from './answers.ts';
import { download } from './download.ts';
import { askOnce } from './engine/ask-once.ts';
import { runLiveLoad } from './live-load.ts';
import { isLoopback } from './loopback.ts';
import type { Measure, MeasureContext } from './measure.ts';
import { type Emit, failed, measured, type Outcome } from './measured.ts';

export const networkThroughput: Measure = {
  id: 'network-throughput',
  title: 'Network throughput',
  shareSeconds: { full: 6, quick: 1 },
  run: (context) => measured(networkThroughput, context, (emit) => measure(context, emit)),
};

const connections = 4;
const mostAssets = 12;
/** Below that, time goes into requests and not into bytes. */
const largeBytes = 256 * 1024;
const mostOutwardBytes = 256 * 1024 * 1024;
const pointEveryMs = 100;
/** What comes at once was under way in buffers. */
const leastDownloadMs = 100;

type File = { readonly path: string; readonly byteCount: number };

async function measure(context: MeasureContext, emit: Emit): Promise<Outcome> {
  const { full, quick } = networkThroughput.shareSeconds;
  const shareMs = (context.isQuick ? quick : full) * 900;
  const file = await largestFile(context);
  if (file === null) return failed('No file of the page was answered, nor the page itself.');
  const partMs = context.outwardUrl === null ? shareMs : shareMs / 2;
  const load = {
    target: targetOf(context, encodeURI(file.path)),
    connections,
    requestsPerSecond: null,
    durationMs: partMs * 0.85,
    warmUpMs: partMs * 0.15,
  };
  const { bytesPerSecond, requestsPerSecond, slices } = await runLiveLoad(context, load, emit);
  if (requestsPerSecond === 0) return failed(`${file.path} was not answered under load.`);
  const bytesOfAnswer = bytesPerSecond / requestsPerSecond;
  const outward = await outwardPart(context, partMs, emit);
  const where = isLoopback(context.target.host) ? 'loopback' : `from ${context.target.host}`;
  return {
    status: 'done',
    rating: 'not-rated',
    summary: `Bytes a second say nothing by themselves; ${describeFile(file)} was asked for over ${connections} connections (${where}).`,
    figures: [
      { name: `${where} throughput`, value: bytesPerSecond, unit: 'B/s' },
      { name: 'file', value: file.byteCount, unit: 'bytes' },
      ...outward.figures,
    ],
    slices: [
      {
        name: `${where} throughput`,
        unit: 'B/s',
        better: 'higher',
        values: slices.map((slice) => slice.requestsPerSecond * bytesOfAnswer),
      },
    ],
    notes: [
      where === 'loopback'
        ? 'loopback: no network lies between, so that this is the most that the server itself can hand out'
        : `the way to ${context.target.host} is within the figure`,
      ...(file.byteCount < largeBytes
        ? ['the file is small: requests are counted here, rather than bytes']
        : []),
      ...outward.notes,
    ],
  };
}

/** Of the page and its files, those that are there. */
async function largestFile(context: MeasureContext): Promise<File | null> {
  const ask = async (path: string) => {
    const timing = { timeoutMs: answerTimeoutMs(context), signal: context.signal };
    const answer = await askOnce(targetOf(context, encodeURI(path)), timing);
    return answer.ok && answer.status === 200 ? answer.body : null;
  };
  const page = await ask('/');
  if (page === null) return null;
  let largest: File = { path: '/', byteCount: page.length };
  for (const path of context.pathsIn(page.toString('utf8')).slice(0, mostAssets)) {
    const body = await ask(path);
    if (body !== null && body.length > largest.byteCount) largest = { path, byteCount: body.length };
  }
  return largest;
}

function describeFile({ path, byteCount }: File): string {
  return `${path} (${byteCount} bytes)`;
}

async function outwardPart(
  context: MeasureContext,
  longestMs: number,
  emit: Emit,
): Promise<{ readonly figures: readonly Figure[]; readonly notes: readonly string[] }> {
  const { outwardUrl: url, signal } = context;
  if (url === null) return { figures: [], notes: ['nothing outside was asked: no URL was given for it'] };
  emit({ kind: 'progress', fraction: 0.5, text: `a download from ${new URL(url).host}` });
  let lastMs = 0;
  const onBytes = (byteCount: number, elapsedMs: number) => {
    if (elapsedMs - lastMs < pointEveryMs) return;
    lastMs = elapsedMs;
    const point = { kind: 'point', series: 'download', unit: 'B/s', elapsedMs: context.elapsedMs() } as const;
    emit({ ...point, value: (byteCount / elapsedMs) * 1000 });
  };
  const result = await download({ url, longestMs, mostBytes: mostOutwardBytes, signal, onBytes });
  // A path or a query may hold a key; the host is enough to know it by.
  const from = new URL(url).host;
  if (!result.ok) return { figures: [], notes: [`the download from ${from} failed: ${result.reason}`] };
  const { byteCount, elapsedMs, firstByteMs } = result;
  const isLong = elapsedMs >= leastDownloadMs;
  const rate = isLong ? (byteCount / elapsedMs) * 1000 : null;
  return {
    figures: [
      { name: 'outward download', value: rate, unit: 'B/s' },
      { name: 'outward bytes', value: byteCount, unit: 'bytes' },
      { name: 'outward first byte', value: firstByteMs, unit: 'ms' },
    ],
    notes: [
      `downloaded from ${from} over one connection`,
      ...(isLong ? [] : [`it took less than ${leastDownloadMs} ms, which is too short for a rate`]),
    ],
  };
}
