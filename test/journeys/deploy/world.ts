/** All that a deploy needs, as real parts on this machine: registry, git with a bare remote, container engine, and the local fleet. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtImage, imageMissing } from '../../neighbours/built-image.ts';
import { isExecutable } from '../../neighbours/executable.ts';
import { engine, engineList, engineProgram } from '../../neighbours/podman.ts';
import { type Ended, type RunningSimulator, runProgram, startSimulator } from '../../neighbours/program.ts';
import {
  type RegistryNeighbour,
  type RegistryNeighbourOptions,
  registryMissing,
  startRegistry,
} from '../../neighbours/registry.ts';
import { makeKey } from '../../neighbours/sshd.ts';
import { type AskedCloud, askCloud } from './asked-cloud.ts';
import { gitVariables, layerLabel, makeSampleProject, type SampleProject } from './sample-project.ts';

const gitMissing = ['/usr/bin/git', '/usr/local/bin/git', '/bin/git'].some(isExecutable)
  ? null
  : 'git is not installed (apt-get install git)';

/** Why nothing can be deployed here; null when it can. For `describe.skipIf` and its title. */
export const worldMissing: string | null = imageMissing ?? registryMissing ?? gitMissing;

export type World = {
  readonly project: SampleProject;
  readonly registry: RegistryNeighbour;
  readonly cloud: AskedCloud;
  readonly simulator: RunningSimulator;
  /** e.g. 127.0.0.1:41234/acme/sample */
  readonly repository: string;
  readonly baseImage: string;
  /** Of the operator. */
  readonly home: string;
  readonly keyPath: string;
  /** The console, on the project: `deploy` is told its file. */
  run(words: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Ends and removes everything, images and containers too. */
  remove(): Promise<void>;
};

const deployTimeoutMs = 180_000;

export async function startWorld(options: RegistryNeighbourOptions = {}): Promise<World> {
  const baseImage = await builtImage('runtime');
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-deploy-'));
  const home = join(folder, 'home');
  mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  const keyPath = join(home, '.ssh/id_ed25519');
  makeKey(keyPath, 'ed25519');
  const own = { HOME: home, CONTAINER_ENGINE: engineProgram ?? '', ...gitVariables };
  const registry = await startRegistry(options);
  const repository = `${registry.host}/acme/sample`;
  const simulator = await startSimulator(['--containers', '--pods', '1'], own).catch(async (error) => {
    await registry.remove();
    throw error;
  });
  const project = makeSampleProject(folder, { baseImage, repository });
  return {
    ...{ project, registry, simulator, repository, baseImage, home, keyPath },
    cloud: askCloud(simulator.variables),
    run: ([command = '', ...words], variables = {}) =>
      runProgram([command, ...words, '--file', project.file], {
        environment: { ...own, ...simulator.variables, ...variables },
        timeoutMs: deployTimeoutMs,
      }),
    async remove() {
      try {
        if (simulator.child.exitCode === null) await simulator.stop();
        await removeContainersOf(repository);
        await removeImagesOf(repository);
      } finally {
        await registry.remove();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Ids of what the engine has of that image, ended containers too. */
export async function containersOf(repository: string): Promise<readonly string[]> {
  const lines = await engineList(['ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Image}}']);
  return lines.flatMap((line) => {
    const [id = '', image = ''] = line.split(' ');
    return image.startsWith(repository) ? [id] : [];
  });
}

async function removeContainersOf(repository: string): Promise<void> {
  for (const id of await containersOf(repository))
    await engine(['rm', '--force', '--volumes', id], { anyCode: true });
}

/** Another's build beside it may make the engine give up half way. */
async function removeImagesOf(repository: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { code, stdout } = await engine(['images', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}'], {
      anyCode: true,
    });
    const ids = linesOf(stdout)
      .filter((line) => line.startsWith(`${repository}:`))
      .map((line) => line.split(' ').at(-1) ?? '');
    if (code === 0 && ids.length === 0) break;
    for (const id of ids) await engine(['rmi', '--force', id], { anyCode: true });
  }
  await engine(['image', 'prune', '--force', '--filter', `label=${layerLabel}`], { anyCode: true });
}

export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
