/** What the words of the script that follows files mean for each file: its lines, its state, and where it is gone on with. */
import type { RawLine } from '../model/line.ts';
import { timeOf } from '../model/time-of.ts';
import { type FilePlace, goesOn, placeAfter } from './file-place.ts';
import type { FollowFrame } from './follow-frames.ts';
import { createLineSplitter, type LineSplitter } from './line-splitter.ts';
import type { SourceListener, SourceRequest } from './source.ts';

export type FileReaderOptions = {
  readonly paths: readonly string[];
  readonly places: Map<string, FilePlace>;
  readonly request: SourceRequest;
  readonly listener: SourceListener;
  /** Other files match the patterns than at the last look. */
  readonly onFiles: () => void;
};

/** Of one run of the script. */
export function createFileReader({ paths, places, request, listener, onFiles }: FileReaderOptions) {
  const splitters = new Map<string, LineSplitter>();
  let hasEnded = false;
  let hasSpoken = false;
  let isDoubtful = false;
  const failed = new Set<string>();

  function data(path: string, frame: Extract<FollowFrame, { kind: 'data' }>): void {
    const before = places.get(path);
    if (!goesOn(before, frame)) {
      isDoubtful = true;
      return;
    }
    const splitter = splitters.get(path) ?? createLineSplitter();
    splitters.set(path, splitter);
    // Of a file that was replaced nothing follows, and a last line without an end is a line.
    const cut = before !== undefined && before.inode !== frame.inode ? splitter.end() : null;
    const lines = [...(cut === null ? [] : [cut]), ...splitter.take(frame.bytes.subarray(frame.lapBytes))];
    places.set(path, placeAfter(frame, splitter.pendingBytes, before));
    hand(path, lines);
  }

  function hand(path: string, texts: readonly string[]): void {
    const { sinceMs } = request;
    const lines = texts.map((text): RawLine => ({ atMs: null, text }));
    const wanted =
      sinceMs === null ? lines : lines.filter(({ text }) => (timeOf(text) ?? sinceMs) >= sinceMs);
    if (wanted.length > 0) listener.onLines(path, wanted);
  }

  /** The last line of a file of which nothing more comes. */
  function finish(path: string): void {
    const cut = splitters.get(path)?.end() ?? null;
    if (cut === null) return;
    const place = places.get(path);
    if (place !== undefined) places.set(path, { ...place, offset: place.seen });
    hand(path, [cut]);
  }

  function take(frame: FollowFrame): void {
    hasSpoken = true;
    if (isDoubtful || frame.kind === 'beat') return;
    if (frame.kind === 'files') onFiles();
    else if (frame.kind === 'end') {
      hasEnded = true;
      for (const path of splitters.keys()) finish(path);
    } else ofFile(frame);
  }

  function ofFile(frame: Extract<FollowFrame, { readonly file: number }>): void {
    const path = paths[frame.file];
    if (path === undefined) return;
    if (frame.kind === 'data') data(path, frame);
    else if (frame.kind === 'live') listener.onState(path, { kind: 'live' });
    else if (frame.kind === 'waits') waits(path, frame.why);
    else finish(path);
    if (frame.kind === 'gap') listener.onNote(path, gapTexts[frame.why]);
  }

  /** Who does not follow does not wait. */
  function waits(path: string, why: 'absent' | 'kind' | 'unreadable'): void {
    if (request.follow) {
      listener.onState(path, { kind: 'waiting', reason: waitReasons[why] });
      return;
    }
    failed.add(path);
    listener.onState(path, { kind: 'failed', ...failReasons[why] });
  }

  return {
    take,
    /** Files that could not be read at all. */
    failed,
    hasEnded: () => hasEnded,
    hasSpoken: () => hasSpoken,
    /** A file is not the one that it was taken for. What follows is not taken: the script has to begin anew, with proofs. */
    isDoubtful: () => isDoubtful,
  };
}

const waitReasons = {
  absent: 'the file is not there yet',
  kind: 'it is no regular file',
  unreadable: 'the file may not be read by this user',
} as const;

const failReasons = {
  absent: {
    reason: 'There is no such file in the pod.',
    hint: 'A pattern such as /var/log/*.log reads what is there.',
  },
  kind: { reason: 'It is no regular file.', hint: 'Name a file, or the files of a folder as /FOLDER/*.' },
  unreadable: {
    reason: 'This user may not read the file.',
    hint: 'Log in as another user, or change its mode in the pod.',
  },
} as const;

const gapTexts = {
  gone: 'the file was replaced or written anew, and what stood in it since the last look cannot be had: lines may be missing here',
  between:
    'the file was replaced more than once since the last look, and what was put aside in between is not read: lines are missing here',
  shorter: 'the file was cut off and begins anew: lines may be missing here',
} as const;
