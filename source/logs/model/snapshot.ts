/** What the screen is told of logs: the lines in its window, the sources with their states, the counts. */
import type { LogLine } from './line.ts';
import type { Hit } from './pattern.ts';

export type SourceState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** It goes on by itself: a connection is made anew, a file is not there yet. */
  | { readonly kind: 'waiting'; readonly reason: string }
  /** All that there was has been told. */
  | { readonly kind: 'ended' }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly hint: string;
      /** No wire in use has such logs: files over SSH are what is left. */
      readonly isUnsupported?: true;
    }
  /** A pattern that no file matches so far. */
  | { readonly kind: 'absent' }
  /** Switched off by the operator. */
  | { readonly kind: 'off' }
  /** There, and not asked for yet. */
  | { readonly kind: 'offered' };

export type LogSource = {
  /** Of the pod and the source, and good for `toggle`. */
  readonly key: string;
  readonly podId: string;
  readonly podName: string;
  /** `container`, `system`, or the path of a file. */
  readonly source: string;
  readonly state: SourceState;
  readonly lineCount: number;
};

/** One of the pods whose logs are merged. */
export type LogPod = { readonly podId: string; readonly name: string };

export type WindowLine = LogLine & {
  readonly podName: string;
  readonly source: string;
  readonly hits: readonly Hit[];
  /** In by the filter itself; false: shown as its context, or no filter is set. */
  readonly isMatch: boolean;
  /** Said by the console: a mark, a gap. */
  readonly isOwn: boolean;
};

/** What the view wants to see. */
export type LogWindow = {
  /** As it was typed; see `parsePattern`. */
  readonly filter: string;
  /** Lines around each match: how many on either side. 0: none. */
  readonly contextLines: number;
  /** Nothing older than this; null: all. */
  readonly spanMs: number | null;
  /** The line that the window stands around; null: the newest. */
  readonly anchorId: number | null;
  /** How many rows the screen has: the window has two screens of lines on either side. */
  readonly pageRows: number;
};

export type LogSeek = {
  /** Made up by who asks, to know the answer by. */
  readonly token: number;
  readonly what: 'match' | 'error' | 'first';
  readonly step: 1 | -1;
  /** From which line on; null: from behind the newest. */
  readonly fromId: number | null;
};

export type LogsSnapshot = {
  readonly pods: readonly LogPod[];
  readonly sources: readonly LogSource[];
  readonly lines: readonly WindowLine[];
  /** Whether older and newer lines than those of the window would be shown. */
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** Lines that the filter lets through so far; null: there is none. */
  readonly matchCount: number | null;
  readonly isSearching: boolean;
  /** Why the filter is not applied; null: it is. */
  readonly filterProblem: string | null;
  readonly counts: LogCounts;
  /** Answer to the last seek; a null id: nothing was found. */
  readonly found: { readonly token: number; readonly lineId: number | null } | null;
};

export type LogCounts = {
  readonly read: number;
  readonly inMemory: number;
  readonly inFile: number;
  /** For want of room, in the buffer or on the way to it. */
  readonly dropped: number;
  readonly perSecond: number;
  readonly spillProblem: string | null;
};

export const noLogs: LogsSnapshot = {
  pods: [],
  sources: [],
  lines: [],
  hasOlder: false,
  hasNewer: false,
  matchCount: null,
  isSearching: false,
  filterProblem: null,
  counts: { read: 0, inMemory: 0, inFile: 0, dropped: 0, perSecond: 0, spillProblem: null },
  found: null,
};
