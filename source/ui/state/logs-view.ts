/** What the operator has done to the page of logs. */
import type { LogSeek, LogWindow } from '../../logs/model/snapshot.ts';
import type { TextField } from './text-field.ts';

export type LogsView = {
  readonly podIds: readonly string[];
  /** The line under the cursor; null follows the newest. */
  readonly cursorId: number | null;
  /** The first line on the screen; null: wherever the cursor is best seen. */
  readonly topId: number | null;
  /** The other end of the selection; null: nothing is selected. */
  readonly selectedFromId: number | null;
  /** Nothing older than this; null: all. */
  readonly spanMs: number | null;
  readonly hasTimes: boolean;
  readonly isWrapped: boolean;
  readonly isPretty: boolean;
  /** Without the rows above. */
  readonly isFull: boolean;
  /** Cells that the text is moved to the left. */
  readonly shift: number;
  readonly filter: {
    readonly field: TextField | null;
    readonly applied: string;
    readonly contextLines: number;
  };
  /** Asked for and not found yet. */
  readonly seek: LogSeek | null;
  readonly seekCount: number;
  /** What the engine was asked for last. */
  readonly shown: LogWindow | null;
};

export const contextLines = 3;

export const initialLogsView: LogsView = {
  podIds: [],
  cursorId: null,
  topId: null,
  selectedFromId: null,
  spanMs: null,
  hasTimes: true,
  isWrapped: false,
  isPretty: false,
  isFull: false,
  shift: 0,
  filter: { field: null, applied: '', contextLines: 0 },
  seek: null,
  seekCount: 0,
  shown: null,
};
