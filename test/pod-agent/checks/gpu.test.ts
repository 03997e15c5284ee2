import { describe, expect, test } from 'vitest';
import { gpu } from '../../../pod-agent/checks/gpu.ts';
import type { Answer } from '../../../pod-agent/host/host.ts';
import { capture } from '../collectors/answers.ts';
import { inContainer, incomplete, judgeMachine, statLine, troubles } from './machine-seen.ts';

const query = 'gpu query';
const columns =
  'index, uuid, name, utilization.gpu [%], memory.used [MiB], memory.total [MiB], temperature.gpu, clocks_event_reasons.active, ecc.errors.uncorrected.volatile.total, remapped_rows.pending, remapped_rows.failure, gpu_recovery_action, persistence_mode';

function card(index: number, changes: Readonly<Record<string, string>> = {}): string {
  const cells = {
    use: '80',
    memory: '40000',
    heat: '60',
    reasons: '0x0000000000000000',
    ecc: '0',
    pending: 'No',
    failure: 'No',
    recovery: 'None',
    persistence: 'Enabled',
    ...changes,
  };
  return `${index}, GPU-${index}, NVIDIA L4, ${cells.use}, ${cells.memory}, 81559, ${cells.heat}, ${cells.reasons}, ${cells.ecc}, ${cells.pending}, ${cells.failure}, ${cells.recovery}, ${cells.persistence}\n`;
}

function judge(
  rows: string | Answer,
  gpuCount: number | null = 1,
  more: Readonly<Record<string, string | Answer>> = {},
) {
  const text = typeof rows === 'string' ? `${columns}\n${rows}` : rows;
  return judgeMachine(gpu, { now: { ...inContainer, [query]: text, ...more }, plan: { gpuCount } });
}

test('cards that answer are well, at full load and at their power cap too', () => {
  const drafts = judge(card(0, { use: '100', reasons: '0x0000000000000004' }) + card(1), 2);
  expect(drafts).toMatchObject([
    { id: 'gpu-well', status: 'ok', title: 'All 2 GPUs answer: NVIDIA L4, hottest 60 °C' },
  ]);
});

test('no tool is trouble only where GPUs are paid for', () => {
  expect(troubles(judgeMachine(gpu, { now: {}, plan: { gpuCount: 2 } }))).toEqual(['fail gpu-tool-missing']);
  expect(judgeMachine(gpu, { now: {}, plan: { gpuCount: 0 } })).toMatchObject([{ status: 'skip' }]);
  expect(judgeMachine(gpu, { now: {} })).toMatchObject([{ id: 'gpu-none', status: 'skip' }]);
});

test('fewer cards than are paid for', () => {
  const drafts = judge(card(0) + card(2), 3);
  expect(troubles(drafts)).toEqual(['fail gpu-missing']);
  expect(drafts[0]?.title).toBe('1 of 3 GPUs is missing');
  expect(incomplete(drafts)).toEqual([]);
});

test.each([
  ['gpu-lost:0', 'fail', { use: '[GPU is lost]' }],
  ['gpu-reset-required:0', 'fail', { use: '[GPU requires reset]' }],
  ['gpu-error:0', 'fail', { use: '[Unknown Error]' }],
  ['gpu-recovery:0', 'fail', { recovery: 'Drain and Reset' }],
  ['gpu-ecc:0', 'fail', { ecc: '3' }],
  ['gpu-remap-failed:0', 'fail', { failure: 'Yes' }],
  ['gpu-remap-pending:0', 'warn', { pending: 'Yes' }],
  ['gpu-throttled:0', 'warn', { reasons: '0x0000000000000048' }],
  ['gpu-throttled:0', 'warn', { reasons: '0x0000000000000080' }],
  ['gpu-hot:0', 'warn', { heat: '86' }],
  ['gpu-hot:0', 'fail', { heat: '93' }],
])('%s is a %s', (id, status, changes) => {
  const drafts = judge(card(0, changes));
  expect(troubles(drafts)).toEqual([`${status} ${id}`]);
  expect(incomplete(drafts)).toEqual([]);
});

test('memory that nobody uses: a remark in a container, where its holder cannot be seen', () => {
  const idle = card(0, { use: '0' });
  const holders = 'nvidia-smi --query-compute-apps';
  expect(judge(idle).map(({ id, status }) => `${status} ${id}`)).toEqual([
    'info gpu-memory-held:0',
    'ok gpu-well',
  ]);
  const stats = { 'process stats': statLine({ pid: 77, name: 'python3' }) };
  const held = { [holders]: 'GPU-0, 77, 40000, python3\n', ...stats };
  expect(judge(idle, 1, held)).toMatchObject([{ id: 'gpu-well' }]);
});

test('on a machine of its own nobody having the card open is known', () => {
  const now = { [query]: `${columns}\n${card(0, { use: '0' })}`, 'nvidia-smi --query-compute-apps': '' };
  const drafts = judgeMachine(gpu, { now });
  expect(troubles(drafts)).toEqual(['warn gpu-memory-held:0']);
  expect(incomplete(drafts)).toEqual([]);
});

test('persistence off is a remark', () => {
  expect(judge(card(0, { persistence: 'Disabled' }))).toMatchObject([
    { id: 'gpu-persistence-off', status: 'info' },
    { id: 'gpu-well' },
  ]);
});

test('a driver that hangs is unknown, not lost', () => {
  const drafts = judge({ ok: false, reason: 'timeout', message: 'did not end within 2400 ms.' }, 8);
  expect(drafts).toMatchObject([{ id: 'gpu-silent', status: 'unknown' }]);
});

test("AMD's tool is understood as well", () => {
  const text = JSON.stringify({ card0: { 'GPU use (%)': '5', 'Temperature (Sensor edge) (C)': '41.0' } });
  const drafts = judgeMachine(gpu, { now: { rocm: text }, plan: { gpuCount: 2 } });
  expect(troubles(drafts)).toEqual(['fail gpu-missing']);
  expect(drafts[0]?.evidence[0]?.source).toBe('rocm-smi');
});

const failures = [
  ['driver-not-loaded.stdout-rc9.txt', 9, 'gpu-driver-not-loaded'],
  ['lib-missing.rc12.txt', 12, 'gpu-library-missing'],
  ['version-mismatch.rc18.txt', 18, 'gpu-version-mismatch'],
  ['insufficient-permissions.rc4.txt', 4, 'gpu-permission'],
  ['no-devices.rc6.txt', 6, 'gpu-no-devices'],
  ['cgroup-lost-device.rc255.txt', 255, 'gpu-device-lost'],
] as const;
const isAbsent = capture(`nvidia-smi-errors/${failures[0][0]}`) === null;

describe.skipIf(isAbsent)(
  `what nvidia-smi printed${isAbsent ? ' (skipped: ../shared/fixtures is absent)' : ''}`,
  () => {
    test.each(failures)('%s', (name, exitCode, id) => {
      const text = capture(`nvidia-smi-errors/${name}`) ?? '';
      const drafts = judge({ ok: true, text, exitCode }, 1);
      expect(troubles(drafts)).toEqual([`fail ${id}`]);
      expect(drafts[0]?.evidence[0]?.value).toContain(text.trim().split('\n')[0]);
      expect(incomplete(drafts)).toEqual([]);
    });

    test('a lost card among others that answer', () => {
      const text = capture('nvidia-smi-errors/partial-gpu-lost.mixed-stderr-stdout.txt') ?? '';
      const rows = text.split('\n').slice(1).join('\n');
      const said: Answer = {
        ok: true,
        text: `index, pci.bus_id, name\n${rows}`,
        exitCode: 0,
        errorText: text.split('\n')[0] ?? '',
      };
      expect(troubles(judge(said, 7))).toEqual(['fail gpu-missing']);
    });

    test('a card that requires a reset', () => {
      const text = capture('nvidia-smi-errors/requires-reset.csv') ?? '';
      expect(troubles(judge({ ok: true, text, exitCode: 0 }, 1))).toEqual(['fail gpu-reset-required:0']);
    });
  },
);
