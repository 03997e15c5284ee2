/** Variables: RunPod's own, the agent's settings, keys for SSH, and what hides GPUs. Secrets are only "set" or "not set". */
import type { Check } from './check.ts';
import { judgeHiddenGpus } from './environment/gpus.ts';
import { judgeRunpod } from './environment/runpod.ts';
import { judgeSettings } from './environment/settings.ts';
import { names, openVariables, settingsFile } from './environment/sources.ts';
import { type PodEnvironment, readEnvironment } from './environment/variables.ts';
import { fine } from './web/draft.ts';

export const environment: Check = {
  id: 'environment',
  title: 'Environment variables',
  needs: () => [openVariables, names, settingsFile],

  judge({ answers, plan }) {
    const found = readEnvironment(answers);
    const drafts = [...judgeHiddenGpus(found, plan), ...judgeSettings(found), ...judgeRunpod(found, plan)];
    return drafts.some(({ status }) => status !== 'info') ? drafts : [...drafts, wellSet(found)];
  },
};

function wellSet({ names: set }: PodEnvironment) {
  const count = (prefix: string) => [...set].filter((name) => name.startsWith(prefix)).length;
  const runpod = count('RUNPOD_');
  const from = runpod === 0 ? 'no variable of RunPod’s is set' : `${runpod} variables of RunPod’s are set`;
  return fine('environment-well', `${from}; ${count('POD_AGENT_')} settings of the agent are set and taken`);
}
