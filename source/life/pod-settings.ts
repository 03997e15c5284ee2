/** A pod's settings as they are edited: what the API gives and takes, with the values of variables hidden. */
import type { Secret } from '../base/secret.ts';

/** The part of RunPod's answer that an edit begins from. */
export type EditableSettings = {
  readonly podId: string;
  readonly name: string;
  readonly image: string;
  readonly ports: string;
  readonly containerDiskGigabytes: number | null;
  readonly volumeGigabytes: number | null;
  readonly volumeMountPath: string | null;
  readonly startCommand: string | null;
  readonly environment: Readonly<Record<string, Secret>>;
};

/** What is written back: the whole of it, as nobody knows whether RunPod merges or replaces. */
export type SettingsEdit = {
  readonly podId: string;
  readonly image: string;
  readonly ports: string;
  readonly containerDiskGigabytes: number;
  readonly volumeGigabytes: number | null;
  readonly volumeMountPath: string | null;
  readonly startCommand: string | null;
  /** null leaves the pod's own as it is. */
  readonly registryCredentialId: null;
  readonly environment: Readonly<Record<string, Secret>>;
};

export type SettingsDifference = {
  /** As in the file: "image", "environment.MODE". */
  readonly name: string;
  /** null: it was not there, or is gone. A hidden value is said to be one. */
  readonly from: string | null;
  readonly to: string | null;
};

/** `edit` and `rename` are null where nothing of theirs has changed. */
export type SettingsChange = {
  readonly edit: SettingsEdit | null;
  readonly rename: string | null;
  readonly differences: readonly SettingsDifference[];
};

/** What stands in the file in place of a value that must not be written there. */
export const keptMark = '<kept>';
