/** The doors of a deploy on this machine: its programs, registries and gits, RunPod, and the operator's own environment. */
import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../base/retry.ts';
import type { DeployDoors } from '../jobs/deploy/doors.ts';
import { stateFolder } from '../settings/state-folder.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { CommandContext } from './command.ts';
import type { createHeldEngine } from './held-engine.ts';
import { nameOfUser } from './name-of-user.ts';
import { targetOfPod } from './open-jobs.ts';
import type { Services } from './services.ts';

export async function deployDoors(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  ways: {
    readonly projectFile: string;
    readonly doors: () => Promise<PodDoors>;
    readonly holdEngine: ReturnType<typeof createHeldEngine>;
  },
): Promise<DeployDoors> {
  const [{ runProgram }, engines, { createRegistry }, { createGit }, { benchmarkGate }, { createShelf }] =
    await Promise.all([
      import('../jobs/programs/run-program.ts'),
      import('../jobs/container/find-engine.ts'),
      import('../jobs/registry/create-registry.ts'),
      import('../jobs/git/create-git.ts'),
      import('../jobs/deploy/benchmark-gate.ts'),
      import('../jobs/benchmarks/kept-reports.ts'),
    ]);
  const { environment, homeFolder, nowMs } = context;
  const state = stateFolder(environment, homeFolder);
  const run = runProgram;
  const who = whoDeploys();
  const targetOf: DeployDoors['targetOf'] = (pod) => targetOfPod(services, pod);
  const findHeld = ways.holdEngine((signal) => engines.findEngine({ run, environment }, signal));
  let found: ReturnType<DeployDoors['findEngine']> | null = null;
  return {
    ...{ run, targetOf, who, environment, nowMs, fetch, cloud: services.cloud },
    findEngine(signal) {
      found ??= findHeld(signal);
      return found;
    },
    engineNamed: (program, kind) =>
      engines.engineNamed({ program, ...(kind === undefined ? {} : { kind }) }, { run }),
    registryOf: (host) => createRegistry({ host, run, fetch, environment, homeFolder }),
    gitIn: (folder) => createGit({ run, folder, who }),
    sshDoors: ways.doors,
    proxyUrlOf: services.proxyUrlOf,
    benchmark: benchmarkGate({
      ...{ nowMs, targetOf, sshDoors: ways.doors, proxyUrlOf: services.proxyUrlOf },
      shelf: createShelf({ folder: join(state, 'benchmarks') }),
      shelfName: `project-${createHash('sha256').update(ways.projectFile).digest('hex').slice(0, 16)}`,
      runName: `gate-${randomBytes(6).toString('hex')}`,
    }),
    sleep: async (ms, signal) => void (await sleep(ms, signal)),
    releasesFolder: join(state, 'releases'),
  };
}

function whoDeploys(): string {
  return `${nameOfUser()}@${hostname()}`;
}
