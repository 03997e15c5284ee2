/** A deploy in the console, in a real terminal: what a killed one left is shown and gone on with, left again, and taken back. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { podmanMissing } from '../../neighbours/podman.ts';
import { program } from '../../neighbours/program.ts';
import { registryMissing } from '../../neighbours/registry.ts';
import { sampleMissing } from '../../neighbours/sample-image.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../../neighbours/tmux.ts';
import { type Hold, type KilledProject, type KilledWorld, setKilledWorld } from './killed-world.ts';
import { keptOf, releasesOf, standingOf } from './standing-around.ts';

const missing =
  podmanMissing ?? registryMissing ?? sampleMissing ?? (tmuxIsThere ? null : 'tmux is not installed');
const longMs = 300_000;
const seenWithinMs = 60_000;

describe.skipIf(missing !== null)(`a deploy in the console${missing === null ? '' : `: ${missing}`}`, () => {
  let world: KilledWorld;
  let tmux: Tmux;
  beforeAll(async () => {
    world = await setKilledWorld();
  }, longMs);
  afterEach(() => tmux?.stop());
  afterAll(() => world?.close());

  function open({ environment, folder }: KilledProject): Tmux {
    const command = `cd ${folder} && env -u CI ${process.execPath} ${program}; echo "exit $?"; cat`;
    const given = Object.entries(environment).filter(
      (each): each is [string, string] => each[1] !== undefined,
    );
    return startTmux({
      ...{ columns: 120, rows: 40, command },
      environment: { ...Object.fromEntries(given), TERM: 'tmux-256color' },
    });
  }

  test('killed, it is shown as unfinished and resumed by a key; left, it stays so; stopped, it is undone', {
    timeout: longMs,
  }, async () => {
    const project = world.project('console');
    expect(await project.run(['deploy', '--yes'])).toMatchObject({ code: 0 });
    const before = await standingOf(world, project);
    project.change('second');
    project.killAt('before-ready');
    expect(await project.run(['deploy', '--yes'])).toMatchObject({ signal: 'SIGKILL' });
    expect((await project.run(['releases'])).said).toMatch(/r2 .*not over/);

    tmux = open(project);
    const left = await goOn(project);
    await askToQuit();
    tmux.send('l');
    await tmux.until((screen) => screen.includes('exit 0'), 'its end', seenWithinMs);
    left.letGo();
    expect(keptOf(project)).toMatchObject({ isLocked: false, unfinished: [expect.any(String)] });
    expect((await standingOf(world, project)).pods).toHaveLength(2);
    tmux.stop();

    tmux = open(project);
    const stopped = await goOn(project);
    await askToQuit();
    tmux.send('s');
    await tmux.until((screen) => screen.includes('exit 0'), 'its end', seenWithinMs);
    stopped.letGo();
    expect(keptOf(project)).toEqual({ isLocked: false, unfinished: [] });
    expect(await standingOf(world, project)).toEqual(before);
    expect(await releasesOf(project)).toMatchObject([
      { id: 'r2', verdict: 'stopped' },
      { id: 'r1', verdict: 'pass' },
    ]);
  });

  /** The first one leaves the output for the page that was there before. */
  async function askToQuit(): Promise<void> {
    tmux.send('q');
    await tmux.until((screen) => screen.includes('[1 Pods'), 'the fleet');
    tmux.send('q');
    await tmux.until((screen) => screen.includes('to be resumed'), 'the question whether to leave');
  }

  /** Resumes it, until it waits in the hook before "verify". */
  async function goOn(project: KilledProject): Promise<Hold> {
    await tmux.until((screen) => screen.includes('Deploys ▲1'), 'that something is unfinished', seenWithinMs);
    tmux.send('4');
    await tmux.until((screen) => /a deploy of .* broke off at “\w+”/.test(screen), 'where it ended');
    const hold = project.holdAt('before-verify');
    tmux.send('r');
    await tmux.until((screen) => /goes on|Resume/.test(screen), 'the question');
    tmux.send('y');
    await hold.reached();
    return hold;
  }
});
