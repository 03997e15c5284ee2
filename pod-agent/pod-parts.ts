/** What a pod consists of while it runs, joined: nginx, sshd, health, and who stands at the pod's port. */
import { join } from 'node:path';
import type { LocalHost } from './host/local-host.ts';
import { readIdentity } from './identity.ts';
import type { ServedIdentity } from './outlets/http/agent-view.ts';
import { fallbackHealth } from './outlets/http/fallback-health.ts';
import { nginxPlan } from './pod-plan.ts';
import type { PodSettings } from './pod-settings.ts';
import { tunePod } from './pod-tuning.ts';
import { createPodWatch, type PodWatch } from './pod-watch.ts';
import type { ServedStart } from './protocol/served-health.ts';
import { servingSettings } from './settings/serving.ts';
import { type SshStart, startSsh } from './ssh-server/start-ssh.ts';
import { usualSshPlaces } from './ssh-server/usual-places.ts';
import { createDoorkeeper, type Doorkeeper } from './startup/doorkeeper.ts';
import type { PodStart } from './startup/phase.ts';
import { readyFile } from './startup/ready.ts';
import { createNginxProgram } from './supervisor/nginx-program.ts';
import { createNginxService, type NginxService } from './supervisor/nginx-service.ts';

export type PodParts = {
  readonly host: LocalHost;
  readonly settings: PodSettings;
  readonly identity: ServedIdentity;
  readonly nginx: NginxService;
  /** Never rejects. */
  readonly ssh: Promise<SshStart>;
  readonly watch: PodWatch;
  readonly door: Doorkeeper;
  /** What the phases work with. */
  readonly start: Omit<PodStart, 'past' | 'elapsedMs'>;
};

export type PodPartsOptions = {
  readonly host: LocalHost;
  readonly settings: PodSettings;
  readonly version: string;
  /** Given when the pod is to end. */
  readonly end: AbortSignal;
  log(line: string): void;
  /** How the start goes. */
  startNow(): ServedStart;
  /** nginx was started, ended, or given up. */
  onNginx(): void;
};

export async function assemblePod(options: PodPartsOptions): Promise<PodParts> {
  const { host, settings, end, log } = options;
  const { serving, variables, problems } = settings;
  const identity = await readIdentity({ host, variables, agentVersion: options.version });
  const prefix = join(serving.runFolder, 'nginx');
  const program = createNginxProgram(prefix);
  const nginx = createNginxService({
    program,
    ports: [
      { port: serving.appPort, variable: servingSettings.appPort.name },
      { port: serving.nginxStatusPort, variable: servingSettings.nginxStatusPort.name },
    ],
    groupFile: join(serving.runFolder, 'nginx.group'),
    onNews: log,
    onState: options.onNginx,
  });
  const nginxState = () => nginx.state();
  const watch = createPodWatch({
    host,
    settings,
    identity,
    start: options.startNow,
    nginxState,
    onTrouble: log,
  });
  const ssh = startSsh({
    publicKey: variables.get('PUBLIC_KEY')?.text,
    port: serving.sshPort,
    ...usualSshPlaces(),
    signal: end,
    onNews: log,
  });
  const plan = () => nginxPlan(host, { ...serving, agentPort: watch.pages.now().port }, prefix);
  return {
    host,
    settings,
    identity,
    nginx,
    ssh,
    watch,
    door: createDoorkeeper({ port: serving.appPort, served: watch.served }),
    start: {
      serving,
      variables,
      problems,
      host,
      prefix,
      readyFile,
      optimise: () => tunePod({ host, signal: end, onTrouble: log }),
      plan,
      nginx: { program, service: nginx },
      fallback: fallbackHealth(identity),
      ssh,
      monitor: { begin: watch.begin, look: watch.look, pages: watch.pages.now },
      signal: end,
    },
  };
}
