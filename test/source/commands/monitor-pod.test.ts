/** Which samples are printed and counted. The link is a list of frames. */
import { expect, test } from 'vitest';
import type { SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import type { CommandContext } from '../../../source/commands/command.ts';
import { podOfHost } from '../../../source/commands/host-pods.ts';
import { monitorPod } from '../../../source/commands/monitor-pod.ts';
import type { LinkListener } from '../../../source/ssh/telemetry.ts';

const sample = (more: Partial<SampleFrame>): SampleFrame => ({
  kind: 'sample',
  sequence: 0,
  atMs: 0,
  intervalMs: 1000,
  failures: [],
  agent: { cpuPercent: null, residentBytes: null },
  tookMs: 1,
  ...more,
});
const unanswered = sample({ failures: [{ collector: 'gpu', reason: 'no GPU tool has answered yet' }] });
const withoutCards = sample({
  gpu: { vendor: 'none', driverVersion: null, cards: [], failure: null, expectedCount: 0, ageMs: null },
});

function monitor(samples: number) {
  let text = '';
  let said = '';
  let code: number | null = null;
  let listener: LinkListener | null = null;
  const context: CommandContext = {
    arguments: [],
    flags: { samples },
    environment: {},
    homeFolder: '/',
    print: (more) => {
      text += more;
    },
    say: (more) => {
      said += more;
    },
    interactive: false,
    columns: 80,
    nowMs: () => 0,
    signal: new AbortController().signal,
  };
  const pod = podOfHost({ name: 'here', host: '127.0.0.1', port: 22, username: 'root', identity: null });
  const endpoint = { host: '127.0.0.1', port: 22, username: 'root' };
  const stop = monitorPod({
    context,
    links: {
      open(_, given) {
        listener = given;
        return { retryNow: () => {}, retarget: () => {}, close: () => {} };
      },
      close: async () => {},
    },
    pod,
    target: { podId: pod.id, podName: pod.name, generation: null, endpoint, intervalMs: 1000 },
    onEnded: (ended) => {
      code = ended;
    },
  });
  return {
    frame: (frame: SampleFrame) => listener?.onFrame(frame),
    link: (reason: string) =>
      listener?.onLink({ kind: 'lost', sinceMs: 0, reason, attempt: 1, retryAtMs: 0 }),
    lines: () => text.split('\n').slice(0, -1),
    said: () => said,
    code: () => code,
    stop,
  };
}

test('a sample that the driver has not answered is passed over, at first', () => {
  const here = monitor(1);
  here.frame(unanswered);
  expect(here.lines()).toEqual([]);
  here.frame(withoutCards);
  expect(here.lines()).toHaveLength(1);
  expect(here.lines()[0]).toContain('gpu — of 0');
  expect(here.code()).toBe(0);
});

test('a driver that does not answer is unknown, not zero, after three intervals', () => {
  const here = monitor(1);
  for (let count = 0; count < 4; count++) here.frame(unanswered);
  expect(here.lines()).toHaveLength(1);
  expect(here.lines()[0]).toContain('gpu — of ?');
});

test('the same loss is said once, not for each try', () => {
  const here = monitor(1);
  for (const reason of ['refused', 'refused', 'no route', 'no route']) here.link(reason);
  here.stop();
  expect(here.said()).toBe('here: lost: refused\nhere: lost: no route\n');
});
