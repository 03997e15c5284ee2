/** The logs of some pods, merged: their sources, what was read of them, and the window that the screen has on it. */
import { type BufferLimits, createBuffer, type LogBuffer } from './buffer/buffer.ts';
import { createSpill } from './buffer/spill.ts';
import type { SpillFolder } from './buffer/spill-folder.ts';
import { createGathering } from './gathering.ts';
import { createIngest } from './ingest.ts';
import type { LogLine } from './model/line.ts';
import { type Hit, hitsOf, type ParsedPattern, type Pattern, parsePattern } from './model/pattern.ts';
import { plainLine } from './model/safe-line.ts';
import type { LogPod, LogSeek, LogsSnapshot, LogWindow, WindowLine } from './model/snapshot.ts';
import { createOrigins, ownOrigin } from './origins.ts';
import { createRate } from './rate.ts';
import { createFinder, type Finder } from './search/finder.ts';
import { withinTime } from './search/guarded.ts';
import { type Seeking, startSeek } from './seek.ts';
import type { SourceListener } from './sources/source.ts';
import { listWindow } from './window.ts';

export type SessionOptions = {
  readonly pods: readonly LogPod[];
  readonly nowMs: () => number;
  readonly folder: SpillFolder;
  readonly name: string;
  readonly limits?: BufferLimits;
  /** There is work to do, or something to show. */
  readonly onNews: () => void;
};

export type Session = ReturnType<typeof createSession>;

/** Together they are a slice; a key waits no longer for its turn. */
const readingSliceMs = 4;
const searchingSliceMs = 3;

export const firstWindow: LogWindow = {
  filter: '',
  contextLines: 0,
  spanMs: null,
  anchorId: null,
  pageRows: 24,
};

export function createSession(options: SessionOptions) {
  const { pods, nowMs, onNews } = options;
  const buffer = createBuffer(createSpill(options.folder, options.name), options.limits);
  const origins = createOrigins();
  const rate = createRate();
  let window = firstWindow;
  let parsed: ParsedPattern = parsePattern('');
  let finder: Finder | null = null;
  let seeking: { readonly token: number; readonly seeking: Seeking } | null = null;
  let found: LogsSnapshot['found'] = null;
  const gathering = createGathering(nowMs);

  const ingest = createIngest(buffer, {
    nowMs,
    isGathering: gathering.isOn,
    isAlone: () => origins.list().length < 2,
    onLine({ origin }) {
      const from = origins.at(origin);
      if (from !== undefined) from.lineCount += 1;
      rate.add(nowMs());
    },
  });

  const wants = ({ origin }: LogLine): boolean => origins.at(origin)?.isOff !== true;

  function listenerOf(pod: LogPod): SourceListener {
    return {
      onLines(source, lines) {
        ingest.add(origins.of(pod, source).number, lines);
        onNews();
      },
      onNote: (source, text) => own(`${pod.name} ${source}: ${text}`),
      onState(source, state) {
        const origin = origins.of(pod, source);
        origin.isListed = state !== null;
        if (state !== null) origin.state = state;
        gathering.heard(`${pod.podId} ${source}`, state);
        onNews();
      },
    };
  }

  /** A line of the console's own stands among those that are read, whatever the filter says. */
  function own(text: string): void {
    ingest.add(ownOrigin, [{ atMs: nowMs(), text }]);
    onNews();
  }

  function search(): void {
    const pattern = parsed.ok ? parsed.value : allPattern;
    const isAll = pattern.kind === 'all' && !origins.hasOff;
    const always = ({ origin }: LogLine): boolean => origin === ownOrigin;
    finder = isAll ? null : createFinder(buffer, { pattern, wants, always, nowMs });
  }

  function show(next: LogWindow): void {
    const isSame = next.filter === window.filter;
    window = next;
    if (!isSame) {
      const parsedNext = parsePattern(next.filter);
      parsed = parsedNext;
      // A pattern that cannot be read leaves the last good one on the screen.
      if (parsedNext.ok) search();
    }
    onNews();
  }

  function fromId(): number {
    return window.spanMs === null ? buffer.firstId : buffer.firstSince(nowMs() - window.spanMs);
  }

  /** A slice. True: there is more to do. */
  function work(): boolean {
    const isReading = ingest.work(readingSliceMs);
    const isSearching = finder?.work(searchingSliceMs) ?? false;
    const isSeeking = seekOn();
    return isReading || isSearching || isSeeking;
  }

  function seekOn(): boolean {
    if (seeking === null) return false;
    const { done, lineId } = seeking.seeking.work(searchingSliceMs);
    if (!done) return true;
    found = { token: seeking.token, lineId };
    seeking = null;
    onNews();
    return false;
  }

  function seek(wanted: LogSeek) {
    const about = { buffer, finder, fromId: fromId(), nowMs };
    seeking = { token: wanted.token, seeking: startSeek(wanted, about) };
    seekOn();
    onNews();
  }

  /** Gives what became of it, for a file to be read or no more; null: there is no such source. */
  function toggle(key: string) {
    const origin = origins.byKey(key);
    // A pattern without files has nothing that could be switched.
    if (origin === null || origin.pod === null || origin.state.kind === 'absent') return null;
    if (origin.state.kind === 'offered') origin.state = { kind: 'connecting' };
    else origin.isOff = !origin.isOff;
    search();
    onNews();
    return { podId: origin.pod.podId, source: origin.source, isOn: !origin.isOff };
  }

  function clear() {
    ingest.discard();
    buffer.clear();
    search();
    onNews();
  }

  function snapshot(): LogsSnapshot {
    const listed = listWindow(buffer, { ids: finder?.ids ?? null, window, fromId: fromId(), wants });
    const counts = buffer.counts();
    const pattern = parsed.ok ? parsed.value : allPattern;
    return {
      pods,
      sources: origins.list(),
      lines: withHits(
        listed.lines.map(({ line, isMatch }) => windowLine(line, isMatch)),
        pattern,
      ),
      hasOlder: listed.hasOlder,
      hasNewer: listed.hasNewer,
      matchCount: finder === null || pattern.kind === 'all' ? null : finder.ids.length,
      isSearching: finder?.isSearching ?? false,
      filterProblem: problem(),
      counts: {
        read: counts.read,
        inMemory: counts.inMemory,
        inFile: counts.inFile,
        dropped: counts.dropped + ingest.dropped,
        perSecond: rate.perSecond(nowMs()),
        spillProblem: counts.spillProblem,
      },
      found,
    };
  }

  return {
    pods,
    buffer,
    listenerOf,
    work,
    show,
    own,
    gather: gathering.begin,
    seek,
    toggle,
    clear,
    /** Ids that are shown, of all lines and not only of the window. The filter may still be looking. */
    shownIds(): Iterable<number> {
      return idsShown(buffer, finder, fromId());
    },
    lineText(id: number): string | null {
      const line = buffer.line(id);
      return line === null ? null : textOf(line);
    },
    snapshot,
    close() {
      buffer.clear();
    },
  };

  function problem(): string | null {
    if (!parsed.ok) return parsed.reason;
    return finder?.isTooSlow === true
      ? 'the pattern takes too long on a line of these, and is given up'
      : null;
  }

  function windowLine(line: LogLine, isMatch: boolean): WindowLine {
    const origin = origins.at(line.origin);
    return {
      ...line,
      podName: origin?.pod?.name ?? '',
      source: origin?.source ?? '',
      hits: [],
      isMatch: isMatch && line.origin !== ownOrigin,
      isOwn: line.origin === ownOrigin,
    };
  }

  function textOf(line: LogLine): string {
    const origin = origins.at(line.origin);
    const time = new Date(line.atMs ?? line.arrivedMs).toISOString();
    return `${time} ${origin?.pod?.name ?? 'pod-engine'} ${origin?.source ?? ''}  ${line.text}`;
  }
}

const allPattern: Pattern = { kind: 'all' };
const hitsWithinMs = 8;

/** A pattern that runs away marks nothing. */
function withHits(lines: readonly WindowLine[], pattern: Pattern): readonly WindowLine[] {
  if (pattern.kind === 'all') return lines;
  const hits: (readonly Hit[])[] = [];
  const find = (): void => {
    for (const { text, isMatch } of lines) hits.push(isMatch ? hitsOf(pattern, plainLine(text)) : []);
  };
  if (pattern.kind === 'expression') withinTime(hitsWithinMs, find);
  else find();
  return lines.map((line, index) => ({ ...line, hits: hits[index] ?? [] }));
}

function* idsShown(buffer: LogBuffer, finder: Finder | null, fromId: number): Generator<number> {
  if (finder === null) {
    for (let id = Math.max(buffer.firstId, fromId); id < buffer.nextId; id++) yield id;
    return;
  }
  const { ids } = finder;
  for (let index = ids.indexFrom(fromId); index < ids.length; index++) yield ids.at(index) ?? 0;
}
