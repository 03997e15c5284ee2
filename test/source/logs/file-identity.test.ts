import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  renameSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { sshdMissing } from '../../neighbours/sshd.ts';
import { podWithFiles, shells, slow } from './pod-with-files.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** Longer than what it stands in place of: by inode and length it is the file that was read. */
const anew = ['anew 1', 'anew 2', 'anew 3', 'anew 4'];
const anewText = `${anew.join('\n')}\n`;
const missing = expect.stringContaining('lines may be missing here');

describe.skipIf(sshdMissing !== null)(
  `which file it is, where the inode says the same${sshdMissing ?? ''}`,
  () => {
    test.each(shells)(
      'written anew in place while the connection was gone, with %s',
      async (_name, options) => {
        const { pod, follow, file } = await podWithFiles(opened, options);
        const log = file('app.log', 'one\ntwo\n');
        const still = file('still.log', 'stays\n');
        const { heard } = follow([log, still], { tail: 10 });
        await expect.poll(() => heard.texts(log), slow).toEqual(['one', 'two']);
        await expect.poll(() => heard.texts(still), slow).toEqual(['stays']);

        await pod.kill();
        await expect.poll(() => heard.states.get(log)?.kind, slow).toBe('waiting');
        writeFileSync(log, anewText);
        appendFileSync(still, 'as it was\n');
        await pod.restart();
        await expect.poll(() => heard.texts(log), slow).toEqual(['one', 'two', ...anew]);
        await expect.poll(() => heard.texts(still), slow).toEqual(['stays', 'as it was']);
        expect(heard.notes).toEqual([missing]);

        appendFileSync(log, 'more\n');
        await expect.poll(() => heard.texts(log).at(-1), slow).toBe('more');
        expect(heard.notes).toHaveLength(1);
      },
    );

    test.each(shells)('copied and cut off while the connection was gone, with %s', async (_name, options) => {
      const { pod, follow, file } = await podWithFiles(opened, options);
      const before = `${'x'.repeat(80)}\n`;
      const log = file('app.log', `${before}half a`);
      const { heard } = follow([log], { tail: 10 });
      await expect.poll(() => heard.texts(), slow).toHaveLength(1);

      await pod.kill();
      await expect.poll(() => heard.states.get(log)?.kind, slow).toBe('waiting');
      appendFileSync(log, ' line\nthe last of it');
      writeFileSync(`${log}.2`, `${'y'.repeat(200)}\n`);
      copyFileSync(log, `${log}.1`);
      truncateSync(log);
      appendFileSync(log, `${before}${anewText}`);
      await pod.restart();
      const all = [before.trim(), 'half a line', 'the last of it', before.trim(), ...anew];
      await expect.poll(() => heard.texts(), slow).toEqual(all);
      expect(heard.notes).toEqual([]);
    });

    test.each(shells)('put aside twice while the connection was gone, with %s', async (_name, options) => {
      const { pod, follow, file } = await podWithFiles(opened, options);
      const log = file('app.log', 'one\n');
      const { heard } = follow([log], { tail: 10 });
      await expect.poll(() => heard.texts(), slow).toEqual(['one']);

      await pod.kill();
      await expect.poll(() => heard.states.get(log)?.kind, slow).toBe('waiting');
      appendFileSync(log, 'two\n');
      renameSync(log, `${log}.2`);
      const anHourAgo = Date.now() / 1000 - 3600;
      utimesSync(`${log}.2`, anHourAgo, anHourAgo);
      writeFileSync(`${log}.1`, 'in between\n');
      writeFileSync(log, 'three\n');
      await pod.restart();
      await expect.poll(() => heard.texts(), slow).toEqual(['one', 'two', 'three']);
      expect(heard.notes).toEqual([expect.stringContaining('lines are missing here')]);
    });

    test('written over between two looks of one connection, and no shorter at any time', async () => {
      const { follow, file } = await podWithFiles(opened);
      const log = file('app.log', 'one\ntwo\n');
      const silent = file('silent.log', 'not read\n');
      const { heard } = follow([log], { tail: 10 });
      const fromNow = follow([silent], { tail: 0 });
      await expect.poll(() => heard.texts(), slow).toEqual(['one', 'two']);
      await expect.poll(() => fromNow.heard.states.get(silent)?.kind, slow).toBe('live');
      overwrite(log, anewText);
      overwrite(silent, anewText);
      await expect.poll(() => heard.texts(), slow).toEqual(['one', 'two', ...anew]);
      await expect.poll(() => fromNow.heard.texts(), slow).toEqual(anew);
      expect([...heard.notes, ...fromNow.heard.notes]).toEqual([missing, missing]);
    });
  },
);

/** In one write: nobody sees it half done. */
function overwrite(path: string, text: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, text, 0);
  closeSync(file);
}
