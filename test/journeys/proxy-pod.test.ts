/** A pod without a public port 22, by RunPod's proxy alone: what is done in pods works there too, or says why not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { program, type RunningSimulator, runProgram, startSimulator } from '../neighbours/program.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

const name = 'h100-train-0';

let simulator: RunningSimulator;
let environment: Record<string, string>;
let tmux: Tmux | null = null;
const state = mkdtempSync(join(tmpdir(), 'pod-engine-proxied-'));
const run = (...words: string[]) => runProgram(words, { environment, timeoutMs: 100_000 });

beforeAll(async () => {
  simulator = await startSimulator(['--pods', '1', '--light']);
  environment = { ...simulator.variables, XDG_STATE_HOME: state, XDG_CONFIG_HOME: state };
  const address = new URL('/simulator', simulator.variables.RUNPOD_GRAPHQL_URL);
  const body = JSON.stringify({ action: 'close-ssh-port', podId: name });
  await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const ready = await run('pods', 'wait', name, '--for', 'gpu', '--timeout', '90s');
  expect(ready.code, ready.stderr).toBe(0);
});
afterAll(async () => {
  tmux?.stop();
  await simulator.stop();
  rmSync(state, { recursive: true, force: true });
});

test('a pod behind the proxy runs commands, and refuses a forward with the way out', async () => {
  const [command, forward, block] = await Promise.all([
    run('ssh', name, '--', 'hostname'),
    run('forward', name, '0:80'),
    run('ssh-config', name),
  ]);
  expect(command).toMatchObject({ code: 0, stderr: '' });
  expect(command.stdout).toMatch(/^\w+\n$/);
  expect(forward).toMatchObject({ code: 8, stdout: '' });
  expect(forward.stderr).toContain('forwards nothing. Add 22/tcp');
  expect(block.stdout).toContain(`Port ${simulator.variables.RUNPOD_SSH_PROXY.split(':')[1]}\n`);
  expect(block.stdout).toContain('RequestTTY force');
});

test.skipIf(!tmuxIsThere)(
  'in the console it is live, entered and left, diagnosed, and forwards nothing',
  async () => {
    tmux?.stop();
    const opened = startTmux({
      columns: 150,
      rows: 40,
      command: `${process.execPath} ${program}; cat`,
      environment,
    });
    tmux = opened;
    await opened.until((screen) => screen.includes(name), 'the pod');
    opened.send('Enter');
    await opened.until((screen) => /live for \S+ by RunPod’s proxy/.test(screen), 'its figures');
    opened.send('F');
    await opened.until((screen) => screen.includes("RunPod's proxy forwards nothing"), 'the refusal');
    opened.send('s');
    await opened.until((screen) => screen.includes('through the proxy'), 'the shell');
    opened.send('C-]');
    await opened.until((screen) => screen.includes('by RunPod’s proxy'), 'the console again');
    opened.send('i');
    await opened.until((screen) => /✔ pass/.test(screen), 'the diagnosis');
  },
);
