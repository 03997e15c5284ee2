import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPlace } from '../../../source/access/copy/copy-place.ts';
import { downloadFiles, downloadStream } from '../../../source/access/copy/download.ts';
import { judgeEntryPath, judgeLinkTarget } from '../../../source/access/copy/safe-entry.ts';
import { writeHeader } from '../../../source/access/copy/tar-headers.ts';
import { createUnpacker } from '../../../source/access/copy/unpack.ts';
import { uploadFiles, uploadStream } from '../../../source/access/copy/upload.ts';
import type { PodDoor, PodDoors } from '../../../source/ssh/pod-door.ts';
import { type Sshd, sshdMissing, startSshd } from '../../neighbours/sshd.ts';
import { doorsTo } from './doors-to.ts';

const folder = mkdtempSync(join(tmpdir(), 'pod-engine-copy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;
const onBytes = (): void => {};

function fresh(name: string): string {
  const path = join(folder, name);
  // Of an earlier try.
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  return path;
}

test.each([
  ['web-1:/etc/hosts', { kind: 'pod', name: 'web-1', path: '/etc/hosts' }],
  ['web-1:', { kind: 'pod', name: 'web-1', path: '.' }],
  ['root@10.0.0.5:2222:x', { kind: 'pod', name: 'root@10.0.0.5:2222', path: 'x' }],
  ['./web-1:x', { kind: 'local', path: './web-1:x' }],
  ['/tmp/a:b', { kind: 'local', path: '/tmp/a:b' }],
  ['notes.txt', { kind: 'local', path: 'notes.txt' }],
  ['-', { kind: 'stream' }],
])('%s is read', (typed, place) => {
  expect(readPlace(typed)).toEqual(place);
});

describe.skipIf(sshdMissing !== null)(`copies through a real sshd${sshdMissing ?? ''}`, () => {
  let sshd: Sshd;
  let doors: PodDoors;
  let door: PodDoor;

  beforeAll(async () => {
    // As noisy as start-up files get.
    sshd = await startSshd({
      forceCommand: `sh -c 'echo Welcome; cd ${folder}; exec sh -c "$SSH_ORIGINAL_COMMAND"'`,
    });
    const made = await doorsTo(sshd);
    doors = made.doors;
    const opened = await doors.open(made.target, signal);
    if (!opened.ok) throw new Error(opened.failure.message);
    door = opened.value;
  });
  afterAll(async () => {
    await doors.close();
    await sshd.stop();
  });

  test('a tree goes there and comes back as it was', async () => {
    const here = fresh('here');
    const deep = join(here, 'a folder', 'x'.repeat(90), 'ünïcödé');
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'it\'s "quoted" $HOME'), 'text');
    writeFileSync(join(here, 'large'), randomBytes(5_000_001), { mode: 0o640 });
    writeFileSync(join(here, 'empty'), '');
    writeFileSync(join(here, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync('a folder/../large'.replace('a folder/../', ''), join(here, 'link'));
    utimesSync(join(here, 'large'), 1_600_000_000, 1_600_000_000);
    const there = join(folder, 'there');
    rmSync(there, { recursive: true, force: true });
    expect(
      await uploadFiles({ door, sources: [here], target: there, signal, onBytes, onSkipped: onBytes }),
    ).toEqual({ ok: true });
    const back = fresh('back');
    expect(
      await downloadFiles({
        ...{ door, source: there, target: back, severalSources: false, signal, onBytes },
        onRefused: (text) => expect.unreachable(text),
      }),
    ).toEqual({ ok: true });
    const copied = join(back, 'there');
    expect(execFileSync('diff', ['-r', '--no-dereference', here, copied]).toString()).toBe('');
    expect(statSync(join(copied, 'large')).mtimeMs).toBe(1_600_000_000_000);
    expect(statSync(join(copied, 'run.sh')).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(copied, 'link'))).toBe('large');
    expect(readdirSync(copied).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('one file under another name, into a folder, and over what is there', async () => {
    const source = join(folder, 'one.txt');
    writeFileSync(source, 'one');
    const target = join(folder, 'two.txt');
    writeFileSync(target, 'what was there');
    const up = { door, sources: [source], signal, onBytes, onSkipped: onBytes };
    expect((await uploadFiles({ ...up, target })).ok).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe('one');
    fresh('into');
    expect((await uploadFiles({ ...up, target: 'into' })).ok).toBe(true);
    expect(readFileSync(join(folder, 'into', 'one.txt'), 'utf8')).toBe('one');
    const down = { door, source, severalSources: false, signal, onBytes, onRefused: onBytes };
    expect((await downloadFiles({ ...down, target: join(folder, 'three.txt') })).ok).toBe(true);
    expect(readFileSync(join(folder, 'three.txt'), 'utf8')).toBe('one');
  });

  test('streams both ways', async () => {
    const bytes = randomBytes(3_000_000);
    async function* input(): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
    }
    const target = join(folder, 'streamed');
    expect((await uploadStream({ door, target, input: input(), signal, onBytes })).ok).toBe(true);
    const hash = createHash('sha256');
    const end = await downloadStream({
      ...{ door, source: target, signal, onBytes },
      write: (piece) => void hash.update(piece),
    });
    expect(end.ok).toBe(true);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('what is not there is named', async () => {
    const end = await downloadStream({ door, source: '/no/such', signal, onBytes, write: onBytes });
    expect(end).toMatchObject({ ok: false, reason: expect.stringContaining('/no/such') });
    const tree = await downloadFiles({
      ...{ door, source: '/no/such', target: join(folder, 'nothing'), severalSources: false },
      ...{ signal, onBytes, onRefused: onBytes },
    });
    expect(tree.ok).toBe(false);
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
    const into = { door, sources: [join(folder, 'absent')], signal, onBytes, onSkipped: onBytes };
    expect((await uploadFiles({ ...into, target: 'x' })).ok).toBe(false);
  });
});

describe('an archive of a hostile pod', () => {
  const entry = (path: string, kind: 'file' | 'folder' | 'link' = 'file', linkTarget = ''): Buffer =>
    Buffer.concat([
      writeHeader({
        path,
        kind,
        size: kind === 'file' ? 4 : 0,
        mode: 0o7777,
        modifiedSeconds: 1,
        linkTarget,
      }),
      ...(kind === 'file' ? [Buffer.from('evil'), Buffer.alloc(508)] : []),
    ]);

  function unpack(top: string, ...entries: Buffer[]) {
    const unpacker = createUnpacker({ name: 'data', top });
    unpacker.feed(Buffer.concat([...entries, Buffer.alloc(1024)]));
    return unpacker.end();
  }

  test('writes nothing outside of the folder', () => {
    const top = join(fresh('hostile'), 'data');
    const { refused, files } = unpack(
      top,
      entry('/etc/evil'),
      entry('data/../../evil'),
      entry('other/evil'),
      entry('data/\x1b]52;c;x\x07'),
      entry('data/out', 'link', '/etc'),
      entry('data/up', 'link', '../../evil'),
      entry('data/in/dot', 'link', '..'),
      entry('data/chained', 'link', 'in/dot/../..'),
      entry('data/good'),
    );
    expect(refused).toHaveLength(7);
    expect(files).toBe(2);
    expect(readdirSync(top).sort()).toEqual(['good', 'in']);
    expect(readdirSync(join(folder, 'hostile'))).toEqual(['data']);
    expect(statSync(join(top, 'good')).mode & 0o7777).toBe(0o777);
    expect(refused.join('')).not.toContain('\x1b');
  });

  test('follows no link, whether it came with the archive or stood there before', () => {
    const outside = fresh('outside');
    const top = fresh('links');
    symlinkSync(outside, join(top, 'stood'));
    writeFileSync(join(outside, 'kept'), 'kept');
    symlinkSync(join(outside, 'kept'), join(top, 'file'));
    const { refused } = unpack(
      top,
      entry('data/came', 'link', 'stood'),
      entry('data/came/evil'),
      entry('data/stood/evil'),
      entry('data/file'),
    );
    expect(refused.join()).toContain('a link stands in its way');
    expect(readdirSync(outside)).toEqual(['kept']);
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('kept');
    expect(lstatSync(join(top, 'file')).isFile()).toBe(true);
  });

  test('is no archive where it is not one, and not whole where it breaks off', () => {
    const unpacker = createUnpacker({ name: 'data', top: join(folder, 'never') });
    expect(() => unpacker.feed(Buffer.alloc(512, 'x'.charCodeAt(0)))).toThrow('no archive');
    const cut = createUnpacker({ name: 'data', top: fresh('cut') });
    cut.feed(entry('data/half').subarray(0, 514));
    expect(() => cut.end()).toThrow('broke off');
    cut.abandon();
    expect(readdirSync(join(folder, 'cut'))).toEqual([]);
  });

  test.each(['../x', '/x', 'a/../../x', `a/${'b/'.repeat(200)}`, 'a\nb'])('refuses the path %j', (path) => {
    expect(judgeEntryPath(path).ok).toBe(false);
  });

  test('judges links by where they may lead', () => {
    expect(judgeLinkTarget(['a', 'b'], '../c').ok).toBe(true);
    expect(judgeLinkTarget(['a'], '../c').ok).toBe(false);
    expect(judgeLinkTarget(['a', 'b'], 'c/../d').ok).toBe(false);
  });
});
