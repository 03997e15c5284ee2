/** Everything that a deploy may leave behind, looked at from outside, so that before and after can be compared. */
import { expect, vi } from 'vitest';
import { engine } from '../../neighbours/podman.ts';
import type { AskedPod, AskedTemplate } from './asked-cloud.ts';
import { containersOf, linesOf, type World } from './world.ts';

export type Ground = {
  readonly pods: readonly AskedPod[];
  readonly templates: readonly AskedTemplate[];
  readonly localTags: readonly string[];
  readonly remoteTags: readonly string[];
  /** Tags that the registry has; it names none while it is down. */
  readonly imageTags: readonly string[];
  readonly containers: readonly string[];
  readonly volumes: readonly string[];
  /** Of the ledger. */
  readonly running: string | null;
};

export async function lookAround(world: World): Promise<Ground> {
  const { cloud, project, repository } = world;
  return {
    pods: await cloud.pods(),
    templates: await cloud.templates(),
    localTags: linesOf(project.git('tag')),
    remoteTags: linesOf(project.git('--git-dir', project.remote, 'tag')),
    imageTags: await tagsOf(repository),
    containers: await containersOf(repository),
    volumes: await volumesOf(world),
    running: (await releasesOf(world)).find(({ verdict }) => verdict === 'pass')?.id ?? null,
  };
}

/** A container is given ten seconds to end, of which the API says nothing. */
export async function settledGround(world: World): Promise<Ground> {
  return await vi.waitFor(
    async () => {
      const ground = await lookAround(world);
      const running = ground.pods.filter(({ status }) => status === 'RUNNING');
      expect(ground.containers).toHaveLength(running.length);
      return ground;
    },
    { timeout: 60_000, interval: 500 },
  );
}

async function tagsOf(repository: string): Promise<readonly string[]> {
  const [host = '', ...path] = repository.split('/');
  const answer = await fetch(`http://${host}/v2/${path.join('/')}/tags/list`);
  if (answer.status === 404) return [];
  // Checked border: the registry's own answer, whose tags are null where there are none.
  const { tags } = (await answer.json()) as { readonly tags: readonly string[] | null };
  return (tags ?? []).toSorted();
}

/** The digest under a tag, as the registry itself tells it. */
export async function digestOf(repository: string, tag: string): Promise<string | null> {
  const [host = '', ...path] = repository.split('/');
  const answer = await fetch(`http://${host}/v2/${path.join('/')}/manifests/${tag}`, {
    method: 'HEAD',
    headers: {
      accept:
        'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json',
    },
  });
  return answer.headers.get('docker-content-digest');
}

/** Those of the simulator's pods, which carry its process's number. */
async function volumesOf({ simulator }: World): Promise<readonly string[]> {
  const { stdout } = await engine(['volume', 'ls', '--format', '{{.Name}}']);
  return linesOf(stdout).filter((name) => name.includes(`-${simulator.child.pid}-`));
}

export type ToldRelease = {
  readonly id: string;
  readonly how: string;
  readonly of: string | null;
  readonly version: string;
  readonly commit: string | null;
  readonly image: { readonly reference: string; readonly digest: string } | null;
  readonly podIds: readonly string[];
  readonly templateId: string | null;
  readonly verdict: string | null;
  readonly text: string;
  readonly deployId: string;
  readonly configuration: { readonly environment: Readonly<Record<string, unknown>> };
};

/** As `releases --json` tells them, newest first. */
export async function releasesOf(world: World): Promise<readonly ToldRelease[]> {
  const { stdout } = await world.run(['releases', '--json']);
  // Checked border: what is asked of it are the very members that the tests compare.
  return (JSON.parse(stdout) as { readonly releases: readonly ToldRelease[] }).releases;
}
