/** Where settings are found, on made-up machines with real files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readHealthSettings } from '../../pod-agent/health-settings.ts';
import { createLocalHost } from '../../pod-agent/host/local-host.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agent-variables-'));
  mkdirSync(join(root, 'proc/1'), { recursive: true });
  mkdirSync(join(root, 'etc'));
});
afterEach(() => rmSync(root, { recursive: true }));

async function read(own: Readonly<Record<string, string>> = {}) {
  const host = createLocalHost({ root });
  const settings = await readHealthSettings(host, own);
  host.close();
  const text = (name: string) => settings.variables.get(name)?.text;
  return { ...settings, text };
}

test("this process's own come before the container's, and both before the file's", async () => {
  writeFileSync(
    join(root, 'proc/1/environ'),
    'POD_AGENT_APP_PORT=2\0POD_AGENT_APP_PATH=/two\0RUNPOD_POD_ID=abc\0',
  );
  writeFileSync(
    join(root, 'etc/pod-agent.env'),
    'POD_AGENT_APP_PORT=3\nPOD_AGENT_APP_PATH=/three\nPOD_AGENT_DISK_WARN_PERCENT=33\n',
  );
  const settings = await read({ POD_AGENT_APP_PORT: '1' });
  expect(settings.target).toEqual({ url: 'http://127.0.0.1:1/two', expected: true });
  expect(settings.thresholds.diskPercent.warn.raise).toBe(33);
  expect(settings.text('RUNPOD_POD_ID')).toBe('abc');
  expect(settings.problems).toEqual([]);
});

test('where nobody named the application it is not expected', async () => {
  expect((await read()).target).toEqual({ url: 'http://127.0.0.1:80/health.json', expected: false });
});

test('a file that nobody named need not be there; one that was named must', async () => {
  expect((await read()).problems).toEqual([]);
  const { problems } = await read({ POD_AGENT_SETTINGS: '/etc/mine.env' });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('/etc/mine.env');
  expect(problems[0]).toContain('POD_AGENT_SETTINGS names it');
});

test('a file that the container names is read, and its bad lines are told by number', async () => {
  writeFileSync(join(root, 'proc/1/environ'), 'POD_AGENT_SETTINGS=/etc/mine.env\0');
  writeFileSync(
    join(root, 'etc/mine.env'),
    '# ours\nPOD_AGENT_GPU_WARN_CELSIUS=70\nexport A=b\nPOD_AGENT_GPU_WRN_CELSIUS=1\n',
  );
  const { thresholds, problems } = await read();
  expect(thresholds.gpuCelsius.warn).toEqual({ raise: 70, clear: 65 });
  expect(problems).toEqual([
    expect.stringContaining('mine.env, line 3 is not of the form NAME=value'),
    expect.stringMatching(/POD_AGENT_GPU_WRN_CELSIUS .*line 4.* Did you mean POD_AGENT_GPU_WARN_CELSIUS\?/),
  ]);
});

test('a file that cannot be read is a problem, and the rest holds', async () => {
  mkdirSync(join(root, 'etc/pod-agent.env'));
  const { problems, target } = await read({ POD_AGENT_APP_PORT: '8080' });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('/etc/pod-agent.env');
  expect(target.url).toContain(':8080/');
});

test("a secret in the container's environment is left there, and stands in no message", async () => {
  writeFileSync(join(root, 'proc/1/environ'), 'POD_AGENT_METRICS_TOKEN=hush\0');
  const settings = await read();
  expect(settings.text('POD_AGENT_METRICS_TOKEN')).toBeUndefined();
  expect(JSON.stringify([...settings.variables, settings.problems])).not.toContain('hush');
});

test('of a file full of mistakes a few are told', async () => {
  writeFileSync(join(root, 'etc/pod-agent.env'), 'what\n'.repeat(1000));
  expect((await read()).problems).toHaveLength(16);
});
