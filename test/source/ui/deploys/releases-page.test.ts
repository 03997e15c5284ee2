import { afterEach, describe, expect, it } from 'vitest';
import { emptyFleet } from '../../../../source/fleet/reduce.ts';
import { noDeploys } from '../../../../source/jobs/model/deploys.ts';
import {
  deployJob,
  makeDeploys,
  makeRelease,
  projectFile,
  readyBodies,
  releases,
} from '../fixture-deploys.ts';
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

describe('the page of releases', () => {
  it('has every release, newest first, with sign and word, and marks the one that runs', async () => {
    const here = await open({ size: [200, 60] });
    await here.press('4');
    expect(here.asked).toEqual(['read deploys']);
    const rows = await here.rows();
    const ids = rows.flatMap((row) => row.match(/^.[▲✖●✔?■] (r\d) /)?.[1] ?? []);
    expect(ids).toEqual(releases.map(({ id }) => id));
    expect(rows.find((row) => row.includes(' r7 '))).toMatch(
      /● r7 .*1\.7\.0 .*running .*llama-sft-0 .*7f2a1b9 .*ann@build-1 .*5\.38/,
    );
    expect(rows.find((row) => row.includes(' r6 '))).toContain('back to r4');
    expect(rows.find((row) => row.includes(' r5 '))).toContain('5f2a1b9+');
    expect(rows.find((row) => row.includes(' r1 '))).toContain('gone7q');
  });

  it('has what is unfinished above them, where it is resumed', async () => {
    const here = await open();
    await here.press('4');
    expect(await here.text()).toContain('▲ reranker  a deploy of 30m ago broke off at “ready”');
    await here.press('r', 'y');
    expect(here.lastRequest()).toMatchObject({ mode: 'resume', deployId: 'd-r9' });
  });

  it('opens a release with its references, scrolls, and goes back', async () => {
    const here = await open({ size: [80, 24] });
    await here.press('4', 'j', 'j', 'enter');
    expect(await here.text()).toContain('r7 chat 1.7.0');
    expect(await here.text()).toContain('sha256:7777');
    await here.press('G');
    expect(await here.text()).toContain('HF_TOKEN = RunPod’s secret “hugging_face”');
    await here.press('escape');
    expect(await here.text()).toContain('9 releases');
    expect((await here.rows()).find((row) => row.startsWith('▸'))).toContain(' r7 ');
    await here.press('escape');
    expect(await here.text()).toContain('HEALTH');
  });

  it('copies the image with its digest', async () => {
    const here = await open();
    await here.press('4', 'j', 'j', 'c');
    expect(here.asked.at(-1)).toBe(`copy registry.lab/acme/chat:1.7.0@sha256:${'7'.repeat(64)}`);
    await here.press('g', 'c');
    expect(await here.text()).toContain('there is no image to copy the name of');
  });

  it('is filtered by any words, while keys are text, until Esc', async () => {
    const here = await open();
    await here.press('4', '/', ...'bob 1.5'.split(''));
    expect(await here.text()).toContain('filter /bob 1.5▌');
    await here.press('enter');
    expect(await here.text()).toContain('1 of 9');
    await here.press('escape');
    expect(await here.text()).toContain('9 releases');
    await here.press('/', ...'nothing'.split(''), 'enter');
    expect(await here.text()).toContain('no release matches /nothing');
  });

  it('rolls back to a good release by plan and question, and says why not to others', async () => {
    const here = await open();
    await here.press('4', 'j', 'R');
    expect(await here.text()).toContain('r8 of chat did not pass');
    await here.press('j', 'R');
    expect(await here.text()).toContain('r7 of chat runs already');
    await here.press('j', 'j', 'j', 'R');
    expect(here.lastRequest()).toMatchObject({ mode: 'rollback', releaseId: 'r4' });
    await here.press('escape');
    expect(await here.text()).toContain('9 releases');
    await here.press('R');
    await here.answerPlan();
    await here.press('enter');
    expect(await here.text()).toContain('Roll back chat to 1.8.0');
    await here.press('y');
    expect(here.asked.at(-1)).toBe(`rollback ${projectFile}`);
  });

  it('says how the first release is made', async () => {
    const here = await open({ deploys: noDeploys });
    await here.press('4');
    expect(await here.text()).toContain('pod-engine init');
    await here.setDeploys(makeDeploys({ releases: [] }));
    expect(await here.text()).toContain('no release yet');
  });

  it('keeps the selected release when a newer one comes', async () => {
    const here = await open();
    await here.press('4', 'j', 'j');
    await here.setDeploys(makeDeploys({ releases: [makeRelease({ id: 'r10' }), ...releases] }));
    expect((await here.rows()).find((row) => row.startsWith('▸'))).toContain(' r7 ');
  });

  it('shows in its tab what goes on, else what is unfinished', async () => {
    const here = await open({ jobs: [deployJob(readyBodies)] });
    expect(await here.text()).toContain('4 Deploys ▶1');
    await here.setJobs({ jobs: [] });
    expect(await here.text()).toContain('4 Deploys ▲1');
  });
});

describe('an account without pods', () => {
  it('deploys its first one, and sees the output of it', async () => {
    const here = await open();
    await here.setFleet(emptyFleet('research', { kind: 'live', answeredAtMs: 0 }));
    await here.press('n');
    expect(await here.text()).toContain('╭─ Deploy · research');
    await here.press('enter');
    await here.answerPlan();
    await here.press('enter', 'y');
    await here.setJobs({ jobs: [deployJob(readyBodies)] });
    expect(await here.text()).toContain('wait until it is ready');
    await here.press('escape', '4');
    expect(await here.text()).toContain('9 releases');
  });
});
