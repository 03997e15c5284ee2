/** The doors of a deploy to a folder: programs are run, and nothing else is there. */
import { hostname } from 'node:os';
import type { DeployDoors } from '../../../../source/jobs/deploy/doors.ts';
import { runProgram } from '../../../../source/jobs/programs/run-program.ts';
import type { World } from './folder-world.ts';

export function folderDoors(world: World): DeployDoors {
  const none = (): never => {
    throw new Error('No step of the folder asks for this.');
  };
  return {
    run: runProgram,
    ...{ findEngine: none, engineNamed: none, gitIn: none, sshDoors: none, benchmark: none },
    ...{ registryOf: none, cloud: null, targetOf: () => null, proxyUrlOf: none, fetch: none },
    environment: {},
    who: `ann@${hostname()}`,
    nowMs: Date.now,
    sleep: () => Promise.resolve(),
    releasesFolder: world.folder,
  };
}
