/** RunPod's wires in a terminal: a secret typed unseen, and a wire that is retired while the console looks on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { program, type RunningSimulator, runProgram, startSimulator } from '../neighbours/program.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

describe.skipIf(!tmuxIsThere)('in tmux (skipped where it is not there)', () => {
  let simulator: RunningSimulator;
  let screen: Tmux | null = null;
  const home = mkdtempSync(join(tmpdir(), 'pod-engine-wires-'));
  const environment = () => ({ ...simulator.variables, HOME: home });

  beforeAll(async () => {
    simulator = await startSimulator(['--pods', '2', '--seed', '7', '--light']);
  });
  afterEach(() => screen?.stop());
  afterAll(async () => {
    await simulator.stop();
    rmSync(home, { recursive: true });
  });

  const open = (words: string): Tmux => {
    screen = startTmux({
      ...{ columns: 160, rows: 45, environment: environment() },
      // What tmux itself says of a program that has ended may not come.
      command: `${process.execPath} ${program} ${words}; echo "exit $?"; cat`,
    });
    return screen;
  };

  async function plant(fault: Readonly<Record<string, unknown>>): Promise<void> {
    const answer = await fetch(new URL('/simulator', simulator.variables.RUNPOD_GRAPHQL_URL), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    expect(answer.status).toBe(200);
  }

  test('a secret is typed without being shown, and a Ctrl-C keeps nothing', async () => {
    // A name of its own for each try.
    const typed = `typed-${Date.now().toString(36)}`;
    const typing = open(`secrets create ${typed}`);
    await typing.until((text) => text.includes('value (not shown):'), 'the question');
    typing.type('unseen-value-77');
    typing.send('Enter');
    const after = await typing.until((text) => text.includes('is kept'), 'the answer');
    expect(after).not.toContain('unseen-value');
    typing.stop();
    const leaving = open('secrets create left');
    await leaving.until((text) => text.includes('value (not shown):'), 'the question');
    leaving.type('half');
    leaving.send('C-c');
    await leaving.until((text) => text.includes('exit 130'), 'the end');
    const { secrets } = JSON.parse(
      (await runProgram(['secrets', '--json'], { environment: environment() })).stdout,
    );
    const names = secrets.map(({ name }: { name: string }) => name);
    expect(names).toContain(typed);
    expect(names).not.toContain('left');
  });

  test('the console goes on over REST when GraphQL is retired, and says once what is not known any more', async ({
    task,
  }) => {
    // An earlier try has retired it, and stopped a pod.
    await plant({ action: 'retire-wire', wire: 'graphql', gone: false });
    const changing = simulator.pods[task.result?.retryCount ?? 0];
    const console = open('');
    await console.until((text) => text.includes(changing?.name ?? ''), 'the pods');
    await plant({ action: 'retire-wire', wire: 'graphql' });
    // A pod that changes is asked about over GraphQL too.
    await plant({ action: 'stop-by-runpod', podId: changing?.id });
    const screenful = await console.until(
      (text) => text.includes('has been retired (410)'),
      'the word of it',
    );
    expect(screenful.split('has been retired').length).toBe(2);
    await console.until((text) => /stopped/.test(text), 'the pod as it is now');
    console.send('q');
  });
});
