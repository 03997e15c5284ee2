/** A deploy that somebody stops, or that two begin at once, or that cannot be written down: as the built program does it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podmanMissing } from '../../neighbours/podman.ts';
import {
  type RegistryNeighbour,
  registryMissing,
  smallDiskMissing,
  startRegistry,
} from '../../neighbours/registry.ts';
import { sampleMissing } from '../../neighbours/sample-image.ts';
import { type KilledProject, type KilledWorld, setKilledWorld } from './killed-world.ts';
import { keptOf, releasesOf, standingOf } from './standing-around.ts';

const missing = podmanMissing ?? registryMissing ?? sampleMissing;
const longMs = 300_000;
const begin = ['deploy', '--yes'];
const resume = ['deploy', '--resume', '--yes'];
const abort = ['deploy', '--abort', '--yes'];

const nothing = {
  pods: [],
  templates: [],
  imageTags: [],
  localTags: [],
  remoteTags: [],
  containers: [],
};

describe.skipIf(missing !== null)(`a deploy that is stopped${missing === null ? '' : `: ${missing}`}`, () => {
  let world: KilledWorld;
  beforeAll(async () => {
    world = await setKilledWorld();
  }, longMs);
  afterAll(() => world?.close());

  /** Image, tags and template are there, and no pod. */
  async function held(project: KilledProject) {
    const hold = project.holdAt('before-pod');
    let pid = 0;
    const ended = project.run(begin, {
      onStart(child) {
        pid = child.pid ?? 0;
      },
    });
    const early = await Promise.race([hold.reached(), ended]);
    if (early !== undefined) throw new Error(early.said);
    return { hold, ended, pid };
  }

  test('of two at once the second is refused, and told who deploys', { timeout: longMs }, async () => {
    const project = world.project('twice');
    const { hold, ended, pid } = await held(project);
    const second = await project.run(begin);
    expect([second.said, second.code]).toEqual([second.said, 1]);
    expect(second.said).toMatch(new RegExp(`The project is being deployed by \\S+, process ${pid}\\.`));
    hold.letGo();
    const first = await ended;
    expect([first.said, first.code]).toEqual([first.said, 0]);
    expect((await releasesOf(project)).map(({ verdict }) => verdict)).toEqual(['pass']);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s takes back what was done',
    { timeout: longMs },
    async (signal) => {
      const project = world.project(`once-${signal.toLowerCase()}`);
      const { ended, pid } = await held(project);
      expect(await standingOf(world, project)).toMatchObject({
        imageTags: ['0.1.0'],
        remoteTags: ['v0.1.0'],
      });
      process.kill(pid, signal);
      const ran = await ended;
      expect([ran.said, ran.code]).toEqual([ran.said, 130]);
      expect([ran.said, await standingOf(world, project)]).toEqual([ran.said, nothing]);
      expect(keptOf(project)).toEqual({ isLocked: false, unfinished: [] });
      expect(await releasesOf(project)).toMatchObject([{ verdict: 'stopped' }]);
    },
  );

  test.each([
    { how: 'resumed', words: resume, verdict: 'pass' },
    { how: 'aborted', words: abort, verdict: 'stopped' },
  ])(
    'Ctrl-C twice ends it at once, and it is $how later',
    { timeout: longMs },
    async ({ how, words, verdict }) => {
      const project = world.project(`later-${how}`);
      const { hold, ended, pid } = await held(project);
      process.kill(pid, 'SIGINT');
      // Two that wait for their process at the same time are one.
      await expect.poll(() => isPending(pid, constants.signals.SIGINT)).toBe(false);
      process.kill(pid, 'SIGINT');
      const ran = await ended;
      expect([ran.said, ran.code]).toEqual([ran.said, 130]);
      expect(keptOf(project)).toMatchObject({ isLocked: false, unfinished: [expect.any(String)] });
      expect(await standingOf(world, project)).toMatchObject({
        imageTags: ['0.1.0'],
        remoteTags: ['v0.1.0'],
      });
      hold.letGo();
      const after = await project.run(words);
      expect([ran.said, after.said, after.code]).toEqual([ran.said, after.said, 0]);
      expect(keptOf(project)).toEqual({ isLocked: false, unfinished: [] });
      expect(await releasesOf(project)).toMatchObject([{ verdict }]);
    },
  );

  test('where its releases cannot be kept, it says so, and begins nothing', { timeout: longMs }, async () => {
    const project = world.project('unwritable');
    const folder = mkdtempSync(join(tmpdir(), 'pod-engine-state-'));
    writeFileSync(join(folder, 'pod-engine'), 'a file in the place of the folder');
    const ran = await project.withState(folder).run(begin);
    expect(ran.code).not.toBe(0);
    expect(ran.said).toContain(`${folder}/pod-engine/projects, cannot be read`);
    expect(await standingOf(world, project)).toEqual(nothing);
    rmSync(folder, { recursive: true });
  });

  test.skipIf(smallDiskMissing !== null)(
    'on a full disk it says so, and begins nothing',
    {
      timeout: longMs,
    },
    async () => {
      const project = world.project('full');
      const folder = mkdtempSync(join(tmpdir(), 'pod-engine-state-'));
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder]).status).toBe(0);
      try {
        // Whatever room there is.
        spawnSync('sh', ['-c', `cat /dev/zero > ${folder}/full`]);
        const ran = await project.withState(folder).run(begin);
        expect(ran.code).not.toBe(0);
        expect([ran.said, ran.said.includes('ENOSPC') || ran.said.includes('no space left')]).toEqual([
          ran.said,
          true,
        ]);
        expect(ran.said).toContain(folder);
        expect(await standingOf(world, project)).toEqual(nothing);
      } finally {
        spawnSync('umount', [folder]);
        rmSync(folder, { recursive: true });
      }
    },
  );

  describe('at a registry that removes nothing', () => {
    let other: RegistryNeighbour;
    beforeAll(async () => {
      other = await startRegistry({ deletes: false });
    });
    afterAll(() => other?.remove());

    test('an abort lists the image with what to do, and the next deploy goes its way', {
      timeout: longMs,
    }, async () => {
      const project = world.project('kept', { registry: other.host });
      project.killAt('before-pod');
      const killed = await project.run(begin);
      expect([killed.said, killed.signal]).toEqual([killed.said, 'SIGKILL']);
      const aborted = await project.run(abort);
      expect([aborted.said, aborted.code]).toEqual([aborted.said, 1]);
      const image = `/${project.name}:0.1.0`;
      expect(aborted.said).toMatch(new RegExp(`Could not be undone: the image \\S+${image}: .*switched off`));
      expect(aborted.said).toMatch(/What to do: .*tools of the registry/);
      expect(keptOf(project)).toEqual({ isLocked: false, unfinished: [] });
      expect(await releasesOf(project)).toMatchObject([{ verdict: 'stopped', version: '0.1.0' }]);
      project.change('better');
      const next = await project.run(begin);
      expect([next.said, next.code]).toEqual([next.said, 0]);
    });
  });
});

/** Whether a signal was sent to a process and has not come to it yet (proc(5): a mask in hexadecimal). */
function isPending(pid: number, signal: number): boolean {
  const [, mask = '0'] = /^ShdPnd:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
}
