/** The oldest Node that the agent runs on: a smoke of its verbs. Skipped, saying so, where that Node cannot be had. */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { findNode } from '../neighbours/other-node.ts';
import { buildAgent } from './built-agent.ts';
import { startedPodMissing, startPod, untilReady } from './start/started-pod.ts';

const version = '18.3.0';
const node = findNode(version);
if (node === null) console.log(`Node ${version} cannot be had here: the agent's smoke on it is skipped.`);
const agent = buildAgent();

test.skipIf(node === null)('looks, streams and reports', { timeout: 60_000 }, () => {
  if (node === null) return;
  const run = (...words: readonly string[]) =>
    spawnSync(node, [agent.scriptPath, ...words], { encoding: 'utf8', input: '', timeout: 30_000 });
  expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toBe(`v${version}\n`);
  expect(run('optimise', '--dry-run', '--json').stdout).toContain('"dryRun":true');
  expect(run('health', 'check').stdout).toMatch(/^health: /m);
  expect(run('stream').stdout).toContain('"kind":"hello"');
  expect(run('diagnose', '--json').stdout).toContain('"schema":1');
  expect(run('job', 'list').status).toBe(0);
  expect(run('notify', 'test').stdout).toContain('No channel is set');
});

test.skipIf(node === null || startedPodMissing !== null)('starts a pod', { timeout: 60_000 }, async () => {
  if (node === null) return;
  const variables = { POD_AGENT_NOTIFY_WEBHOOK_URL: 'http://127.0.0.1:1/hook', PUBLIC_KEY: 'no key' };
  const pod = await startPod(agent, { node, variables });
  try {
    await untilReady(pod);
    expect(pod.log()).toContain(`on Node ${version}`);
    expect(pod.log()).toMatch(/^\[7\/7\] ready +warn/m);
    expect(await pod.stop()).toBe(0);
  } finally {
    pod.child.kill('SIGKILL');
  }
});
