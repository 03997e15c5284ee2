import { afterEach, describe, expect, it } from 'vitest';
import type { JobEventBody } from '../../../../pod-agent/protocol/job-events.ts';
import {
  buildingBodies,
  deployJob,
  deployRequest,
  failedBodies,
  makeDeploys,
  makeProject,
  passedBodies,
  projectFile,
  readyBodies,
} from '../fixture-deploys.ts';
import { fixtureNowMs } from '../fixture-fleet.ts';
import { ended, eventsOf, makeRun } from '../fixture-jobs.ts';
import { type DeployStage, openDeploys } from './open-deploys.ts';

let stage: DeployStage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

async function open(options: Parameters<typeof openDeploys>[0] = {}): Promise<DeployStage> {
  stage = await openDeploys(options);
  return stage;
}

const shown = ['J', 'enter'];

describe('a deploy in the output pane', () => {
  it('shows the step that runs with its time, how far it is and the newest output', async () => {
    const here = await open({ jobs: [deployJob(buildingBodies)] });
    await here.press(...shown);
    const text = await here.text();
    expect(text).toContain('#50 deploy chat');
    expect(text).toMatch(/▶ build the image {2}0:1\d {2}.*43% {2}step 13 of 30/);
    expect(text).toContain('STEP 30/30');
    expect(text).not.toContain('STEP 1/30');
  });

  it('ticks once a second in the row of that step alone', async () => {
    const here = await open({ jobs: [deployJob(buildingBodies)] });
    await here.press(...shown);
    const before = await here.rows();
    await here.setNow(fixtureNowMs + 1000);
    const after = await here.rows();
    const changed = after.filter((row, index) => row !== before[index] && index > 3);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toContain('build the image');
  });

  it('unfolds what a step has said, by Enter', async () => {
    const here = await open({ jobs: [deployJob(buildingBodies)] });
    await here.press(...shown, 'g', 'j', 'j', 'j', 'j', 'enter');
    expect(await here.text()).toContain('STEP 1/30');
    await here.press('enter');
    expect(await here.text()).not.toContain('STEP 1/30');
  });

  it('has what is where right below the verdict once it has passed, above the steps', async () => {
    const here = await open({ size: [80, 24], jobs: [deployJob(passedBodies)] });
    await here.press(...shown);
    const rows = await here.rows();
    const at = (text: string) => rows.findIndex((row) => row.includes(text));
    expect(at('✔ pass  chat 1.8.0 runs as r9')).toBe(4);
    expect(at('SSH      ssh root@38.80.152.249 -p 21417')).toBe(6);
    expect(at('build the image')).toBeGreaterThan(7);
    expect(rows.join('\n')).not.toContain('placed');
  });

  it('has the cursor on the step that failed, and quotes why at 80x24', async () => {
    const here = await open({ size: [80, 24], jobs: [deployJob(failedBodies)] });
    await here.press(...shown);
    const rows = await here.rows();
    expect(rows.find((row) => row.startsWith('▸14:'))).toContain('✖ fail     wait until it is ready');
    expect(rows.join('\n')).toContain('✖ manifest unknown: registry.lab/acme/chat:1.8.0');
    expect(rows.join('\n')).toContain('undone: the pod “chat-2”');
  });

  it('that lost its console says so of the open step, and its time stands still', async () => {
    const job = deployJob(buildingBodies, {
      endedAtMs: fixtureNowMs,
      runs: [
        makeRun({
          podId: `project:${projectFile}`,
          podName: 'chat',
          events: eventsOf(buildingBodies),
          state: ended('inconclusive', 'its console ended'),
        }),
      ],
    });
    const here = await open({ jobs: [job] });
    await here.press(...shown);
    expect(await here.text()).toContain('? ended  build the image: nobody saw how');
  });

  it('is stopped only once that is confirmed, by x and by Ctrl-C', async () => {
    const here = await open({ jobs: [deployJob(readyBodies)] });
    await here.press(...shown, 'x');
    expect(await here.text()).toContain('what it has begun is undone');
    await here.press('enter');
    expect(here.asked).toEqual([]);
    await here.press('ctrl+c', 'y');
    expect(here.asked).toEqual(['stop job job-0050']);
  });

  it('is asked about otherwise once it is undoing', async () => {
    const stopping = deployJob(readyBodies);
    const runs = stopping.runs.map((run) => ({
      ...run,
      state: { kind: 'stopping', how: 'asked', sinceMs: fixtureNowMs } as const,
    }));
    const here = await open({ jobs: [{ ...stopping, runs }] });
    await here.press(...shown, 'x');
    expect(await here.text()).toContain('that would be left half done');
  });

  it('that failed is tried again with the same request', async () => {
    const here = await open({ jobs: [deployJob(failedBodies)] });
    await here.press(...shown, 'r');
    expect(await here.text()).toContain('begins    at the step that failed');
    await here.press('y');
    expect(here.asked).toEqual([`deploy ${projectFile}`]);
    expect(here.lastRequest()).toEqual(deployRequest);
  });

  it('that failed far below its first line is seen from the failed step on', async () => {
    const before = Array.from({ length: 30 }, (_, index): JobEventBody => {
      return { kind: 'output', level: 'warn', text: `warning ${index}` };
    });
    const after = Array.from({ length: 30 }, (_, index): JobEventBody => {
      return { kind: 'output', level: 'info', text: `undone: thing ${index}` };
    });
    const here = await open({ size: [80, 24], jobs: [deployJob([...before, ...failedBodies, ...after])] });
    await here.press(...shown);
    const rows = await here.rows();
    expect(rows[4]).toMatch(/^▸14:.*✖ fail {5}wait until it is ready/);
    expect(rows.join('\n')).toContain('✖ manifest unknown: registry.lab/acme/chat:1.8.0');
  });

  it('that passed is planned again, and nothing is begun without the question', async () => {
    const here = await open({ jobs: [deployJob(passedBodies)] });
    await here.press(...shown, 'r');
    expect(here.asked.at(-1)).toContain('plan deploy');
    expect(here.lastRequest()).toEqual(deployRequest);
  });

  it('goes by what was asked for: a rollback or a resumed deploy that passed is not done again', async () => {
    const deploy = { ...deployRequest, mode: 'rollback', releaseId: 'r6' } as const;
    const here = await open({ jobs: [{ ...deployJob(passedBodies), arguments: { deploy } }] });
    await here.press(...shown, 'r');
    const text = await here.text();
    expect(text).toContain('#50 rollback chat');
    expect(text).toContain('#50 has passed: R rolls back, n deploys');
    expect(here.asked).toEqual([]);
  });

  it('that was being aborted is aborted again, not resumed', async () => {
    const unfinished = { deployId: 'd-77', step: 'pod', sinceMs: fixtureNowMs } as const;
    const deploys = makeDeploys({ projects: [makeProject({ unfinished })] });
    const deploy = { ...deployRequest, mode: 'abort', deployId: 'd-77' } as const;
    const here = await open({ deploys, jobs: [{ ...deployJob(failedBodies), arguments: { deploy } }] });
    await here.press(...shown, 'r', 'y');
    expect(here.lastRequest()).toMatchObject({ mode: 'abort', deployId: 'd-77' });
  });

  it('that did not come to its end is resumed in place of being begun again', async () => {
    const unfinished = { deployId: 'd-77', step: 'pod', sinceMs: fixtureNowMs } as const;
    const deploys = makeDeploys({ projects: [makeProject({ unfinished })] });
    const here = await open({ deploys, jobs: [deployJob(failedBodies)] });
    await here.press(...shown, 'r', 'y');
    expect(here.lastRequest()).toMatchObject({ mode: 'resume', deployId: 'd-77' });
  });

  it('is rolled back to the last good release by way of a plan', async () => {
    const here = await open({ jobs: [deployJob(failedBodies)] });
    await here.press(...shown, 'R');
    expect(here.lastRequest()).toMatchObject({ mode: 'rollback', releaseId: 'r6', projectFile });
    expect(await here.text()).toContain('Roll back to r6');
    await here.answerPlan();
    await here.press('enter', 'y');
    expect(here.asked.at(-1)).toBe(`rollback ${projectFile}`);
  });

  it('is neither tried again nor rolled back while it goes on, or in read-only', async () => {
    const here = await open({ jobs: [deployJob(readyBodies)] });
    await here.press(...shown, 'R');
    expect(await here.text()).toContain('#50 goes on: x stops it');
    await here.press('r');
    expect(here.asked).toEqual([]);
    here.close();
    const reading = await open({ jobs: [deployJob(failedBodies)], readOnly: true });
    await reading.press(...shown, 'r', 'R');
    expect(reading.asked).toEqual([]);
  });

  it('has projects and releases read anew when it is over', async () => {
    const here = await open({ jobs: [deployJob(readyBodies)] });
    await here.setNow(fixtureNowMs);
    expect(here.asked).toEqual([]);
    await here.setJobs({ jobs: [deployJob(failedBodies)] });
    expect(here.asked).toEqual(['read deploys']);
    await here.setNow(fixtureNowMs + 1000);
    expect(here.asked).toEqual(['read deploys']);
  });
});

describe('quitting', () => {
  it('says of a deploy that it is stopped and undone, or left to be resumed', async () => {
    const here = await open({ jobs: [deployJob(readyBodies)] });
    await here.press('q');
    const text = await here.text();
    expect(text).toContain('#50 deploy chat');
    expect(text).toContain('is stopped and undone');
    expect(text).toContain('end it, undo the deploy, and quit');
    expect(text).toContain('the deploy stops where it is, to be resumed');
    await here.press('s');
    expect(here.asked).toEqual(['quit']);
  });
});
