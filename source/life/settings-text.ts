/** A pod's settings as a file to be edited: YAML, in which no value that looks like a secret is ever written. */
import { stringify } from 'yaml';
import { secretReason } from '../base/looks-like-secret.ts';
import { takenBy } from '../base/taken-variable.ts';
import type { PodSettings } from '../fleet/pod-settings.ts';
import { referredSecret } from './judge-environment.ts';
import { keptMark } from './settings-change.ts';

/** What stands as `<kept>` is put back by `readSettingsText`. */
export function settingsText(settings: PodSettings): string {
  return `${head(settings)}${stringify(settingsDocument(settings), { lineWidth: 0 })}`;
}

/** The same without words, as a program reads it. */
export function settingsDocument(settings: PodSettings): Readonly<Record<string, unknown>> {
  const { name, image, ports, startCommand, environment } = settings;
  const { containerDiskGigabytes, volumeGigabytes, volumeMountPath } = settings;
  const values = Object.entries(environment).map(([key, secret]) => [key, shownValue(key, secret.reveal())]);
  return {
    ...{ name, image, ports, containerDiskGigabytes, volumeGigabytes, volumeMountPath, startCommand },
    environment: Object.fromEntries(values),
  };
}

/** Whether the value may be seen: references to RunPod's store may, and what looks harmless. */
export function shownValue(name: string, value: string): string {
  if (referredSecret(value) !== null) return value;
  return takenBy(name) !== null || secretReason(name, value) !== null || value === keptMark
    ? keptMark
    : value;
}

function head({ name, podId }: PodSettings): string {
  // A name may hold what ends a comment's line.
  const title = `${name} (${podId})`.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return [
    `# Settings of ${title}.`,
    '# Save and leave the editor to go on; leave all as it is, or empty the file, to change nothing.',
    '# A running pod is reset by a change of anything but its name: all outside of its volume is lost.',
    `# ${keptMark} stands for a value that is not shown, and leaves it as it is. A variable whose line is gone is taken away.`,
    '# For a secret write {{ RUNPOD_SECRET_name }} in quotes.',
    '',
    '',
  ].join('\n');
}
