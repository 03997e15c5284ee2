/**
 * The variables that the agent is set by, from where they may stand: the environment of this process, that of the
 * container's first one, and a file.
 */
import type { Answer, Host, Source } from './host/host.ts';
import { openNames, placeSettings } from './settings/index.ts';
import { readSettings } from './settings/setting.ts';
import {
  mergeVariables,
  type Problem,
  type Variables,
  variablesOfEnvironment,
  variablesOfFile,
} from './settings/variables.ts';

type Found = { readonly variables: Variables; readonly problems: readonly Problem[] };

/** RunPod's own that say which pod this is. */
const runpodNames = ['RUNPOD_POD_ID'];

/**
 * This process's own come before those of the container's first process, and both before the file's. A login over SSH
 * has none of the container's variables, so that they are asked for by name there.
 * @param own The environment of this process.
 * @param secretNames Those that are needed all the same.
 */
export async function readAgentVariables(
  host: Host,
  own: Readonly<Record<string, string | undefined>>,
  secretNames: readonly string[] = [],
): Promise<Found> {
  const names = [...openNames, ...runpodNames, ...secretNames];
  const first = await host.answer({ kind: 'environment', id: 'settings', cadence: 'once', names });
  const environment = mergeVariables(variablesOfEnvironment(own), variablesOfAnswer(first));
  const place = readSettings(placeSettings, environment);
  const path = place.values.settingsFile;
  const isNamed = environment.has(placeSettings.settingsFile.name);
  const file = await readFile({ host, path, isNamed });
  return {
    variables: mergeVariables(environment, file.variables),
    problems: [...place.problems, ...file.problems],
  };
}

function variablesOfAnswer(answer: Answer): Variables {
  const lines = answer.ok ? answer.text.split('\n').filter((line) => line.includes('=')) : [];
  return variablesOfEnvironment(
    Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ),
  );
}

/**
 * A file that nobody named need not be there. It would lie on the container's own disk, where it may be read at once;
 * what somebody named may lie on a volume that has gone away. Waiting for it would cost a stream milliseconds of its start.
 */
async function readFile(given: {
  readonly host: Host;
  readonly path: string;
  readonly isNamed: boolean;
}): Promise<Found> {
  const { host, path, isNamed } = given;
  const about = { id: 'settings file', cadence: 'once' } as const;
  const source: Source = isNamed ? { ...about, kind: 'file', path } : { ...about, kind: 'files', glob: path };
  const answer = await host.answer(source);
  if (answer.ok) return variablesOfFile(path, answer.text);
  if (answer.reason === 'absent' && !isNamed) return { variables: new Map(), problems: [] };
  const { name } = placeSettings.settingsFile;
  const message = `The settings of ${path} are left out: ${answer.message}${isNamed ? ` ${name} names it.` : ''}`;
  return { variables: new Map(), problems: [{ name, message }] };
}
