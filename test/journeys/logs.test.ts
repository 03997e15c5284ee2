/** Logs in a real terminal: a pod that is a real sshd, flooded, while keys are pressed. */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program } from '../neighbours/program.ts';
import { type SshPod, startSshPod } from '../neighbours/ssh-pod.ts';
import { sshdMissing } from '../neighbours/sshd.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

const isPossible = tmuxIsThere && sshdMissing === null;
if (!isPossible) console.log('tmux or sshd is not installed: the journey of logs is skipped.');

describe.skipIf(!isPossible)('logs of a pod over SSH', () => {
  let pod: SshPod;
  let tmux: Tmux;
  let log: number;
  let folder: string;
  let written = 0;
  let marks = 0;

  function write(...lines: readonly string[]): void {
    writeSync(log, `${lines.join('\n')}\n`);
    written += lines.length;
  }

  beforeAll(async () => {
    pod = await startSshPod({ hasNode: false });
    folder = join(pod.home, 'logs');
    mkdirSync(folder);
    log = openSync(join(folder, 'app.log'), 'a');
    const state = join(pod.home, 'state');
    const command = `cd ${folder}; node ${program} --ssh ${pod.username}@127.0.0.1:${pod.port} -i ${pod.clientKeyPath}; echo "exit $?"; cat`;
    tmux = startTmux({
      ...{ columns: 120, rows: 40, command },
      environment: {
        ...{ TERM: 'tmux-256color', HOME: pod.home, XDG_STATE_HOME: state, XDG_CONFIG_HOME: state },
        ...{ POD_ENGINE_LOG_FILES: join(folder, '*.log'), POD_ENGINE_TRUST_FILE: join(state, 'trust.json') },
      },
    });
    await tmux.until((screen) => screen.includes('links 1/1'), 'a live link', 40_000);
  }, 60_000);

  afterAll(async () => {
    tmux?.stop();
    closeSync(log);
    await pod?.stop();
  });

  test('opens, follows, filters, finds errors', async () => {
    write('2026-11-25T10:00:00Z INFO started', '2026-11-25T10:00:01Z ERROR it broke', 'and went on');
    tmux.send('l');
    await tmux.until((screen) => screen.includes('and went on') && screen.includes('● app'), 'the lines');
    write('{"level":"warn","msg":"disk is nearly full","free":3}');
    await tmux.until((screen) => screen.includes('nearly full'), 'a line that came');
    tmux.send('p');
    await tmux.until((screen) => screen.includes('free: 3'), 'its fields on rows of their own');
    tmux.send('p', '{');
    await tmux.until(() => tmux.rows().some((row) => /^▸.*it broke/.test(row)), 'the error under the cursor');
    expect(tmux.rows().join('\n')).toContain('G follows');
    tmux.send('/');
    tmux.type('/st[a]rted/');
    tmux.send('Enter');
    await tmux.until(
      (screen) => screen.includes('started') && !screen.includes('it broke'),
      'the match alone',
    );
    tmux.send('Escape', 'G', 'e');
    await tmux.until((screen) => screen.includes('Sources') && screen.includes('app.log'), 'the sources');
    tmux.send('Escape', 'm', 'W');
    marks += 1;
    await tmux.until((screen) => screen.includes('saved ') && screen.includes('mark '), 'where it was saved');
  }, 180_000);

  test('10,000 lines a second: keys act, nothing is lost', async () => {
    let isEnough = false;
    const flood = (async () => {
      const text = 'x'.repeat(80);
      // Until all that is to be done in it is done, however slow this machine is.
      for (let slice = 0; slice < 40 || (!isEnough && slice < 400); slice++) {
        write(...Array.from({ length: 1000 }, (_, index) => `${slice}-${index} ${text}`));
        await sleep(100);
      }
      return isEnough;
    })();
    await tmux.until((screen) => /[\d ]+\/s/.test(screen) && screen.includes('xxxx'), 'the flood');
    tmux.send('k');
    await tmux.until((screen) => screen.includes('G follows'), 'held by a key in the flood');
    tmux.send('w');
    tmux.send('G');
    await tmux.until((screen) => screen.includes('following'), 'followed again');
    isEnough = true;
    // It was not over before.
    expect(await flood).toBe(true);
    write('the very last');
    await tmux.until((screen) => screen.includes('the very last'), 'the end of the flood', 120_000);
    const all = String(written + marks).replace(/\B(?=(\d{3})+$)/g, ' ');
    const screen = await tmux.until(
      (text) => text.includes(`${all} lines`),
      `${all} lines, the marks among them`,
    );
    expect(screen).not.toContain('dropped');
  }, 240_000);

  test.each([
    [80, 24],
    [200, 60],
  ])('at %i by %i the newest line and the title are seen', async (columns, rows) => {
    tmux.resize(columns, rows);
    await tmux.until(
      (screen) =>
        screen.includes('the very last') && screen.includes('following') && screen.includes('Logs '),
      'the page at this size',
    );
  });

  test('the pager takes the screen and gives it back; leaving the page ends the reading', async () => {
    tmux.resize(120, 40);
    tmux.send('/');
    tmux.type('very last');
    tmux.send('Enter', 'o');
    await tmux.until((screen) => screen.includes('(END)') || screen.includes('lines 1'), 'less');
    tmux.send('q');
    await tmux.until((screen) => screen.includes('Logs '), 'the page again');
    tmux.send('Escape', 'q');
    await tmux.until((screen) => !screen.includes('Logs '), 'the list');
    await expect.poll(() => pod.sessions().filter(({ command }) => command.includes('app.log'))).toEqual([]);
    write('while nobody looked');
    tmux.send('l');
    await tmux.until(
      (screen) => screen.includes('the very last') && screen.includes('while nobody'),
      'what was kept',
    );
  }, 180_000);
});
