import { afterEach, describe, expect, it } from 'vitest';
import type { JobEvent } from '../../../../pod-agent/protocol/job-events.ts';
import type { Job, JobsSnapshot, RunState } from '../../../../source/jobs/model/job.ts';
import { textWidth } from '../../../../source/terminal/text-width.ts';
import type { Look } from '../../../../source/ui/draw/look.ts';
import { fixtureFleet, fixtureNowMs } from '../fixture-fleet.ts';
import {
  ended,
  eventsOf,
  fixtureJobs,
  jobDiagnosed,
  jobOfYesterday,
  jobOnSeveral,
  jobRunning,
  makeJob,
  makeRun,
  swapped,
} from '../fixture-jobs.ts';
import { openStage, type Stage } from '../screen-on-terminal.ts';

const sizes = [
  [46, 12],
  [80, 24],
  [100, 30],
  [120, 40],
  [200, 60],
] as const;
const looks: readonly Look[] = [
  { colours: 'truecolor', glyphs: 'unicode' },
  { colours: 'none', glyphs: 'ascii' },
];

let stage: Stage | null = null;
afterEach(() => {
  stage?.close();
  stage = null;
});

async function open(
  jobs: JobsSnapshot,
  options: {
    readonly size?: readonly [number, number];
    readonly look?: Look;
    readonly readOnly?: boolean;
  } = {},
): Promise<Stage> {
  const [columns, rows] = options.size ?? [120, 40];
  stage = await openStage({
    fleet: fixtureFleet(),
    jobs,
    size: { columns, rows },
    ...(options.look && { look: options.look }),
    ...(options.readOnly === true && { readOnly: true }),
  });
  return stage;
}

const only = (...jobs: readonly Job[]): JobsSnapshot => ({ jobs });
const textOf = async ({ rows }: Stage) => (await rows()).join('\n');
/** A job's page has its rows newest first: opens the one at that place. */
const opened = (place: number): string[] => ['J', ...Array.from({ length: place }, () => 'j'), 'enter'];

describe.each(looks)('with $colours colours and $glyphs glyphs', (look) => {
  it.each(sizes)('every job, dialog and page fills %ix%i exactly', async (columns, rows) => {
    const { press, rows: read, lastFrame } = await open(fixtureJobs(), { size: [columns, rows], look });
    const journeys: readonly (readonly string[])[] = [
      ['J'],
      ...fixtureJobs().jobs.map((_, place) => opened(place)),
      ['}', 'enter'],
      ['/', 'a'],
      ['enter', 'n'],
      ['escape', 'escape', 'escape', '1'],
      ['space', 'b'],
      ['escape', 'O'],
      ['escape', 'i'],
      ['+', '+'],
      ['escape', 'escape', 'escape', 'q'],
    ];
    for (const keys of journeys) {
      await press(...keys);
      const lines = await read();
      expect(lines).toHaveLength(rows);
      for (const line of lines) expect(textWidth(line), line).toBeLessThanOrEqual(columns);
      if (look.glyphs === 'ascii') expect(lastFrame()).toMatch(/^[\x20-\x7e\n\u001b]*$/);
    }
  });
});

describe('asking for a job', () => {
  it('diagnoses the selected pod, shows its output at once and has the keys there', async () => {
    const { press, asked, setJobs, rows } = await open(only());
    await press('j', 'i');
    expect(asked).toEqual(['diagnose k1x2q7w1']);
    expect((await rows()).join('\n')).toContain('diagnose of llama-sft-0: asked');
    await setJobs(only(jobRunning()));
    expect((await rows()).find((row) => row.includes('#41'))).toMatch(
      /^─▸ #41 benchmark llama-sft-0 .* ▶ running {2}0:12 {2}.*63%.*following/,
    );
  });

  it.each([
    ['the detail', ['j', 'enter']],
    ['the health stream', ['2']],
  ])('works from %s, on the pod that is meant there', async (_, keys) => {
    const { press, asked } = await open(only());
    await press(...keys, 'i');
    expect(asked).toEqual(['diagnose k1x2q7w1']);
  });

  it('is one job for all marked pods, those that a filter hides too', async () => {
    const { press, asked, rows } = await open(only());
    await press('j', 'space', '/', ...'eval'.split(''), 'enter', '*');
    expect((await rows())[2]).toContain('3 marked');
    await press('i');
    expect(asked[0]?.split(' ').slice(1).sort()).toEqual(['k13x2q7w13', 'k1x2q7w1', 'k6x2q7w6']);
    await press('escape', '\\', 'g', 'i');
    expect(asked[1]).toBe('diagnose k6x2q7w6');
  });

  it('marks a pod in its row and goes on to the next', async () => {
    const { press, rows } = await open(only());
    await press('g', 'space', 'space', 'k', 'space');
    const marked = (await rows()).filter((row) => row[2] === '◆');
    expect(marked.map((row) => row.slice(3, 25).trim())).toEqual(['a100-notebook-3']);
  });

  it('asks before a benchmark how much, with nothing marked first, and leaves out what does not run', async () => {
    const { press, rows, asked } = await open(only());
    await press('j', 'b', 'enter', 'b', '1', 'escape', 'b', '3', 'escape', 'b', '4', 'escape');
    expect(asked).toEqual([
      'benchmark k1x2q7w1 isQuick',
      'benchmark k1x2q7w1 isQuick isForced',
      'benchmark k1x2q7w1 isForced',
    ]);
    await press('G', 'b');
    expect((await rows()).at(-1)).toContain('eval-h200-1 does not run');
    await press('space', 'g', 'j', 'space', 'b');
    const dialog = (await rows()).join('\n');
    expect(dialog).toContain('eval-h200-1: not running');
    expect(dialog).toContain('Benchmark llama-sft-0');
    await press('j', 'j', 'enter');
    expect(asked[3]).toBe('benchmark k1x2q7w1');
  });

  it('asks before it optimises, with no marked first', async () => {
    const { press, rows, asked } = await open(only());
    await press('j', 'O');
    expect((await rows()).join('\n')).toContain('kernel and process settings');
    await press('enter');
    expect(asked).toEqual([]);
    await press('O', 'y');
    expect(asked).toEqual(['optimise k1x2q7w1']);
  });

  it('is refused in read-only but for a diagnosis, and not offered', async () => {
    const { press, rows, asked } = await open(only(jobRunning()), { readOnly: true });
    await press('j');
    const footer = (await rows()).at(-1) ?? '';
    expect(footer).toContain('diagnose');
    expect(footer).not.toMatch(/benchmark|optimise|start\/stop/);
    await press('b');
    expect((await rows()).at(-1)).toContain('read-only');
    await press('O', 'i');
    expect(asked).toEqual(['diagnose k1x2q7w1']);
    await press(...opened(0), 'r');
    expect(asked).toHaveLength(1);
  });

  it('takes what was refused silently off the pane after a while', async () => {
    const { press, setNow, rows } = await open(only());
    await press('i');
    await setNow(fixtureNowMs + 11_000);
    expect((await rows()).join('\n')).not.toContain('asked  ');
    expect((await rows()).some((row) => row.startsWith('─▸ output'))).toBe(true);
  });
});

describe('what the console itself says', () => {
  it('is seen although a job stands in the place of its lines', async () => {
    const here = await open(only(jobRunning()));
    await here.press(...opened(0));
    const fleet = fixtureFleet();
    const line = { id: 900, atMs: fixtureNowMs, level: 'ok', text: 'saved /tmp/job-41.txt' } as const;
    await here.setFleet({ ...fleet, output: [...fleet.output, line] });
    expect((await here.rows()).at(-1)).toContain('✔ saved /tmp/job-41.txt');
    await here.setNow(fixtureNowMs + 5000);
    expect((await here.rows()).at(-1)).toContain('? help');
  });
});

describe('the output of a job', () => {
  it('takes the place of strip and reports at 80x24 while it has the keys', async () => {
    const here = await open(only(jobRunning(), jobDiagnosed()), { size: [80, 24] });
    expect((await here.rows())[22]).toMatch(
      /▶ #41 benchmark llama-sft-0 {2}0:12 ███████▌···· 63% {2}✖ #40 diagnose fail/,
    );
    await here.press('i');
    await here.setJobs(only(makeJob({ number: 42 }), jobRunning(), jobDiagnosed()));
    const lines = await here.rows();
    expect(lines.some((row) => row.startsWith('─▸ #42 diagnose'))).toBe(true);
    expect(lines.join('\n')).not.toContain('── health');
    expect(lines.join('\n')).toContain('llama-sft-0');
    await here.press('escape');
    const back = await here.rows();
    expect(back.join('\n')).toContain('── health');
    expect(back[22]).toContain('#42 diagnose');
  });

  it('follows what comes until the cursor goes up, and again after G', async () => {
    const lineOf = (count: number) =>
      eventsOf(
        Array.from({ length: count }, (_, index) => ({
          kind: 'output',
          level: 'info',
          text: `line ${index}.`,
        })),
      );
    const job = (count: number) => only(makeJob({ number: 41, runs: [makeRun({ events: lineOf(count) })] }));
    const here = await open(job(50));
    await here.press(...opened(0));
    await here.press('1', 'tab', 'tab', 'tab');
    expect(await textOf(here)).toContain('line 49.');
    await here.press('k');
    await here.setJobs(job(80));
    expect(await textOf(here)).toContain('G follows');
    expect(await textOf(here)).not.toContain('line 79.');
    await here.press('G');
    expect(await textOf(here)).toContain('line 79.');
    expect(await textOf(here)).toContain('following');
  });

  it('ticks once a second without another row changing', async () => {
    const { press, rows, setNow } = await open(only(jobRunning()));
    await press(...opened(0));
    const before = await rows();
    await setNow(fixtureNowMs + 1000);
    const after = await rows();
    const changed = after.flatMap((row, index) => (row === before[index] ? [] : [row]));
    expect(changed.some((row) => row.includes('#41') && row.includes('0:13'))).toBe(true);
    expect(changed.length).toBeLessThan(5);
  });

  it('changes no row of the list', async () => {
    const here = await open(only(jobRunning()));
    const list = (await here.rows()).slice(3, 18);
    const [run] = jobRunning().runs;
    const more = makeJob({
      ...jobRunning(),
      runs: run === undefined ? [] : [{ ...run, progress: { fraction: 0.7, text: 'more' } }],
    });
    await here.setJobs(only(more));
    expect((await here.rows()).slice(3, 18)).toEqual(list);
  });

  it('shows a chart while a benchmark runs', async () => {
    const here = await open(only(jobRunning()));
    await here.press(...opened(0));
    expect(await textOf(here)).toMatch(/requests per second {2}11,4\d\d req\/s {2}peak 12,\d{3} req\/s/);
    expect(await textOf(here)).toMatch(/p50 {2}3\.\d+ ms/);
    expect(await textOf(here)).toMatch(/[\u2801-\u28ff]{20}/);
  });

  it.each<[string, RunState, RegExp]>([
    ['waiting', { kind: 'waiting' }, /◌ waiting/],
    ['parted', { kind: 'parted', sinceMs: 0, reason: 'no answer' }, /⇋ link down, goes on in the pod/],
    ['stopping', { kind: 'stopping', how: 'term', sinceMs: 0 }, /■ stopping: TERM/],
    ['passed', ended('pass', 'well'), /✔ pass/],
    [
      'passed with warnings',
      { kind: 'ended', atMs: fixtureNowMs, verdict: 'pass', text: 'nearly', exitCode: 1 },
      /▲ pass, with warnings/,
    ],
    ['failed', ended('fail', 'ill'), /✖ fail/],
    ['inconclusive', ended('inconclusive', 'nobody knows'), /\? inconclusive/],
    ['stopped', ended('stopped', 'by you'), /■ stopped/],
    ['left', { kind: 'left', reason: 'left in the pod' }, /\? left behind/],
  ])('says in its title that it is %s', async (_, state, expected) => {
    const { press, rows } = await open(only(makeJob({ number: 7, runs: [makeRun({ state })] })));
    await press(...opened(0));
    expect((await rows()).find((row) => row.includes('#7 diagnose'))).toMatch(expected);
  });

  it('goes from job to job, and to the console’s own lines', async () => {
    const { press, rows } = await open(only(jobRunning(), jobDiagnosed(), jobOfYesterday()));
    const titles: string[] = [];
    await press('tab', 'tab', 'tab');
    for (let step = 0; step < 3; step++) {
      titles.push((await rows()).find((row) => row.startsWith('─▸')) ?? '');
      await press(']');
    }
    expect(titles[0]).toContain('output of the console');
    expect(titles[1]).toContain('#40 diagnose');
    expect(titles[2]).toContain('#41 benchmark');
    await press('[', '[');
    expect((await rows()).find((row) => row.startsWith('─▸'))).toContain('#40');
    await press(']', ']');
    expect((await rows()).find((row) => row.startsWith('─▸'))).toContain('output of the console');
    await press('[');
    expect((await rows()).find((row) => row.startsWith('─▸'))).toContain('#41');
  });
});

describe('a diagnosis that is over', () => {
  it('has the cursor on its first finding, which Enter unfolds and folds', async () => {
    const here = await open(only(jobDiagnosed()));
    await here.press(...opened(0));
    expect((await here.rows()).find((row) => row.startsWith('▸'))).toContain('/workspace is full');
    expect(await textOf(here)).not.toContain('largest below it');
    await here.press('enter');
    expect(await textOf(here)).toContain('largest below it');
    expect(await textOf(here)).toContain('impact  the application cannot write');
    await here.press('j', 'j', 'j', 'enter');
    expect(await textOf(here)).not.toContain('largest below it');
  });

  it('goes from problem to problem', async () => {
    const { press, rows } = await open(only(jobDiagnosed()));
    await press(...opened(0), '}');
    expect((await rows()).find((row) => row.startsWith('▸'))).toContain('No space left on device');
    await press('}', '}');
    expect((await rows()).find((row) => row.startsWith('▸'))).toContain('swapped out');
    await press('{', '{', '{');
    expect((await rows()).find((row) => row.startsWith('▸'))).toContain('/workspace is full');
  });

  it('is searched, in what is folded too, and Esc clears the search before it leaves', async () => {
    const here = await open(only(jobDiagnosed()));
    await here.press(...opened(0), '/', ...'huggingface'.split(''));
    expect((await here.rows()).at(-1)).toContain('2 lines');
    await here.press('enter');
    expect((await here.rows()).find((row) => row.startsWith('▸'))).toContain('largest below it');
    await here.press('n');
    expect((await here.rows()).find((row) => row.startsWith('▸'))).toContain('rm -rf');
    await here.press('N', 'escape');
    expect((await here.rows()).find((row) => row.startsWith('▸'))).toContain('largest below it');
    expect((await here.rows()).find((row) => row.includes('#40'))).not.toContain('/huggingface');
    await here.press('escape');
    expect(await textOf(here)).toContain('─▸ jobs');
  });

  it('has no key of its text read as a command while a search is typed', async () => {
    const here = await open(only(jobDiagnosed()));
    await here.press(...opened(0), '/', ...'xrFWq'.split(''));
    here.screen.handleEvent({ kind: 'paste', text: ' b\nq' });
    expect(here.asked).toEqual([]);
    await here.press('ctrl+l');
    expect((await here.rows()).at(-1)).toContain('/xrFWq b q');
  });

  it('copies the line, the finding and all, saves and repeats', async () => {
    const { press, asked } = await open(only(jobDiagnosed()));
    await press(...opened(0), 'c', 'C', 'W', 'r');
    expect(asked[0]).toMatch(/^copy ✖ fail {2}\/workspace is full[\s\S]*largest below it[\s\S]*rm -rf/);
    expect(asked[1]).toMatch(/^copy #40 diagnose[\s\S]*Check of cpu/);
    expect(asked.slice(2)).toEqual(['save job job-0040', 'repeat job job-0040']);
  });

  it('is compared with the run before, which is read from the journal first', async () => {
    const here = await open(only(jobDiagnosed(), jobOfYesterday()));
    await here.press(...opened(0), '=');
    expect(here.asked).toEqual(['load job job-0012']);
    expect(await textOf(here)).toContain('reading it from the journal');
    const events = eventsOf([{ kind: 'finding', finding: swapped }]);
    const read = {
      ...jobOfYesterday(),
      areEventsLoaded: true,
      runs: [makeRun({ events, state: ended('pass', '') })],
    };
    await here.setJobs(only(jobDiagnosed(), read));
    expect(await textOf(here)).toContain('llama-sft-0: #40 against #12');
    expect(await textOf(here)).toContain('+ new finding: ✖ fail  /workspace is full');
    expect(await textOf(here)).not.toContain('new finding: ▲ warn  3.1 GiB');
    await here.press('escape');
    expect(await textOf(here)).toContain('2 failures with one cause');
  });
});

describe('a safe fix', () => {
  it('is shown whole and asked for, and the diagnosis runs again once it has passed', async () => {
    const here = await open(only(jobDiagnosed()));
    await here.press(...opened(0), 'F');
    const dialog = await textOf(here);
    expect(dialog).toContain('rm -rf /workspace/cache/huggingface/downloads');
    expect(dialog).toContain('it cannot be taken back');
    expect(dialog).toContain('it loses nothing and interrupts nobody');
    await here.press('enter');
    expect(here.asked).toEqual([]);
    await here.press('F', 'y');
    expect(here.asked).toEqual([
      'fix k1x2q7w1 disk-full:/workspace rm -rf /workspace/cache/huggingface/downloads',
    ]);
    const fix = makeJob({ number: 43, kind: 'fix' });
    await here.setJobs(only(fix, jobDiagnosed()));
    expect(await textOf(here)).toContain('#43 fix llama-sft-0');
    expect(here.asked).toHaveLength(1);
    const passed = { ...fix, endedAtMs: fixtureNowMs, runs: [makeRun({ state: ended('pass', 'done') })] };
    await here.setJobs(only(passed, jobDiagnosed()));
    await here.setJobs(only(passed, jobDiagnosed()));
    expect(here.asked.slice(1)).toEqual(['diagnose k1x2q7w1']);
    await here.setJobs(only(makeJob({ number: 44 }), passed, jobDiagnosed()));
    expect(await textOf(here)).toContain('#44 diagnose llama-sft-0');
  });

  it('that passes while the operator does something else takes neither pane nor keys', async () => {
    const here = await open(only(jobDiagnosed()));
    await here.press(...opened(0), 'F', 'y');
    const fix = makeJob({ number: 43, kind: 'fix' });
    await here.setJobs(only(fix, jobDiagnosed()));
    await here.press('escape', '/', ...'eval'.split(''));
    await here.setJobs(only({ ...fix, runs: [makeRun({ state: ended('pass', '') })] }, jobDiagnosed()));
    expect(here.asked.slice(1)).toEqual(['diagnose k1x2q7w1']);
    expect((await here.rows()).at(-1)).toContain('/eval');
    await here.setJobs(only(makeJob({ number: 44 }), jobDiagnosed()));
    expect((await here.rows()).at(-1)).toContain('/eval');
  });

  it('that has failed is not followed by a diagnosis', async () => {
    const here = await open(only(jobDiagnosed()));
    await here.press(...opened(0), 'F', 'y');
    const failed = makeJob({ number: 43, kind: 'fix', runs: [makeRun({ state: ended('fail', 'exit 1') })] });
    await here.setJobs(only(failed, jobDiagnosed()));
    expect(here.asked).toHaveLength(1);
    expect((await here.rows()).at(-1)).toContain('the fix of #43 ended with fail');
  });

  it.each([
    [['j', 'j', 'j', 'j'], 'a person has to do this: find out what grew and end it'],
    [['j', 'j', 'j'], 'no fix is known'],
    [['g'], 'there is no finding under the cursor'],
  ])('is not offered after %s: %s', async (keys, reason) => {
    const { press, rows, asked } = await open(only(jobDiagnosed()));
    await press(...opened(0), ...keys, 'F');
    expect((await rows()).at(-1)).toContain(reason);
    expect(asked).toEqual([]);
  });

  it('is refused where the finding is old, as what it names may be another by now', async () => {
    const old = { ...jobDiagnosed(), endedAtMs: fixtureNowMs - 3_600_000 };
    const { press, rows, asked } = await open(only(old));
    await press(...opened(0), 'F');
    expect((await rows()).at(-1)).toContain('this was found 60m ago: r looks again first');
    expect(asked).toEqual([]);
  });

  it('is refused in read-only', async () => {
    const { press, rows } = await open(only(jobDiagnosed()), { readOnly: true });
    await press(...opened(0), 'F');
    expect((await rows()).at(-1)).toContain('read-only');
  });
});

describe('the question before a fix', () => {
  it('shows the command to its last character on the smallest screen', async () => {
    const command = `rm -rf /workspace/${'very-long-name/'.repeat(8)}end-of-it`;
    const finding = { ...swapped, fix: { text: 'remove it', command, safe: true, reversible: false } };
    const events = eventsOf([{ kind: 'finding', finding }]);
    const job = makeJob({ number: 5, runs: [makeRun({ events, state: ended('fail', '') })] });
    const here = await open(only(job), { size: [46, 12] });
    await here.press(...opened(0), 'F');
    const shown = (await here.rows()).map((row) => /│ +(?:runs)? +(\S.*?) *│/.exec(row)?.[1] ?? '').join('');
    expect(shown.replaceAll(' ', '')).toContain(command.replaceAll(' ', ''));
    expect(await textOf(here)).toContain('[No]');
  });
});

describe('a job on several pods', () => {
  it('has a row for each pod with its state, and folds what was said alike', async () => {
    const here = await open(only(jobOnSeveral()));
    await here.press(...opened(0));
    const text = await textOf(here);
    expect(text).toMatch(/✔ eval-h200-0 +pass +all 5 checks passed/);
    expect(text).toMatch(/▶ reward-model-b +running 0:12 .* 30% +disk/);
    expect(text).toMatch(/⇋ ci-runner-1 +link down, goes on in the pod +no answer within 10 s/);
    expect(text).toMatch(/◌ rocm-port +waiting/);
    expect(text).toContain('2 pods: eval-h200-0, reward-model-a');
    expect(text.match(/5 checks passed: env/g)).toHaveLength(1);
    expect(text).toContain('running, 2 of 5 done');
  });
});

describe('stopping', () => {
  it('asks, and by Ctrl-C in the pane too, which quits once the job is over', async () => {
    const here = await open(only(jobRunning()));
    await here.press(...opened(0), 'x');
    expect((await here.rows()).at(-1)).toContain('#41 is asked to stop; x again sends TERM');
    await here.press('ctrl+c');
    expect(here.asked).toEqual(['stop job job-0041', 'stop job job-0041']);
    await here.setJobs(only(jobDiagnosed()));
    await here.press('J', 'enter', 'ctrl+c');
    expect(here.asked.slice(2)).toEqual(['quit']);
  });

  it('works from the page of jobs, and says of a job that is over that it is', async () => {
    const { press, rows, asked } = await open(only(jobRunning(), jobDiagnosed()));
    await press('J', 'x', 'j', 'x');
    expect(asked).toEqual(['stop job job-0041']);
    expect((await rows()).at(-1)).toContain('#40 is over');
  });
});

describe('the page of jobs', () => {
  it('has those of earlier consoles, and reads one when it is opened', async () => {
    const here = await open(fixtureJobs());
    await here.press('3');
    const lines = await here.rows();
    expect(lines.find((row) => row.includes('#12'))).toMatch(
      /✔ #12 +diagnose +llama-sft-0 +pass +03-03 12:32 +0:02/,
    );
    await here.press('G', 'enter');
    expect(here.asked).toEqual(['load job job-0012']);
    expect(await textOf(here)).toContain('reading what the journal has of #12');
    await here.press('escape');
    expect(await textOf(here)).toContain('─▸ jobs');
    await here.press('escape');
    expect(await textOf(here)).toContain('a100-notebook-3');
  });

  it('says what begins a job where there is none', async () => {
    const here = await open(only());
    await here.press('J');
    expect(await textOf(here)).toContain('i diagnoses the selected pod');
  });
});

describe('quitting', () => {
  it('asks while jobs run, says which would be lost, and stays by default', async () => {
    const here = await open(only(jobOnSeveral(), jobRunning()));
    await here.press('q');
    const dialog = await textOf(here);
    expect(dialog).toContain('2 jobs run');
    expect(dialog).toMatch(/#42 diagnose eval-h200-0 \+4 +would be lost/);
    expect(dialog).toMatch(/#41 benchmark llama-sft-0 +lives in the pod/);
    await here.press('enter', 'q', 'w');
    expect(here.asked).toEqual([]);
    await here.press('ctrl+c', 's', 'q', 'l', 'ctrl+c', 'ctrl+c');
    expect(here.asked).toEqual(['quit', 'quit leaving', 'quit leaving']);
  });

  it('does not ask for jobs of an earlier console', async () => {
    const left = makeJob({ number: 3, origin: 'journal' });
    const { press, asked } = await open(only(left));
    await press('q');
    expect(asked).toEqual(['quit']);
  });
});

describe('a job of 20,000 events', () => {
  it('is drawn from the rows on the screen alone', async () => {
    const events: JobEvent[] = eventsOf(
      Array.from({ length: 20_000 }, (_, index) => ({
        kind: 'output',
        level: 'info',
        text: `row ${index}.`,
      })),
    );
    const here = await open(only(makeJob({ number: 50, runs: [makeRun({ events, droppedCount: 7 })] })));
    await here.press(...opened(0));
    expect(await textOf(here)).toContain('row 19999.');
    expect(await textOf(here)).toContain('20001/20001');
    await here.press('g');
    expect(await textOf(here)).toContain('7 older events were not kept');
  });
});
