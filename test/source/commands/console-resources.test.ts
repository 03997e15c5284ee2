/** What the console deletes of the account, when it ends before the answer has come. */
import { expect, test } from 'vitest';
import { openConsoleResources } from '../../../source/commands/console-resources.ts';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { CloudResult } from '../../../source/runpod/cloud.ts';

const cut = { ok: false, code: 'cancelled', message: 'Cut.', hint: '', retryAfterMs: null } as const;

function setOut() {
  const events: FleetEvent[] = [];
  const said: string[] = [];
  const now = new AbortController();
  let reads = 0;
  let answer: (result: CloudResult<null>) => void = () => undefined;
  const resources = openConsoleResources({
    readers: {
      async volumes() {
        reads += 1;
        return { ok: true, value: [] };
      },
    },
    endings: {
      volumes: (_row, signal) =>
        new Promise((resolve) => {
          answer = resolve;
          signal.addEventListener('abort', () => resolve(cut));
        }),
    },
    ...{ nowMs: () => 7, endNow: now.signal, endWaitMs: 600_000 },
    dispatch: (event) => events.push(event),
    sayAtEnd: (text) => said.push(text),
  });
  const count = () => reads;
  return {
    resources,
    events,
    said,
    count,
    endNow: () => now.abort(),
    answer: () => answer({ ok: true, value: null }),
  };
}

const row = { id: 'v1', name: 'data' };

test('the answer is waited for and said where the screen was', async () => {
  const { resources, said, count, answer } = setOut();
  resources.end('volumes', row);
  const closed = resources.close();
  answer();
  await closed;
  expect(said).toEqual([
    "delete the network volume data: waiting for RunPod's answer…\n",
    'the network volume data is deleted\n',
  ]);
  expect(count()).toBe(0);
});

test('Ctrl-C ends the wait, and what is not known is said', async () => {
  const { resources, said, endNow } = setOut();
  resources.end('volumes', row);
  const closed = resources.close();
  endNow();
  await closed;
  expect(said[1]).toContain('it may be deleted all the same');
});

test('while the console goes on, the list is read anew and the output tells', async () => {
  const { resources, events, said, count, answer } = setOut();
  resources.end('volumes', row);
  answer();
  await expect.poll(count).toBe(1);
  expect(events.map((event) => (event.kind === 'output' ? event.text : ''))).toContain(
    'the network volume data is deleted',
  );
  await resources.close();
  expect(said).toEqual([]);
});
