import { expect, it } from 'vitest';
import type { PodPlan } from '../../../pod-agent/checks/check.ts';
import { environment } from '../../../pod-agent/checks/environment.ts';
import { judgeTexts, named, troubleIn } from './look.ts';

function judge(lines: readonly string[], listed: readonly string[] = [], plan: Partial<PodPlan> = {}) {
  const texts = {
    'open variables': lines.map((line) => `${line}\n`).join(''),
    'names of variables': listed.join('\n'),
  };
  return judgeTexts(environment, texts, { plan });
}

it('has nothing to say of a container that is no pod', () => {
  const drafts = judge([]);
  expect(drafts).toMatchObject([{ id: 'environment-well', status: 'ok' }]);
});

it('misses the id of a pod where something says that it is one', () => {
  const drafts = judge([], ['marker /etc/rp_environment', 'name RUNPOD_API_KEY']);
  const draft = named(drafts, 'environment-runpod-missing');
  expect(draft.status).toBe('warn');
  expect(judge([], ['unreadable', 'marker /etc/rp_environment'])).toMatchObject([{ status: 'ok' }]);
});

it('tells two ports that are the same', () => {
  const drafts = judge(['POD_AGENT_APP_PORT=9480', 'POD_AGENT_NGINX_STATUS_PORT=9480']);
  expect(troubleIn(drafts)).toEqual([
    'environment-ports-clash:POD_AGENT_NGINX_STATUS_PORT',
    'environment-ports-clash:POD_AGENT_HTTP_PORT',
  ]);
});

it('tells thresholds that contradict each other, and a key without its address', () => {
  const drafts = judge(
    ['POD_AGENT_CPU_WARN_PERCENT=99', 'POD_AGENT_CPU_FAIL_PERCENT=50'],
    ['name POD_AGENT_NOTIFY_NTFY_TOKEN'],
  );
  expect(troubleIn(drafts)).toEqual([
    'environment-setting-refused:POD_AGENT_CPU_WARN_PERCENT',
    'environment-setting-refused:POD_AGENT_NOTIFY_NTFY_TOKEN',
  ]);
});

it('calls a start without GPUs a state of its own', () => {
  const drafts = judge(['RUNPOD_POD_ID=x'], ['name PUBLIC_KEY'], { gpuCount: 0, podId: 'x' });
  expect(named(drafts, 'environment-zero-gpus').status).toBe('info');
  expect(troubleIn(drafts)).toEqual([]);
});

it.each([
  ['NVIDIA_VISIBLE_DEVICES=none', [], 'fail'],
  ['NVIDIA_VISIBLE_DEVICES=void', ['gpu-device /dev/nvidia0'], null],
  ['NVIDIA_VISIBLE_DEVICES=all', [], null],
  ['CUDA_VISIBLE_DEVICES=', [], 'fail'],
  ['CUDA_VISIBLE_DEVICES=-1', [], 'fail'],
  ['CUDA_VISIBLE_DEVICES=0', [], 'warn'],
  ['CUDA_VISIBLE_DEVICES=0,1', [], null],
  ['CUDA_VISIBLE_DEVICES=GPU-8f14,GPU-aa01', [], null],
])('%s with two GPUs paid for', (line, listed, status) => {
  const drafts = judge([line], listed, { gpuCount: 2 });
  const found = drafts.find(({ id }) => id.startsWith('environment-gpus-hidden'));
  expect(found?.status ?? null).toBe(status);
});

it('warns of a lost key only where SSH is led into the pod', () => {
  const plan = { podId: 'x' };
  expect(named(judge(['RUNPOD_POD_ID=x'], [], plan), 'environment-public-key-missing').status).toBe('info');
  const led = ['RUNPOD_POD_ID=x', 'RUNPOD_TCP_PORT_22=41022'];
  expect(named(judge(led, [], plan), 'environment-public-key-missing').status).toBe('warn');
  expect(troubleIn(judge(led, ['key-file /root/.ssh/authorized_keys'], plan))).toEqual([]);
  expect(troubleIn(judge([...led, 'PUBLIC_KEY=garbage'], [], plan))).toEqual([
    'environment-public-key-missing',
  ]);
  expect(troubleIn(judge([...led, 'PUBLIC_KEY=ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me'], [], plan))).toEqual(
    [],
  );
});

it('says that it does not know where nothing may be read', () => {
  expect(() =>
    judgeTexts(environment, {
      'open variables': { ok: false, reason: 'timeout', message: 'late' },
      'names of variables': { ok: false, reason: 'timeout', message: 'late' },
    }),
  ).toThrow(/cannot be read/);
});
