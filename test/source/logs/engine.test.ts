import { expect, test } from 'vitest';
import { createLogEngine } from '../../../source/logs/engine.ts';
import type { LogsSnapshot } from '../../../source/logs/model/snapshot.ts';
import type { PodDoor } from '../../../source/ssh/pod-door.ts';

const lineCount = 100_000;

test('the last of a flood is told, and that nothing comes any more', async () => {
  let write = (_text: string): void => {};
  const door = doorTo((output) => {
    write = output;
  });
  const engine = createLogEngine({ logs: () => null, nowMs: Date.now, files: ['/app.log'] });
  let told: LogsSnapshot | null = null;
  engine.subscribe(() => {
    told = engine.snapshot();
  });
  const counts = () => told?.counts;
  engine.open([{ podId: 'p', name: 'pod', isHost: true, openDoor: async () => ({ ok: true, value: door }) }]);
  const first = Buffer.from('first\n');
  await expect.poll(() => told?.sources.length).toBe(1);
  write(`d 0 7 ${first.length} 0 b ${first.toString('base64')}\n`);
  await expect.poll(() => counts()?.read).toBe(1);

  const flood = Buffer.from(Array.from({ length: lineCount }, (_, index) => `line ${index}\n`).join(''));
  write(`d 0 7 ${first.length + flood.length} 0 b ${flood.toString('base64')}\n`);
  await expect
    .poll(() => [counts()?.read, counts()?.perSecond], { timeout: 60_000 })
    .toEqual([lineCount + 1, 0]);
  await engine.close();
});

/** Whatever is run there is the script that follows files, and says what the test says. */
function doorTo(onOutput: (output: (text: string) => void) => void): PodDoor {
  let close = (): void => {};
  const ended = new Promise<{ exitCode: number | null; signal: string | null }>((resolve) => {
    close = () => resolve({ exitCode: 0, signal: null });
  });
  const exited = {
    ok: true,
    value: { end: { exitCode: 0, signal: null }, output: 'files\nend-of-files\n', isCut: false },
  } as const;
  return {
    agent: async () => ({ ok: true, value: null }),
    async run({ command, onStdout }) {
      const nonce = /m=(pe[0-9a-f]+)/.exec(command)?.[1] ?? '';
      onOutput((text) => onStdout(Buffer.from(`${nonce} ${text}`)));
      return { ok: true, value: { endInput: () => {}, close, ended } };
    },
    script: async () => exited,
    closed: new Promise(() => {}),
    close: async () => close(),
  };
}
