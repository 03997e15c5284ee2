/** All commands, in the order of the help text. */
import { account } from './account.ts';
import { advise } from './advise.ts';
import { alertsAck } from './alerts-ack.ts';
import { alertsList } from './alerts-list.ts';
import { alertsLoud } from './alerts-loud.ts';
import { alertsSnooze } from './alerts-snooze.ts';
import { benchmark } from './benchmark.ts';
import type { Command } from './command.ts';
import { consoleCommand } from './console.ts';
import { cost } from './cost.ts';
import { cp } from './cp.ts';
import { demo } from './demo.ts';
import { deploy } from './deploy.ts';
import { diagnose } from './diagnose.ts';
import { forward } from './forward.ts';
import { gpus } from './gpus.ts';
import { health } from './health.ts';
import { init } from './init.ts';
import { jobsList } from './jobs-list.ts';
import { jobsShow } from './jobs-show.ts';
import { keysAdd } from './keys-add.ts';
import { keysList } from './keys-list.ts';
import { keysRemove } from './keys-remove.ts';
import { logs } from './logs.ts';
import { optimise } from './optimise.ts';
import { podsCreate } from './pods-create.ts';
import { podsEdit } from './pods-edit.ts';
import { podsGet } from './pods-get.ts';
import { podsList } from './pods-list.ts';
import { podsLock } from './pods-lock.ts';
import { podsMonitor } from './pods-monitor.ts';
import { podsRename } from './pods-rename.ts';
import { podsRestart } from './pods-restart.ts';
import { podsStart } from './pods-start.ts';
import { podsStop } from './pods-stop.ts';
import { podsTerminate } from './pods-terminate.ts';
import { podsUnlock } from './pods-unlock.ts';
import { podsWait } from './pods-wait.ts';
import { podsWhy } from './pods-why.ts';
import { registriesCreate } from './registries-create.ts';
import { registriesDelete } from './registries-delete.ts';
import { registriesList } from './registries-list.ts';
import { releases } from './releases.ts';
import { rollback } from './rollback.ts';
import { secretsCreate } from './secrets-create.ts';
import { secretsDelete } from './secrets-delete.ts';
import { secretsList } from './secrets-list.ts';
import { simulate } from './simulate.ts';
import { ssh } from './ssh.ts';
import { sshConfig } from './ssh-config.ts';
import { templatesDelete } from './templates-delete.ts';
import { templatesGet } from './templates-get.ts';
import { templatesList } from './templates-list.ts';
import { volumesCreate } from './volumes-create.ts';
import { volumesDelete } from './volumes-delete.ts';
import { volumesList } from './volumes-list.ts';
import { volumesRename } from './volumes-rename.ts';
import { volumesResize } from './volumes-resize.ts';

export const commands: readonly Command[] = [
  consoleCommand,
  demo,
  podsList,
  podsGet,
  podsStart,
  podsStop,
  podsRestart,
  podsCreate,
  podsEdit,
  podsRename,
  podsLock,
  podsUnlock,
  podsTerminate,
  podsWhy,
  podsWait,
  podsMonitor,
  logs,
  ssh,
  cp,
  forward,
  sshConfig,
  health,
  alertsList,
  alertsAck,
  alertsSnooze,
  alertsLoud,
  advise,
  diagnose,
  benchmark,
  optimise,
  init,
  deploy,
  releases,
  rollback,
  jobsList,
  jobsShow,
  gpus,
  templatesList,
  templatesGet,
  templatesDelete,
  volumesList,
  volumesCreate,
  volumesResize,
  volumesRename,
  volumesDelete,
  registriesList,
  registriesCreate,
  registriesDelete,
  keysList,
  keysAdd,
  keysRemove,
  secretsList,
  secretsCreate,
  secretsDelete,
  account,
  cost,
  simulate,
];
