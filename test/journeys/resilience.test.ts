/**
 * What the screen says when things break, and that it comes back by itself: the real console in a real terminal, over
 * OpenSSH's sshd and the real agent on this very machine, and over the simulator's API.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ProcessEntry, signalProcess } from '../neighbours/processes.ts';
import { program, type RunningSimulator, startSimulator } from '../neighbours/program.ts';
import { type Sshd, sshdMissing, startSshd } from '../neighbours/sshd.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

const missing = sshdMissing ?? (tmuxIsThere ? null : 'tmux is not installed');
if (missing !== null) console.log(`The journeys through broken links are skipped: ${missing}.`);

const home = mkdtempSync(join(tmpdir(), 'pod-engine-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const size = { columns: 120, rows: 40 };

describe.skipIf(missing !== null)('a link that breaks', () => {
  let sshd: Sshd;
  let tmux: Tmux;
  const agents = (): ProcessEntry[] =>
    sshd
      .sessions()
      .filter(({ command }) => /pod-agent\S* stream/.test(command) && !command.startsWith('sh '));
  const row = (): string => tmux.rows().find((each) => each.startsWith('▸')) ?? '';
  /** A machine that is busy or sick is not `ok`; live it is all the same. */
  const isLive = (): boolean => /live for/.test(tmux.rows().join('\n')) && /^▸[●▲✖○]/.test(row());

  beforeAll(async () => {
    // The home of what runs in the pod, so that the upload leaves nothing in the developer's own.
    sshd = await startSshd({ configuration: [`SetEnv HOME=${home}`] });
    await open();
  });
  afterAll(async () => {
    tmux.stop();
    await sshd.stop();
  });
  // A console that has seen its agent die twice takes the probe, so that a second try wants another one.
  beforeEach(async ({ task }) => {
    if ((task.result?.retryCount ?? 0) === 0) return;
    tmux.stop();
    await sshd.restart();
    await open();
  });

  async function open(): Promise<void> {
    const command = `node ${program} --ssh ${sshd.username}@127.0.0.1:${sshd.port} --identity ${sshd.clientKeyPath} --interval-ms 500`;
    tmux = startTmux({ ...size, command, environment: { HOME: home, TERM: 'tmux-256color' } });
    await tmux.until(isLive, 'a live link', 60_000);
  }

  test('the agent that runs there was uploaded, and is one', async () => {
    await expect.poll(agents).toHaveLength(1);
    expect(agents()[0]?.command).toContain(`${home}/.cache/pod-engine/pod-agent-`);
  });

  test('a stopped agent (SIGSTOP) is stale, and then replaced', async () => {
    await tmux.until(isLive, 'a live link');
    const [first] = agents();
    if (first === undefined) throw new Error('no agent');
    signalProcess(first.pid, 'SIGSTOP');
    try {
      await tmux.until(() => /^▸\?.*(stale|lost)/.test(row()), 'the pod stale');
      await tmux.until(
        () => isLive() && agents().some(({ pid }) => pid !== first.pid),
        'the link live again',
      );
    } finally {
      // A second try must not take it for the one that is live.
      signalProcess(first.pid, 'SIGKILL');
    }
  });

  test('a killed agent is missed, and started again', async () => {
    await tmux.until(isLive, 'a live link');
    const before = agents().map(({ pid }) => pid);
    for (const pid of before) signalProcess(pid, 'SIGKILL');
    await tmux.until(() => agents().some(({ pid }) => !before.includes(pid)) && isLive(), 'another agent');
  });

  test('sshd gone is lost, sshd back is live', async () => {
    await sshd.kill();
    await tmux.until(() => /^▸\?.*(lost|stale)/.test(row()), 'the pod lost').finally(() => sshd.restart());
    await tmux.until(isLive, 'the link live again', 40_000);
  });

  test('quitting leaves no agent behind', async () => {
    tmux.send('q');
    await tmux.until(() => agents().length === 0, 'no agent left', 40_000);
  });
});

describe.skipIf(missing !== null)('an API that goes away', () => {
  let simulator: RunningSimulator;
  let tmux: Tmux;

  async function plant(action: string): Promise<void> {
    const url = new URL('/simulator', simulator.variables.RUNPOD_GRAPHQL_URL);
    const body = JSON.stringify({ action });
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'user-agent': 'test' },
    });
    if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  }

  beforeAll(async () => {
    simulator = await startSimulator(['--pods', '3']);
    const environment = { HOME: home, TERM: 'tmux-256color', ...simulator.variables };
    tmux = startTmux({ ...size, command: `node ${program}`, environment });
    await tmux.until(
      (screen) => /api \d+s/.test(screen) && /links \d\/\d/.test(screen),
      'a live API',
      60_000,
    );
  });
  afterAll(async () => {
    tmux.stop();
    await simulator.stop();
  });

  test('is said with its reason while the figures go on, and is over when it is back', async () => {
    await plant('api-down');
    const down = await tmux.until(
      (screen) => /api (down|fails|failing|no answer|lost)|502/i.test(screen),
      'the API failing',
    );
    expect(down).toContain('h100-train-0');
    await plant('api-up');
    await tmux.until(
      (screen) => /api \d+s/.test(screen) && !/502/.test(screen.split('\n').slice(0, 4).join('\n')),
      'the API live',
      60_000,
    );
  });
});
