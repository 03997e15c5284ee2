import { afterEach, describe, expect, it } from 'vitest';
import { usualRequest } from '../../../../source/jobs/model/deploy.ts';
import { noDeploys } from '../../../../source/jobs/model/deploys.ts';
import { textWidth } from '../../../../source/terminal/text-width.ts';
import type { Look } from '../../../../source/ui/draw/look.ts';
import {
  deployJob,
  dirtyPlan,
  makeDeploys,
  makeProject,
  otherFile,
  plan,
  projectFile,
  readyBodies,
} from '../fixture-deploys.ts';
import { fixtureNowMs } from '../fixture-fleet.ts';
import { type DeployStage, openDeploys } from './open-deploys.ts';

const sizes = [
  [46, 12],
  [80, 24],
  [100, 30],
  [120, 40],
  [200, 60],
] as const;
const looks: readonly Look[] = [
  { colours: 'truecolor', glyphs: 'unicode' },
  { colours: '16', glyphs: 'unicode', theme: 'light' },
  { colours: 'none', glyphs: 'ascii' },
];

let stage: DeployStage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

async function open(options: Parameters<typeof openDeploys>[0] = {}): Promise<DeployStage> {
  stage = await openDeploys(options);
  return stage;
}

describe.each(looks)('with $colours colours and $glyphs glyphs', (look) => {
  it.each(sizes)('form, plan, question and page fill %ix%i exactly', async (columns, rows) => {
    const here = await open({ size: [columns, rows], look, jobs: [deployJob(readyBodies)] });
    const fits = async () => {
      const lines = await here.rows();
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(columns);
      if (look.glyphs === 'ascii') expect(here.lastFrame()).toMatch(/^[\x20-\x7e\n\u001b]*$/);
    };
    const journeys: readonly (readonly string[])[] = [
      ['n'],
      ['down', 'right'],
      ['down', 'right', 'right'],
      ['down', 'right'],
      ['down', '1', '.'],
      ['enter'],
    ];
    for (const keys of journeys) {
      await here.press(...keys);
      await fits();
    }
    await here.answerPlan(dirtyPlan);
    await fits();
    await here.answerPlan();
    for (const keys of [
      ['G'],
      ['enter'],
      ['escape', 'escape', 'escape'],
      ['4'],
      ['j', 'enter'],
      ['escape', '/', 'c'],
      ['enter', 'J', 'enter'],
      ['x'],
      ['n', 'q', 'q', 'q', 'q', 'q'],
    ]) {
      await here.press(...keys);
      await fits();
    }
  });
});

describe('the form', () => {
  it('opens with what the project says, and asks for what is known anew', async () => {
    const here = await open();
    await here.press('n');
    expect(here.asked).toEqual(['read deploys']);
    const text = await here.text();
    expect(text).toContain('project   ‹› chat  1.7.0 runs  /home/ann/chat/pod-engine.yaml');
    expect(text).toContain('blue/green beside llama-sft-0  (as the project says)');
    expect(text).toContain('H100 SXM, else A100 SXM  (as the project says)');
    expect(text).toContain('$5.38/h, $129.12 a day  2 × H100 SXM, stock ✔ high, 14s ago');
    await here.press('enter');
    expect(here.lastRequest()).toEqual({ ...usualRequest, projectFile });
  });

  it('takes pod, GPU, region and version, wishes first and what is unknown said to be', async () => {
    const here = await open();
    await here.press('n', 'j', 'l', 'j');
    const text = await here.text();
    const types = text
      .split('\n')
      .flatMap(
        (row) => row.match(/(H\d00|A100|L40S|RTX A6000|B200)[^│]*(per GPU|price not known)[^│]*/)?.[0] ?? [],
      );
    expect(types[0]).toContain('wish 1');
    expect(types[1]).toContain('▲ low');
    expect(types.find((row) => row.startsWith('L40S'))).toContain('? not known');
    expect(types.find((row) => row.startsWith('RTX A6000'))).toContain('✖ none');
    expect(types.find((row) => row.startsWith('B200'))).toContain('price not known');
    await here.press('space', 'space', 'tab', 'right', 'right', 'tab', ...'v2.0.0'.split(''), 'enter');
    expect(here.lastRequest()).toEqual({
      ...usualRequest,
      projectFile,
      target: { kind: 'new' },
      gpuTypeIds: ['NVIDIA A100-SXM4-80GB'],
      dataCentreIds: ['US-TX-3'],
      version: '2.0.0',
    });
  });

  it('asks for neither GPU nor region where a pod is changed in place, and says what is lost', async () => {
    const here = await open();
    await here.press('j', 'n', 'down', 'right', 'right');
    const text = await here.text();
    expect(text).toContain('‹› in place on llama-sft-0  loses all outside of its volume');
    expect(text).not.toContain('region ');
    expect(text).toContain('$21.52/h');
    await here.press('enter');
    expect(here.lastRequest()?.target).toEqual({ kind: 'in-place', podId: 'k1x2q7w1' });
  });

  it('has the letters of its text rows typed, not obeyed', async () => {
    const here = await open();
    await here.press('n', 'up', ...'1.qjra'.split(''), 'backspace', 'backspace');
    expect(await here.text()).toContain('1.qj▌');
    expect(here.asked).toEqual(['read deploys']);
  });

  it('keeps what was chosen while it is closed, and shows the price as unknown where it is', async () => {
    const here = await open({ deploys: makeDeploys({ gpus: null }) });
    await here.press('n', 'down', 'right', 'escape');
    expect(await here.text()).not.toContain('╭─ Deploy');
    await here.press('n');
    const text = await here.text();
    expect(text).toContain('‹› a new pod');
    expect(text).toContain('the price is not known yet');
  });

  it('says what is unfinished, and resumes or aborts it once that is confirmed', async () => {
    const here = await open();
    await here.press('n', 'right');
    expect(await here.text()).toContain('▲ reranker  a deploy of 30m ago broke off at “ready”');
    await here.press('a');
    expect(await here.text()).toContain('Abort the deploy of reranker');
    await here.press('n');
    expect(await here.text()).toContain('‹› reranker');
    await here.press('r', 'y');
    expect(here.asked.at(-1)).toBe(`resume ${otherFile}`);
    expect(here.lastRequest()).toMatchObject({ mode: 'resume', deployId: 'd-r9' });
    expect(await here.text()).toContain('resume of reranker: asked');
  });

  it('says who deploys a project now, and takes up nothing of it', async () => {
    const locked = makeProject({
      lockedBy: 'bob@laptop, process 4711',
      unfinished: { deployId: 'd1', step: null, sinceMs: fixtureNowMs },
    });
    const here = await open({ deploys: makeDeploys({ projects: [locked] }) });
    await here.press('n');
    expect(await here.text()).toContain('▶ chat  is being deployed by bob@laptop, process 4711');
    await here.press('r');
    expect(await here.text()).toContain('chat is being deployed by bob@laptop');
    await here.press('enter');
    await here.answerPlan();
    await here.press('enter');
    expect(here.asked.filter((each) => !each.startsWith('plan') && each !== 'read deploys')).toEqual([]);
  });

  it('says of a project with an error in its file which, and does not plan it', async () => {
    const broken = makeProject({ problem: 'line 4: “gpus” is not known; “gpu” is' });
    const here = await open({ deploys: makeDeploys({ projects: [broken] }) });
    await here.press('n', 'enter');
    expect(await here.text()).toContain('✖ chat  line 4: “gpus” is not known; “gpu” is');
    expect(here.asked).toEqual(['read deploys']);
  });

  it('takes the path of a project where none is known, and says how to make one', async () => {
    const here = await open({ deploys: noDeploys });
    await here.press('n');
    expect(await here.text()).toContain('pod-engine init');
    await here.press('enter');
    expect(await here.text()).toContain('no project is chosen');
    await here.press(...'app'.split(''), 'enter');
    expect(await here.text()).toContain('“app/pod-engine.yaml” does not begin with a slash');
    await here.press('ctrl+u', ...'/home/ann/app/'.split(''), 'enter');
    expect(here.asked.at(-1)).toBe('plan deploy /home/ann/app/pod-engine.yaml');
  });

  it('is refused in read-only, with the reason', async () => {
    const here = await open({ readOnly: true });
    await here.press('n');
    expect(await here.text()).toContain('read-only: nothing that changes a pod is asked for');
    await here.press('4', 'n', 'R', 'r');
    expect(here.asked).toEqual(['read deploys']);
  });
});

describe('the plan', () => {
  it('is waited for, then read, then asked about with no marked first, and begun by yes alone', async () => {
    const here = await open();
    await here.press('n', 'enter');
    expect(here.asked.at(-1)).toBe(`plan deploy ${projectFile}`);
    expect(await here.text()).toContain('finding out what it would do');
    const before = here.lastFrame();
    await here.setNow(fixtureNowMs + 3000);
    expect(await here.text()).toContain('3 s');
    expect(here.lastFrame()).not.toBe(before);
    await here.answerPlan();
    const text = await here.text();
    expect(text).toContain('Plan · chat 1.8.0, 1.7.0 runs');
    expect(text).toContain('– skip  test       nothing has changed since 1.7.0');
    expect(text).toContain('container disk: 20 GB → 40 GB');
    expect(text).toContain('port 8888/http: open goes');
    await here.press('enter');
    expect(await here.text()).toContain('lost      The pod llama-sft-0 is stopped after the soak');
    await here.press('enter');
    expect(here.asked.some((each) => each.startsWith('deploy '))).toBe(false);
    await here.press('enter', 'y');
    expect(here.asked.at(-1)).toBe(`deploy ${projectFile}`);
    await here.setJobs({ jobs: [deployJob(readyBodies)] });
    expect(await here.text()).toContain('─▸ #50 deploy chat ─');
  });

  it('goes back by one stage with each Esc, and nothing is lost', async () => {
    const here = await open();
    await here.press('n', 'down', 'right', 'enter');
    await here.answerPlan();
    await here.press('enter', 'escape');
    expect(await here.text()).toContain('Plan · chat 1.8.0');
    await here.press('escape');
    expect(await here.text()).toContain('‹› a new pod');
    await here.press('escape');
    expect(await here.text()).not.toContain('╭─');
  });

  it('with an error cannot be begun and says so; what is not committed is taken in by d', async () => {
    const here = await open();
    await here.press('n', 'enter');
    await here.answerPlan(dirtyPlan);
    expect(await here.text()).toContain('✖ cannot be begun: 1 error');
    await here.press('enter');
    expect(await here.text()).toContain('1 error stands against it: mend first');
    await here.press('d');
    expect(here.lastRequest()?.allowDirty).toBe(true);
    await here.answerPlan();
    await here.press('escape');
    expect(await here.text()).toContain('also what is not committed');
  });

  it('that failed says why and can be asked for again', async () => {
    const here = await open();
    await here.press('n', 'enter');
    const request = here.lastRequest();
    if (request === null) throw new Error('no plan was asked for');
    const reason = 'the API key was refused';
    await here.setDeploys(makeDeploys({ plan: { kind: 'failed', request, atMs: fixtureNowMs, reason } }));
    expect(await here.text()).toContain('✖ there is no plan: the API key was refused');
    await here.press('r');
    expect(here.asked.filter((each) => each.startsWith('plan'))).toHaveLength(2);
  });

  it('of another request is not taken for this one', async () => {
    const here = await open();
    await here.press('n', 'enter', 'escape', 'down', 'right', 'enter');
    const other = { ...usualRequest, projectFile };
    await here.setDeploys(makeDeploys({ plan: { kind: 'ready', request: other, atMs: 0, plan } }));
    expect(await here.text()).toContain('finding out what it would do');
  });

  it('of a first release compares it with nothing', async () => {
    const here = await open();
    await here.press('n', 'enter');
    await here.answerPlan({ ...plan, runningVersion: null, differences: [] });
    await here.press('G');
    const text = await here.text();
    expect(text).toContain('can be begun');
    expect(text).not.toContain('as it will be');
    expect(text).not.toContain('different from');
  });

  it('is read to its end at 80x24', async () => {
    const here = await open({ size: [80, 24] });
    await here.press('n', 'enter');
    await here.answerPlan();
    expect(await here.text()).not.toContain('variable MODEL');
    await here.press('G');
    expect(await here.text()).toContain('variable MODEL: llama-3-70b (new)');
    await here.press('j', 'j', 'k', 'g');
    expect(await here.text()).toContain('price     ');
  });
});
