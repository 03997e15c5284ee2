/** The answers about the environment, read into what the judges of this check want to know. */
import { textOf } from '../../collectors/proc-text.ts';
import type { Answers } from '../../host/host.ts';
import { mergeVariables, type Variables, variablesOfEnvironment } from '../../settings/variables.ts';
import { names, openVariables, settingsFile } from './sources.ts';

export type PodEnvironment = {
  /** Of the agent's settings and RunPod's variables those that may be shown, the settings file included. */
  readonly variables: Variables;
  /** Every name of the agent's or RunPod's that is set in the environment or the settings file. */
  readonly names: ReadonlySet<string>;
  /** All open variables as they are, an empty one included. */
  readonly values: ReadonlyMap<string, string>;
  /** Signs that RunPod started this pod. */
  readonly markers: readonly string[];
  /** Files of keys that let somebody in by SSH. */
  readonly keyFiles: readonly string[];
  readonly gpuDevices: readonly string[];
  /** Whether PID 1's environment may be read. */
  readonly isReadable: boolean;
};

/** Throws where nothing can be told. */
export function readEnvironment(answers: Answers): PodEnvironment {
  const open = textOf(answers, openVariables);
  const listed = textOf(answers, names);
  if (open === null && listed === null) throw new Error("PID 1's environment cannot be read.");
  const lines = (listed ?? '').split('\n');
  const after = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const values = valuesIn(open ?? '');
  const own = variablesOfEnvironment(Object.fromEntries(values));
  const fromFile = variablesInFile(textOf(answers, settingsFile) ?? '');
  return {
    variables: mergeVariables(own, fromFile.variables),
    names: new Set([...after('name'), ...own.keys(), ...fromFile.names]),
    values,
    markers: after('marker'),
    keyFiles: [...new Set(after('key-file'))],
    gpuDevices: after('gpu-device'),
    isReadable: listed !== null && !lines.includes('unreadable'),
  };
}

function valuesIn(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line.includes('='));
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
}

/** `file PATH`, then `NUMBER NAME=value`; a value that is not told is a secret's, or of a name that nobody knows. */
function variablesInFile(text: string): { readonly variables: Variables; readonly names: readonly string[] } {
  const path = /^file (.*)$/m.exec(text)?.[1] ?? '';
  const found = [...text.matchAll(/^(\d+) ([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  const told = found.filter(([, , , value]) => value?.trim() !== '');
  return {
    variables: new Map(
      told.map(([, number, name = '', value = '']) => [
        name,
        { text: value.trim(), source: `${path}, line ${number}` },
      ]),
    ),
    names: found.map(([, , name = '']) => name),
  };
}
