/** Where things are in a pod, from the variables that it is set by and a few facts about it. */
import { nvidiaHelp } from '../collectors/gpu/fields.ts';
import { file, textOf } from '../collectors/proc-text.ts';
import type { Answers, CommandSource, EnvironmentSource, FileSource, Source } from '../host/host.ts';
import { openNames } from '../settings/index.ts';
import { differentPorts, servingSettings } from '../settings/serving.ts';
import { readSettings } from '../settings/setting.ts';
import {
  defaultSettingsFile,
  mergeVariables,
  type Variables,
  variablesOfEnvironment,
  variablesOfFile,
} from '../settings/variables.ts';
import type { PodPlan } from './check.ts';

const environment: EnvironmentSource = {
  kind: 'environment',
  id: 'plan environment',
  cadence: 'once',
  names: [...openNames, 'RUNPOD_POD_ID', 'RUNPOD_GPU_COUNT'],
};
const settings = file(defaultSettingsFile, 'once');
const firstProcess = file('/proc/1/cmdline', 'once');
const gpuHelp: CommandSource = {
  kind: 'command',
  id: 'nvidia-smi --help-query-gpu',
  cadence: 'once',
  argv: nvidiaHelp,
  timeoutMs: 2000,
};

const podLockId = 'pod lock';

/** Asked before the checks' own sources, which depend on the plan. */
export function planSources(variables: Variables = new Map()): readonly Source[] {
  return [environment, settings, firstProcess, podLock(variables), gpuHelp];
}

/**
 * @param answers Of `planSources`. One that is missing leaves the usual value in its place.
 * @param variables Where somebody has read them better than by these sources, as the agent does for itself.
 */
export function planOf(answers: Answers, variables: Variables = variablesIn(answers)): PodPlan {
  const serving = differentPorts(readSettings(servingSettings, variables).values).values;
  const named = variables.get(servingSettings.appPort.name)?.text;
  const isOurImage = isStartedByAgent(answers);
  const help = textOf(answers, gpuHelp);
  return {
    appPort: serving.appPort,
    appPath: serving.appPath,
    isAppExpected: isOurImage || named !== undefined,
    site: serving.site,
    runFolder: serving.runFolder,
    logFolder: serving.logFolder,
    agentPort: serving.agentPort,
    nginxStatusPort: serving.nginxStatusPort,
    gpuCount: gpuCountIn(mergeVariables(variables, variablesIn(answers))),
    podId: variables.get('RUNPOD_POD_ID')?.text ?? null,
    isOurImage,
    ...(help === null ? {} : { gpuHelp: help }),
  };
}

/** Left by `pod-agent start`, whichever program is the first in its container. */
function podLock(variables: Variables): FileSource {
  const { runFolder } = readSettings(servingSettings, variables).values;
  return { kind: 'file', id: podLockId, cadence: 'once', path: `${runFolder}/agent.lock` };
}

/** The environment decides before the file, as in the agent. */
function variablesIn(answers: Answers): Variables {
  const lines = (textOf(answers, environment) ?? '').split('\n').filter((line) => line.includes('='));
  const pairs = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const text = textOf(answers, settings);
  const ofFile = text === null ? new Map() : variablesOfFile(defaultSettingsFile, text).variables;
  return mergeVariables(variablesOfEnvironment(Object.fromEntries(pairs)), ofFile);
}

function gpuCountIn(variables: Variables): number | null {
  const text = variables.get('RUNPOD_GPU_COUNT')?.text ?? '';
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}

/** Arguments stand between zero bytes: `tini -- pod-agent start`, or the agent's file by its path. */
function isStartedByAgent(answers: Answers): boolean {
  const words = (textOf(answers, firstProcess) ?? '').split('\0');
  const isFirst = words.some(
    (word, at) => /(^|\/)pod-agent(\.m?js)?$/.test(word) && words[at + 1] === 'start',
  );
  return isFirst || textOf(answers, { id: podLockId }) !== null;
}
