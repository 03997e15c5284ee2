/** What stands in the world because of one project, asked of the fleet, the registry, git and the engine themselves. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Release } from '../../../source/jobs/model/release.ts';
import { engineList } from '../../neighbours/podman.ts';
import type { KilledProject, KilledWorld } from './killed-world.ts';

export type Standing = {
  /** "EXITED 127.0.0.1:5000/app:0.1.0@sha256:…", a line for each pod that is not terminated. */
  readonly pods: readonly string[];
  readonly templates: readonly string[];
  readonly imageTags: readonly string[];
  readonly localTags: readonly string[];
  readonly remoteTags: readonly string[];
  /** Of trying an image out. */
  readonly containers: readonly string[];
};

export async function standingOf(world: KilledWorld, project: KilledProject): Promise<Standing> {
  const { name, git } = project;
  const { pods, podTemplates } = await ofFleet(world);
  return {
    pods: pods
      .filter((pod) => pod.name === name || pod.name.startsWith(`${name}-`))
      .map((pod) => `${pod.desiredStatus} ${pod.imageName}`)
      .sort(),
    templates: podTemplates.filter((each) => each.name === name).map((each) => each.imageName),
    imageTags: await imageTagsOf(world, name),
    localTags: linesOf(git('tag', '--list')),
    remoteTags: linesOf(execFileSync('git', ['-C', project.remote, 'tag', '--list'], { encoding: 'utf8' })),
    containers: await containersOf(`${world.images.host}/${name}`),
  };
}

type Fleet = {
  readonly pods: readonly {
    readonly name: string;
    readonly desiredStatus: string;
    readonly imageName: string;
  }[];
  readonly podTemplates: readonly { readonly name: string; readonly imageName: string }[];
};

/** Not through the gate, which is the console's. */
async function ofFleet({ simulator }: KilledWorld): Promise<Fleet> {
  const { RUNPOD_GRAPHQL_URL, RUNPOD_API_KEY } = simulator.variables;
  const query = '{ myself { pods { name desiredStatus imageName } podTemplates { name imageName } } }';
  const answer = await fetch(RUNPOD_GRAPHQL_URL, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${RUNPOD_API_KEY}` },
      'user-agent': 'pod-engine-test',
    },
    body: JSON.stringify({ query }),
  });
  const { data } = (await answer.json()) as { readonly data: { readonly myself: Fleet } };
  return data.myself;
}

async function imageTagsOf({ registry }: KilledWorld, repository: string): Promise<readonly string[]> {
  const answer = await fetch(`http://${registry.host}/v2/${repository}/tags/list`);
  if (answer.status === 404) return [];
  const { tags } = (await answer.json()) as { readonly tags: readonly string[] | null };
  return [...(tags ?? [])].sort();
}

async function containersOf(image: string): Promise<readonly string[]> {
  const lines = await engineList(['ps', '--all', '--format', '{{.ID}} {{.Image}}']);
  return lines.filter((line) => line.includes(image));
}

/** Newest first. */
export async function releasesOf(project: KilledProject): Promise<readonly Release[]> {
  const { said } = await project.run(['releases', '--json']);
  const { releases }: { readonly releases: readonly Release[] } = JSON.parse(said);
  return releases;
}

/** Of the project's folder in the state: the lock, and the journals that are not over. */
export function keptOf({ state }: KilledProject): {
  readonly isLocked: boolean;
  readonly unfinished: readonly string[];
} {
  const [folder] = foldersIn(join(state, 'pod-engine'));
  if (folder === undefined) return { isLocked: false, unfinished: [] };
  const journals = existsSync(join(folder, 'deploys')) ? readdirSync(join(folder, 'deploys')) : [];
  return {
    isLocked: existsSync(join(folder, 'lock')),
    unfinished: journals.filter((name) => !isOver(readFileSync(join(folder, 'deploys', name), 'utf8'))),
  };
}

function isOver(journal: string): boolean {
  return /"record":"end".*"isFinal":true/.test(linesOf(journal).at(-1) ?? '');
}

function foldersIn(state: string): readonly string[] {
  const projects = join(state, 'projects');
  return existsSync(projects) ? readdirSync(projects).map((each) => join(projects, each)) : [];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
