import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findFiles } from '../../../source/logs/sources/find-files.ts';
import type { SshPodOptions } from '../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../neighbours/sshd.ts';
import { doorsTo, podWithFiles, shells, slow } from './pod-with-files.ts';

const opened: (() => Promise<void>)[] = [];
const start = (options: SshPodOptions = {}) => podWithFiles(opened, options);

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describe.skipIf(sshdMissing !== null)(`files of a pod over a real sshd${sshdMissing ?? ''}`, () => {
  test.each(shells)('several files on one channel, rotation, waiting, with %s', async (_name, options) => {
    const { follow, file } = await start(options);
    const one = file('one.log', 'old 1\nold 2\nold 3\n');
    const late = file('late.log');
    const { heard } = follow([one, late], { tail: 2 });
    await expect.poll(() => heard.texts(one), slow).toEqual(['old 2', 'old 3']);
    await expect
      .poll(() => heard.states.get(late), slow)
      .toEqual({
        kind: 'waiting',
        reason: 'the file is not there yet',
      });

    writeFileSync(late, 'first words\n');
    appendFileSync(one, 'half a li');
    await expect.poll(() => heard.texts(late), slow).toEqual(['first words']);
    appendFileSync(one, 'ne\nbefore the rotation\n');
    renameSync(one, `${one}.1`);
    writeFileSync(one, 'after the rotation\n');
    await expect
      .poll(() => heard.texts(one), slow)
      .toEqual(['old 2', 'old 3', 'half a line', 'before the rotation', 'after the rotation']);
    expect(heard.notes).toEqual([]);

    truncateSync(one);
    await expect.poll(() => heard.notes, slow).toHaveLength(1);
    appendFileSync(one, 'anew\n');
    await expect.poll(() => heard.texts(one).at(-1), slow).toBe('anew');
  });

  test('nothing in a file can pass for another file, and no byte of it is lost on the way', async () => {
    const { follow, file } = await start();
    const hostile = file('hostile.log');
    const other = file('other.log', '');
    writeFileSync(
      hostile,
      Buffer.concat([
        Buffer.from('==> other.log <==\n'),
        Buffer.from('pe0123 d 1 5 9 b Zm9yZ2Vk\n\u0000\u0001bell\u0007\n'),
        Buffer.from([0xff, 0xfe, 0x41, 0x0a]),
        Buffer.from(`${'x'.repeat(1024 * 1024)}\nlast\n`),
      ]),
    );
    const { heard } = follow([hostile, other], { tail: 100 });
    await expect.poll(() => heard.texts(hostile).at(-1), slow).toBe('last');
    const texts = heard.texts(hostile);
    expect(texts.slice(0, 4)).toEqual([
      '==> other.log <==',
      'pe0123 d 1 5 9 b Zm9yZ2Vk',
      '\u0000\u0001bell\u0007',
      '\ufffd\ufffdA',
    ]);
    expect(texts[4]).toBe(`${'x'.repeat(64 * 1024)} … ${1024 * 1024 - 64 * 1024} more bytes`);
    expect(heard.texts(other)).toEqual([]);
  });

  test('a lost connection: no line twice, none lost, also over a rotation meanwhile', async () => {
    const { pod, follow, file } = await start();
    const log = file('app.log', 'one\ntwo\n');
    const { heard } = follow([log], { tail: 10 });
    await expect.poll(() => heard.texts(), slow).toEqual(['one', 'two']);
    appendFileSync(log, 'three\nfo');
    await expect.poll(() => heard.texts(), slow).toEqual(['one', 'two', 'three']);

    await pod.kill();
    await expect.poll(() => heard.states.get(log)?.kind, slow).toBe('waiting');
    appendFileSync(log, 'ur\nfive\n');
    renameSync(log, `${log}.1`);
    writeFileSync(log, 'six\n');
    await pod.restart();
    await expect.poll(() => heard.texts(), slow).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
    expect(heard.notes).toEqual([]);

    await pod.kill();
    await expect.poll(() => heard.states.get(log)?.kind, slow).toBe('waiting');
    appendFileSync(log, 'never seen\n');
    // As long as somebody has it open its inode is not given to another.
    const held = openSync(log, 'r');
    unlinkSync(log);
    writeFileSync(log, 'seven\n');
    await pod.restart();
    await expect.poll(() => heard.texts().at(-1), slow).toBe('seven');
    closeSync(held);
    expect(heard.notes.join()).toContain('lines may be missing here');
  });

  test('what is not followed ends by itself; what is left behind ends with its channel', async () => {
    const { pod, follow, file } = await start();
    const log = file('app.log', 'one\ntwo without an end');
    const once = follow([log], { tail: 10, isOnce: true });
    await once.over;
    expect(once.heard.texts()).toEqual(['one', 'two without an end']);
    expect(once.heard.states.get(log)).toEqual({ kind: 'ended' });

    const endless = follow([log], { tail: 0 });
    await expect.poll(() => endless.heard.states.get(log)?.kind, slow).toBe('live');
    endless.stop();
    await endless.over;
    await expect.poll(() => pod.sessions().filter(({ command }) => command.includes('app.log'))).toEqual([]);
  });

  test('a file that grows by a megabyte at once comes whole, in its order', async () => {
    const { follow, file } = await start();
    const log = file('app.log', '');
    const { heard } = follow([log], { tail: 0 });
    await expect.poll(() => heard.states.get(log)?.kind, slow).toBe('live');
    const lines: string[] = [];
    for (let slice = 0; slice < 10; slice++) {
      const more = Array.from({ length: 1000 }, (_, index) => `${slice}-${index} ${'x'.repeat(index % 300)}`);
      lines.push(...more);
      appendFileSync(log, `${more.join('\n')}\n`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await expect.poll(() => heard.texts().at(-1), slow).toBe(lines.at(-1));
    expect(heard.texts()).toEqual(lines);
  });

  test('files are found by pattern, whatever their names', async () => {
    const { pod, folder, file } = await start();
    file('a b.log', '');
    file("it's $(touch pwned).log", '');
    mkdirSync(join(folder, 'dir.log'));
    const { doors, target } = await doorsTo(pod);
    opened.push(() => doors.close());
    const door = await doors.open(target, new AbortController().signal);
    if (!door.ok) throw new Error(door.failure.message);
    const found = await findFiles(door.value, [`${folder}/*.log`, `${folder}/nothing-[0-9].txt`]);
    expect(found.ok && [...found.value.paths].sort()).toEqual([
      join(folder, 'a b.log'),
      join(folder, "it's $(touch pwned).log"),
    ]);
    expect(found.ok && found.value.unmatched).toEqual([`${folder}/nothing-[0-9].txt`]);
    expect(statSync(folder).isDirectory()).toBe(true);
  });
});
