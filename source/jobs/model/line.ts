/** A line of a job's output, before it has a colour or a width. */

export type LineRole = 'text' | 'dim' | 'ok' | 'info' | 'warn' | 'fail' | 'unknown' | 'heading';

export type JobLine = {
  /** Stable while the job's output grows: the cursor is held by it. */
  readonly key: string;
  readonly role: LineRole;
  /** Columns of indentation. */
  readonly indent: number;
  /** With its glyph and word, which say what the role's colour says. Without how long it took. */
  readonly text: string;
  /** When it came; null for lines made of a whole result. */
  readonly atMs: number | null;
  /** Apart from the text, so that two runs can be compared. */
  readonly tookMs?: number;
  /** The finding that it belongs to: what a fix is asked for from. */
  readonly findingId?: string;
  readonly podId?: string;
  /** What came while it ran, what came of it, and the verdict. A deploy's steps stand where they ran. Absent: `log`. */
  readonly part?: 'result' | 'verdict' | 'step';
  /** A step that goes on, since then: its time is drawn anew every second. */
  readonly sinceMs?: number;
  readonly progress?: { readonly fraction: number; readonly text: string };
  /** There are lines under it, which a pane shows once it is unfolded. */
  readonly isOpener?: true;
  /** Key of the line that it is folded under. Text and files show it always. */
  readonly under?: string;
};
