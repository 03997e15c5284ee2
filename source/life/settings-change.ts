/** What differs between a pod's settings and the file that was edited. */
import type { EditPod } from '../fleet/pod-settings.ts';

export type SettingsDifference = {
  /** As in the file: "image", "environment.MODE". */
  readonly name: string;
  /** null: it was not there, or is gone. A hidden value is said to be one. */
  readonly from: string | null;
  readonly to: string | null;
};

/** `edit` and `rename` are null where nothing of theirs has changed. */
export type SettingsChange = {
  readonly edit: EditPod | null;
  readonly rename: string | null;
  readonly differences: readonly SettingsDifference[];
};

/** What stands in the file in place of a value that must not be written there. */
export const keptMark = '<kept>';
