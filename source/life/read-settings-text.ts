/** The edited file read back: what has changed, or why it cannot be used. No hidden value is ever quoted. */
import { parseDocument } from 'yaml';
import { safeDeep } from '../base/safe-text.ts';
import { createSecret, type Secret } from '../base/secret.ts';
import type { EditPod, PodSettings } from '../fleet/pod-settings.ts';
import { environmentProblems } from './judge-environment.ts';
import { portsProblems } from './judge-ports.ts';
import { containerDiskProblem, imageProblem, mountPathProblem, startCommandProblem } from './judge-values.ts';
import { keptMark, type SettingsChange } from './settings-change.ts';
import { differences } from './settings-differences.ts';

export type ReadSettings =
  | { readonly ok: true; readonly change: SettingsChange }
  | { readonly ok: false; readonly problems: readonly string[] };

const fields = [
  'name',
  'image',
  'ports',
  'containerDiskGigabytes',
  'volumeGigabytes',
  'volumeMountPath',
  'startCommand',
  'environment',
] as const;

const maxTextLength = 256 * 1024;

/** An empty file changes nothing. */
export function readSettingsText(text: string, settings: PodSettings): ReadSettings {
  if (text.length > maxTextLength) return failed(`The file has ${text.length} characters: too many.`);
  const document = parseDocument(text, { prettyErrors: true });
  const [mistake] = document.errors;
  // Of the message only the first line: the others quote the file, which may hold what must not be shown.
  if (mistake !== undefined) return failed(`It is no YAML: ${mistake.message.split('\n')[0]?.trim() ?? ''}`);
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  if (value === null || value === undefined) return { ok: true, change: nothing };
  if (!isRecord(value)) return failed('It is no list of names and values.');
  return readRecord(value, settings);
}

const nothing: SettingsChange = { edit: null, rename: null, differences: [] };

function readRecord(value: Readonly<Record<string, unknown>>, settings: PodSettings): ReadSettings {
  const unknown = Object.keys(value).filter((name) => !fields.some((field) => field === name));
  const problems = unknown.map((name) => `There is no setting "${name}". There are: ${fields.join(', ')}.`);
  const say = (text: string): void => void problems.push(text);
  const environment = readEnvironment(value.environment, settings, say);
  const name = textOf(value, 'name', settings.name, say);
  if (name.trim() === '') say('name is empty: a pod has one.');
  const image = textOf(value, 'image', settings.image, say);
  if (image.trim() === '') say('image is empty: a pod is made from one.');
  const ports = textOf(value, 'ports', settings.ports, say);
  for (const { text, fix } of portsProblems(ports)) say(`ports: ${text} ${fix}`);
  const disk = sizeOf(value, 'containerDiskGigabytes', settings.containerDiskGigabytes, say);
  if (disk === null) say('containerDiskGigabytes is not known: RunPod did not say it. Write it.');
  const volume = sizeOf(value, 'volumeGigabytes', settings.volumeGigabytes, say);
  if (volume !== null && volume < (settings.volumeGigabytes ?? 0))
    say(
      `volumeGigabytes is ${volume}: a volume of ${settings.volumeGigabytes} GB can grow, and never shrinks.`,
    );
  const edit: EditPod = {
    podId: settings.podId,
    ...{ image, ports, environment },
    containerDiskGigabytes: disk ?? 0,
    volumeGigabytes: volume,
    volumeMountPath: textOf(value, 'volumeMountPath', settings.volumeMountPath ?? '', say) || null,
    startCommand: textOf(value, 'startCommand', settings.startCommand ?? '', say) || null,
    registryCredentialId: null,
  };
  if (problems.length === 0) problems.push(...freshProblems(edit, settings));
  // The file may come from elsewhere, and what it says is quoted on a terminal.
  if (problems.length > 0) return { ok: false, problems: safeDeep(problems) };
  const found = differences(settings, { name, edit });
  const isEdited = found.some((each) => each.name !== 'name');
  const rename = found.some((each) => each.name === 'name') ? name : null;
  return { ok: true, change: { edit: isEdited ? edit : null, rename, differences: safeDeep(found) } };
}

/** The rules of a new pod, for what differs: a running pod is reset for it, and what stood there before may stay. */
function freshProblems(edit: EditPod, settings: PodSettings): readonly string[] {
  const { image, containerDiskGigabytes, volumeMountPath, startCommand } = edit;
  const found = [
    image === settings.image ? null : imageProblem(image),
    containerDiskGigabytes === settings.containerDiskGigabytes
      ? null
      : containerDiskProblem(containerDiskGigabytes),
    volumeMountPath === null || volumeMountPath === settings.volumeMountPath
      ? null
      : mountPathProblem(volumeMountPath),
    startCommand === null || startCommand === settings.startCommand
      ? null
      : startCommandProblem(startCommand),
  ];
  return found.flatMap((problem) => (problem === null ? [] : [`${problem.text} ${problem.fix}`]));
}

function readEnvironment(
  given: unknown,
  settings: PodSettings,
  say: (text: string) => void,
): Readonly<Record<string, Secret>> {
  // As with any other line: where the whole of it is gone, it stays as it is.
  if (given === undefined) return settings.environment;
  if (given === null) return {};
  if (!isRecord(given)) {
    say('environment is no list of names and values.');
    return {};
  }
  const fresh: Record<string, string> = {};
  const environment: Record<string, Secret> = {};
  for (const [name, value] of Object.entries(given)) {
    const before = settings.environment[name];
    const text = scalarText(value);
    if (text === null) say(`${name} has no plain value: write it in quotes, on one line.`);
    else if (before !== undefined && (text === keptMark || text === before.reveal()))
      environment[name] = before;
    else if (text === keptMark) say(`${name} is new, so there is no value to keep: write one.`);
    else {
      environment[name] = createSecret(text);
      fresh[name] = text;
    }
  }
  // What stood there before is the pod's own affair; only what is new is judged.
  for (const { text, fix } of environmentProblems(fresh)) say(`${text} ${fix}`);
  return environment;
}

function textOf(
  value: Readonly<Record<string, unknown>>,
  field: 'name' | 'image' | 'ports' | 'volumeMountPath' | 'startCommand',
  before: string,
  say: (text: string) => void,
): string {
  // A line that is gone leaves the setting as it is; an empty one empties it.
  if (!(field in value)) return before;
  const text = value[field] === null ? '' : scalarText(value[field]);
  if (text === null) say(`${field} has no plain value: write it in quotes, on one line.`);
  return text ?? before;
}

function sizeOf(
  value: Readonly<Record<string, unknown>>,
  field: 'containerDiskGigabytes' | 'volumeGigabytes',
  before: number | null,
  say: (text: string) => void,
): number | null {
  const given = value[field];
  if (given === undefined || given === null) return before;
  if (typeof given === 'number' && Number.isInteger(given) && given >= 0) return given;
  say(`${field} is ${JSON.stringify(given)}: write whole gigabytes.`);
  return before;
}

function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function failed(problem: string): ReadSettings {
  return { ok: false, problems: safeDeep([problem]) };
}
