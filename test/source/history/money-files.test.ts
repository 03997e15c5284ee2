import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMoneyFiles } from '../../../source/history/money-files.ts';
import type { SeenDay } from '../../../source/money/seen-days.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-money-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function seen(seenMs: number, spentDollars: number): SeenDay {
  return {
    ...{ name: 'train-1', fromMs: 1000, untilMs: 1000 + seenMs, seenMs, spentDollars },
    ...{ wastedDollars: 0, idleMs: 0, untoldMs: 0, stoppedSinceMs: null },
  };
}

describe('money files', () => {
  it('give back what was written, and nothing of other days', async () => {
    const files = createMoneyFiles(folder);
    await files.write('2026-11-25', new Map([['p1', seen(5000, 1)]]));
    const days = await files.read(['2026-11-24', '2026-11-25']);
    expect([...days.keys()]).toEqual(['2026-11-25']);
    expect(days.get('2026-11-25')?.get('p1')).toEqual(seen(5000, 1));
  });

  it('keep of each pod whoever saw more, and count nothing twice', async () => {
    const [one, other] = [createMoneyFiles(folder), createMoneyFiles(folder)];
    await one.write('2026-11-25', new Map([['p1', seen(5000, 1)]]));
    await other.write(
      '2026-11-25',
      new Map([
        ['p1', seen(3000, 0.6)],
        ['p2', seen(3000, 9)],
      ]),
    );
    const day = (await one.read(['2026-11-25'])).get('2026-11-25');
    expect(day?.get('p1')?.spentDollars).toBe(1);
    expect(day?.get('p2')?.spentDollars).toBe(9);
  });

  it.each([
    ['garbled', '{"schema":1,"pods":'],
    ['of another kind', '{"schema":2,"pods":{}}'],
    ['with a figure that is none', '{"schema":1,"pods":{"p1":{"name":"x","seenMs":-1}}}'],
  ])('leave out what is %s', async (_what, text) => {
    writeFileSync(join(folder, '2026-11-25.json'), text);
    expect((await createMoneyFiles(folder).read(['2026-11-25'])).size).toBe(0);
  });

  it('name the file that cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const files = createMoneyFiles(join(folder, 'file'));
    await expect(files.write('2026-11-25', new Map())).rejects.toThrow(
      /Cannot keep what was spent in .*2026-11-25/,
    );
  });
});
