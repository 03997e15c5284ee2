/** What the outside has answered to questions about pods' lives: unsaved files, RunPod's own log, settings that are edited. */
import type { UnsavedFiles } from './losses.ts';
import type { SettingsDifference } from './settings-change.ts';
import type { SystemLogLine } from './system-log.ts';

export type LifeSnapshot = {
  /** By the pod's id. Absent: it has not been asked. */
  readonly unsaved: ReadonlyMap<string, UnsavedReading>;
  /** Of the one pod whose log is read now. */
  readonly systemLog: SystemLogReading | null;
  /** The settings that are being edited. */
  readonly edit: EditReading | null;
};

export type UnsavedReading =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly files: UnsavedFiles };

export type SystemLogReading = {
  readonly podId: string;
  /** null: nothing has come yet. */
  readonly lines: readonly SystemLogLine[] | null;
  /** Why it is not to be had; null where it is, or nobody knows yet. */
  readonly trouble: string | null;
};

export type EditReading = { readonly podId: string } & (
  | { readonly kind: 'reading' | 'editing' | 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string; readonly hint: string }
  /** The file can be edited again: what was written is kept. */
  | { readonly kind: 'wrong'; readonly problems: readonly string[] }
  | { readonly kind: 'ready'; readonly differences: readonly SettingsDifference[]; readonly isReset: boolean }
);

export const noLife: LifeSnapshot = { unsaved: new Map(), systemLog: null, edit: null };
