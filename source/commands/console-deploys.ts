/** The console's projects, releases and plans: read after the first frame, and anew when a deploy of this console is over. */
import { messageOf } from '../base/message-of.ts';
import type { Deploys } from '../jobs/deploy/deploys.ts';
import { type DeploysSnapshot, noDeploys } from '../jobs/model/deploys.ts';
import type { JobsSnapshot } from '../jobs/model/job.ts';
import { isJobOver } from '../jobs/model/questions.ts';
import type { JobsOptions } from '../jobs/runner.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { CommandContext } from './command.ts';
import { findProject } from './find-project.ts';
import { type OpenedDeploys, openDeploys, openReleasesFor } from './open-deploy.ts';
import type { Services } from './services.ts';

export type ConsoleDeploys = {
  /** null until they can be read. */
  now(): Deploys | null;
  snapshot(): DeploysSnapshot;
  subscribe(listener: () => void): () => void;
  /** What the runner of jobs deploys with. */
  readonly run: JobsOptions['deploy'];
  begin(doors: PodDoors): void;
  /** Told of the jobs as they change: what a deploy has done is read when it is over. */
  look(jobs: JobsSnapshot): void;
  close(): void;
};

const readAgainMs = 5000;

export function openConsoleDeploys(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  tell: (text: string) => void,
): ConsoleDeploys {
  const listeners = new Set<() => void>();
  let deploys: Deploys | null = null;
  let opened: Promise<OpenedDeploys> | null = null;
  let endedCount = 0;
  // Others deploy too: a command, a second console.
  const again = setInterval(() => deploys?.readAgain(), readAgainMs).unref();

  async function load(doors: PodDoors): Promise<OpenedDeploys> {
    const [{ createDeploys }, releases] = await Promise.all([
      import('../jobs/deploy/create-deploys.ts'),
      openReleasesFor(context),
    ]);
    const made = openDeploys(context, services, () => Promise.resolve(doors), releases);
    const own = createDeploys({
      ...{ releases, tell, nowMs: context.nowMs, cloud: services.cloud, plan: made.plan },
      projectFiles: () => projectFiles(context),
    });
    own.subscribe(() => {
      for (const listener of listeners) listener();
    });
    own.read();
    deploys = own;
    return made;
  }

  return {
    now: () => deploys,
    snapshot: () => deploys?.snapshot() ?? noDeploys,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async run(request, handles) {
      if (opened === null) throw new Error('The projects are still being read.');
      return await (await opened).run(request, handles);
    },
    begin(doors) {
      opened = load(doors);
      opened.catch((error: unknown) => {
        tell(`Nothing can be deployed: ${messageOf(error)}`);
      });
    },
    look({ jobs }) {
      const ended = jobs.filter((job) => job.kind === 'deploy' && isJobOver(job)).length;
      if (ended !== endedCount) deploys?.read();
      endedCount = ended;
    },
    close() {
      clearInterval(again);
      deploys?.close();
    },
  };
}

/** Of the folder that the console was started in, or of one above it; the demo brings one of its own. */
function projectFiles({ environment }: CommandContext): readonly string[] {
  const found = findProject(environment.POD_ENGINE_PROJECT, process.cwd());
  return found.ok ? [found.file] : [];
}
