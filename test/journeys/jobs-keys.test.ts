/** The three keys of jobs in a real terminal over the local fleet, at the three sizes: their output comes in place. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { program } from '../neighbours/program.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

if (!tmuxIsThere) console.log('tmux is not installed: the journeys of jobs are skipped.');

// The servers are real, and on a busy machine one may be slower than in the run before.
const measured = /#\d+ benchmark a100-dev-3.*(pass|warn|fail)/;

describe.skipIf(!tmuxIsThere)('jobs in the demo', () => {
  let tmux: Tmux;

  async function open(): Promise<void> {
    const command = `node ${program} demo --pods 12 --seed 7; echo "exit $?"; cat`;
    tmux = startTmux({ columns: 120, rows: 40, command, environment: { TERM: 'tmux-256color' } });
    await tmux.until((screen) => screen.includes('a100-dev-3'), 'the fleet', 40_000);
    await tmux.until((screen) => /links 9\/9|links 10\/10/.test(screen), 'live links', 40_000);
  }
  beforeAll(open);
  afterAll(() => tmux.stop());

  async function select(name: string): Promise<void> {
    // An earlier try may have quit.
    if (tmux.rows().some((row) => row.startsWith('exit '))) {
      tmux.stop();
      await open();
    }
    // Out of whatever an earlier try left open.
    tmux.send('Escape', 'Escape');
    tmux.send('1', '/', 'C-u');
    tmux.type(name);
    tmux.send('Enter');
    await tmux.until(
      () => tmux.rows().some((row) => row.startsWith('▸') && row.includes(name)),
      `${name} selected`,
    );
  }

  test.each([
    [80, 24],
    [120, 40],
    [200, 60],
  ])(
    'diagnose, benchmark and optimise at %i by %i',
    async (columns, rows) => {
      tmux.resize(columns, rows);
      await select('a100-dev-3');
      tmux.send('i');
      await tmux.until(
        (screen) => /#\d+ diagnose a100-dev-3.*pass/.test(screen) && screen.includes('checks passed'),
        'the diagnosis in place',
        60_000,
      );
      tmux.send('Escape');
      await select('a100-dev-3');
      await benchmark('1');
      await tmux.until(
        (screen) => /#\d+ benchmark a100-dev-3.*running/.test(screen),
        'the running benchmark',
      );
      await tmux.until(
        (screen) => measured.test(screen) && /excellent|good|fair|slow/.test(screen),
        'its end in place',
        60_000,
      );
      tmux.send('Escape');
      await select('a100-dev-3');
      tmux.send('O');
      await tmux.until((screen) => screen.includes('Optimise a100-dev-3'), 'the question');
      tmux.send('y');
      await tmux.until(
        (screen) => /#\d+ optimise a100-dev-3.*pass/.test(screen),
        'the optimisation in place',
        60_000,
      );
      tmux.send('Escape');
    },
    300_000,
  );

  test('a job goes on while another page is looked at, and ends there', async () => {
    tmux.resize(120, 40);
    await select('a100-dev-3');
    await benchmark('1');
    const running = /#(\d+) benchmark a100-dev-3.*running/;
    const number = running.exec(
      await tmux.until((screen) => running.test(screen), 'a running benchmark'),
    )?.[1];
    tmux.send('3');
    await tmux.until(
      (screen) => new RegExp(`#${number} +benchmark +a100-dev-3 +running`).test(screen),
      'the page of jobs',
    );
    await tmux.until(
      (screen) => new RegExp(`#${number} +benchmark +a100-dev-3 +(pass|warn|fail)`).test(screen),
      'its end there',
      60_000,
    );
  }, 240_000);

  test('quitting while a job runs asks, and stays when told to wait', async () => {
    await select('a100-dev-3');
    await benchmark('2');
    await tmux.until((screen) => /benchmark a100-dev-3.*running/.test(screen), 'a running benchmark');
    tmux.send('Escape', 'q');
    await tmux.until((screen) => /job.* run/i.test(screen) && /leave/i.test(screen), 'the question');
    tmux.send('w');
    await tmux.until((screen) => !/leave/i.test(screen), 'the console goes on');
    tmux.send('q');
    await tmux.until((screen) => /leave/i.test(screen), 'the question once more');
    tmux.send('s');
    await tmux.until((screen) => screen.includes('exit 0'), 'the end');
  }, 240_000);

  async function benchmark(answer: '1' | '2'): Promise<void> {
    tmux.send('b');
    await tmux.until((screen) => screen.includes('Benchmark a100-dev-3'), 'the question');
    tmux.send(answer);
  }
});
