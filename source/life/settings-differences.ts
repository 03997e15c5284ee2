/** What an edit changes, setting by setting, as it may be shown. */
import type { EditPod, PodSettings } from '../fleet/pod-settings.ts';
import type { SettingsDifference } from './settings-change.ts';
import { keptMark } from './settings-change.ts';
import { shownValue } from './settings-text.ts';

export function differences(
  before: PodSettings,
  after: { readonly name: string; readonly edit: EditPod },
): readonly SettingsDifference[] {
  const { edit } = after;
  const plain: readonly (readonly [string, string | number | null, string | number | null])[] = [
    ['name', before.name, after.name],
    ['image', before.image, edit.image],
    ['ports', before.ports, edit.ports],
    ['containerDiskGigabytes', before.containerDiskGigabytes, edit.containerDiskGigabytes],
    ['volumeGigabytes', before.volumeGigabytes, edit.volumeGigabytes],
    ['volumeMountPath', before.volumeMountPath, edit.volumeMountPath],
    ['startCommand', before.startCommand, edit.startCommand],
  ];
  return [
    ...plain.flatMap(([name, from, to]) =>
      textOf(from) === textOf(to) ? [] : [{ name, from: textOf(from), to: textOf(to) }],
    ),
    ...environmentDifferences(before, edit),
  ];
}

/** An empty text and none are the same to RunPod. */
function textOf(value: string | number | null): string | null {
  return value === null || value === '' ? null : String(value);
}

function environmentDifferences(before: PodSettings, edit: EditPod): SettingsDifference[] {
  const names = [...new Set([...Object.keys(before.environment), ...Object.keys(edit.environment)])];
  return names.flatMap((name) => {
    const from = before.environment[name]?.reveal() ?? null;
    const to = edit.environment[name]?.reveal() ?? null;
    if (from === to) return [];
    return [{ name: `environment.${name}`, from: shown(name, from), to: shown(name, to) }];
  });
}

function shown(name: string, value: string | null): string | null {
  if (value === null) return null;
  const text = shownValue(name, value);
  return text === keptMark ? 'a value that is not shown' : text;
}
