/** A project, a world and a place for state in one folder, and deploys in it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobEventBody } from '../../../../pod-agent/protocol/job-events.ts';
import { runDeploy } from '../../../../source/jobs/deploy/deploy.ts';
import type { DeployOptions } from '../../../../source/jobs/deploy/session.ts';
import type { DeployRequest } from '../../../../source/jobs/model/deploy.ts';
import type { Project } from '../../../../source/jobs/project/project.ts';
import { openReleases, type Releases } from '../../../../source/jobs/releases/releases.ts';
import type { StopHandler } from '../../../../source/jobs/stopping.ts';
import { folderDoors } from './folder-doors.ts';
import { folderEffects } from './folder-effects.ts';
import { folderSteps } from './folder-steps.ts';
import type { World } from './folder-world.ts';
import { makeProject, makeRequest } from './make.ts';

export type Scene = {
  readonly project: Project;
  readonly world: World;
  readonly releases: Releases;
  /** May be changed between deploys: called with each place that a deploy passes. */
  onPass: (place: string) => void;
  /** Who is told that the operator stops it. */
  stop: StopHandler;
};

export function setScene(folder: string, fields: Partial<Project> = {}): Scene {
  const projectFolder = join(folder, 'project');
  mkdirSync(projectFolder, { recursive: true });
  const scene: Scene = {
    // The file's place names what is kept, and must be the same where the folder is a copy.
    project: { ...makeProject('/app/pod-engine.yaml', fields), folder: projectFolder },
    world: { folder: join(folder, 'world'), passes: (place) => scene.onPass(place) },
    releases: openReleases({ folder: join(folder, 'state') }),
    onPass: () => undefined,
    stop: () => undefined,
  };
  return scene;
}

export function setSource({ project }: Pick<Scene, 'project'>, source: string): void {
  writeFileSync(join(project.folder, 'source'), source);
}

export type Ended = {
  readonly events: readonly JobEventBody[];
  readonly verdict: Extract<JobEventBody, { kind: 'verdict' }>;
};

export function streamOf(
  scene: Scene,
  asked: Partial<DeployRequest> = {},
  more: Partial<DeployOptions> = {},
): AsyncGenerator<JobEventBody, void, void> {
  const { project, world, releases } = scene;
  return runDeploy({
    request: makeRequest(project.file, asked),
    ...{ project, releases, steps: folderSteps(world), effects: folderEffects(world) },
    doors: folderDoors(world),
    handles: {
      signal: new AbortController().signal,
      nowMs: Date.now,
      onStop(handler) {
        scene.stop = handler;
        return () => undefined;
      },
    },
    ...more,
  });
}

export async function deploy(
  scene: Scene,
  asked: Partial<DeployRequest> = {},
  more: Partial<DeployOptions> = {},
): Promise<Ended> {
  const events: JobEventBody[] = [];
  for await (const event of streamOf(scene, asked, more)) events.push(event);
  const last = events.at(-1);
  if (last?.kind !== 'verdict') throw new Error('It ended without a verdict.');
  return { events, verdict: last };
}

/** "build skipped: Unchanged since r1." */
export function endings({ events }: Ended): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'step-ended' ? [`${event.step} ${event.outcome}: ${event.text}`] : [],
  );
}

export function output({ events }: Ended): readonly string[] {
  return events.flatMap((event) => (event.kind === 'output' ? [`${event.level} ${event.text}`] : []));
}
