/** The real steps, killed by kill -9: at the begin and the end of each, and in the middle of what they do; resumed, and taken back. */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stepIds } from '../../../source/jobs/model/deploy.ts';
import { podmanMissing } from '../../neighbours/podman.ts';
import { registryMissing } from '../../neighbours/registry.ts';
import { sampleMissing } from '../../neighbours/sample-image.ts';
import type { Gate, Passing } from './gate.ts';
import { type KilledProject, type KilledWorld, type Ran, setKilledWorld } from './killed-world.ts';
import { keptOf, releasesOf, standingOf } from './standing-around.ts';

const missing = podmanMissing ?? registryMissing ?? sampleMissing;
const longMs = 600_000;

const places = stepIds.flatMap((step) => [`before-${step}`, `after-${step}`]);
/** POD_ENGINE_WHOLE_TESTS=1 takes back at every place, which is ten minutes more. */
const isWhole = process.env.POD_ENGINE_WHOLE_TESTS === '1';
const over = { isLocked: false, unfinished: [] };
const resume = ['deploy', '--resume', '--yes'];
const abort = ['deploy', '--abort', '--yes'];
const begin = ['deploy', '--yes'];

describe.skipIf(missing !== null)(`a deploy that is killed${missing === null ? '' : `: ${missing}`}`, () => {
  let world: KilledWorld;
  beforeAll(async () => {
    world = await setKilledWorld();
  }, longMs);
  afterAll(() => world?.close());

  test('at the begin and the end of each step, it goes on each time and makes one of everything', {
    timeout: longMs,
  }, async () => {
    const project = world.project('chain', { isTried: true });
    let words = begin;
    for (const place of places) {
      project.killAt(place);
      const { said, signal } = await project.run(words);
      expect([place, said, signal]).toEqual([place, said, 'SIGKILL']);
      words = resume;
    }
    await mustBeWell(world, project, await project.run(resume));
  });

  test('in the middle of what it does, before or after that has happened, it does nothing twice', {
    timeout: longMs,
  }, async () => {
    const project = world.project('middle');
    let words = begin;
    for (const [number, kill] of killsWithin(world, project).entries()) {
      const { said, signal } = await kill(project, words);
      expect([number, said, signal]).toEqual([number, said, 'SIGKILL']);
      words = resume;
    }
    await mustBeWell(world, project, await project.run(resume));
  });

  // What stands at the end of a step stands at the beginning of the next one, but for those that change pods.
  const everyEnd = [...stepIds.map((step) => `before-${step}`), 'after-pod', 'after-done'];
  // Each is a whole deploy of its own, so all of them are run only where somebody has the time.
  const ends = isWhole ? everyEnd : ['before-push', 'before-template', 'after-pod', 'after-done'];

  test('at each step, and in the middle of what it does, it is taken back, and what ran before runs as before', {
    timeout: longMs,
  }, async () => {
    const takeBack = async (name: string, killsOf: (project: KilledProject) => readonly Kill[]) => {
      const project = world.project(name);
      expect(await project.run(begin)).toMatchObject({ code: 0 });
      for (const kill of killsOf(project)) await mustBeTakenBack(world, project, kill);
    };
    await Promise.all([
      takeBack('back-even', () => ends.filter((_, at) => at % 2 === 0).map(atHook)),
      takeBack('back-odd', () => ends.filter((_, at) => at % 2 === 1).map(atHook)),
      takeBack('back-within', (project) =>
        // Those that have happened without anybody's knowing; what has not is nothing to be taken back.
        killsWithin(world, project).filter((_, at) => isWhole || at % 2 === 1),
      ),
    ]);
  });
});

/** A new version is begun, killed and aborted. */
async function mustBeTakenBack(world: KilledWorld, project: KilledProject, kill: Kill): Promise<void> {
  const before = await standingOf(world, project);
  const releases = await releasesOf(project);
  project.change(`once more: ${randomUUID()}`);
  const killed = await kill(project, begin);
  expect([killed.said, killed.signal]).toEqual([killed.said, 'SIGKILL']);
  const aborted = await project.run(abort);
  expect([killed.said, aborted]).toMatchObject([killed.said, { code: 0 }]);
  expect([aborted.said, await standingOf(world, project)]).toEqual([aborted.said, before]);
  expect(keptOf(project)).toEqual(over);
  const [newest, ...others] = await releasesOf(project);
  if (others.length < releases.length) return;
  expect(newest).toMatchObject({ verdict: 'stopped', podIds: [], image: null });
}

async function mustBeWell(world: KilledWorld, project: KilledProject, ran: Ran): Promise<void> {
  expect(ran).toMatchObject({ code: 0 });
  const { name } = project;
  const image = expect.stringContaining(`/${name}:0.1.0@sha256:`);
  expect(await standingOf(world, project)).toEqual({
    pods: [expect.stringMatching(/^RUNNING .*:0\.1\.0@sha256:/)],
    templates: [image],
    imageTags: ['0.1.0'],
    localTags: ['v0.1.0'],
    remoteTags: ['v0.1.0'],
    containers: [],
  });
  expect(await releasesOf(project)).toMatchObject([{ id: 'r1', version: '0.1.0', verdict: 'pass' }]);
  expect(keptOf(project)).toEqual(over);
}

/** Runs it, and ends it somewhere. */
type Kill = (project: KilledProject, words: readonly string[]) => Promise<Ran>;

function killsWithin(world: KilledWorld, project: KilledProject): readonly Kill[] {
  return [
    atGate(world.images, 'forward', isManifest),
    atGate(world.images, 'answer', isManifest),
    atTag(project, 'prepared'),
    atTag(project, 'committed'),
    atPush(project, 'pre-receive'),
    atPush(project, 'post-receive'),
    atGate(world.api, 'forward', isMutation('saveTemplate')),
    atGate(world.api, 'answer', isMutation('saveTemplate')),
    atGate(world.api, 'forward', isMutation('podFindAndDeployOnDemand')),
    atGate(world.api, 'answer', isMutation('podFindAndDeployOnDemand')),
  ];
}

function atHook(place: string): Kill {
  return async (project, words) => {
    project.killAt(place);
    return await project.run(words);
  };
}

function isManifest({ method, path }: Passing): boolean {
  return method === 'PUT' && path.includes('/manifests/');
}

function isMutation(name: string): (passing: Passing) => boolean {
  return ({ body }) => body.includes(`${name}(`);
}

/** What is on its way when the console dies is lost, or has been carried out without anybody's knowing. */
function atGate(gate: Gate, when: Passing['when'], isIt: (passing: Passing) => boolean): Kill {
  return async (project, words) => {
    let unwatch = (): void => undefined;
    const onStart = (child: ChildProcess): void => {
      unwatch = gate.watch((passing) => {
        const isOurs = `${passing.path} ${passing.body}`.includes(project.name);
        if (!isOurs || passing.when !== when || !isIt(passing)) return 'pass';
        child.kill('SIGKILL');
        return 'drop';
      });
    };
    return await project.run(words, { onStart }).finally(() => unwatch());
  };
}

/** Within git's own change of the tag: before it, which is then refused, and after it. */
function atTag(project: KilledProject, state: 'prepared' | 'committed'): Kill {
  const hook = join(project.folder, '.git/hooks/reference-transaction');
  const lines = [`[ "$1" = ${state} ] && grep -q refs/tags/ || exit 0`];
  return (_, words) => withHook(project, words, { hook, lines, exitCode: state === 'prepared' ? 1 : 0 });
}

/** At the remote: refused, and done without anybody's knowing. */
function atPush(project: KilledProject, name: 'pre-receive' | 'post-receive'): Kill {
  const hook = join(project.remote, 'hooks', name);
  return (_, words) =>
    withHook(project, words, { hook, lines: [], exitCode: name === 'pre-receive' ? 1 : 0 });
}

async function withHook(
  project: KilledProject,
  words: readonly string[],
  given: { readonly hook: string; readonly lines: readonly string[]; readonly exitCode: number },
): Promise<Ran> {
  const pidFile = `${given.hook}.pid`;
  // Gone before the console dies: the next one must not meet it, however long its last line takes.
  const kill = [`pid=$(cat ${pidFile})`, `rm ${given.hook}`, 'kill -KILL "$pid"', `exit ${given.exitCode}`];
  writeFileSync(given.hook, ['#!/bin/sh', ...given.lines, ...kill, ''].join('\n'), { mode: 0o755 });
  return await project.run(words, { onStart: (child) => writeFileSync(pidFile, String(child.pid)) });
}
