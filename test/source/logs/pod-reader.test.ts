import { appendFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { createPodReader } from '../../../source/logs/sources/pod-reader.ts';
import { sshdMissing } from '../../neighbours/sshd.ts';
import { doorsTo, hearing, podWithFiles, shells, slow } from './pod-with-files.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

describe.skipIf(sshdMissing !== null)(`which files of a pod are read${sshdMissing ?? ''}`, () => {
  test.each(shells)(
    'files that come later are found without another login, with %s',
    async (_name, options) => {
      const { pod, folder, file } = await podWithFiles(opened, options);
      const { heard, logins } = await read(pod, { files: [`${folder}/*.log`], offers: [`${folder}/*.txt`] });
      await expect.poll(() => heard.states.get(`${folder}/*.log`), slow).toEqual({ kind: 'absent' });

      const late = file('late.log', 'its first line\nits second\n');
      const offer = file('offer.txt', 'never read\n');
      await expect.poll(() => heard.texts(late), slow).toEqual(['its first line', 'its second']);
      await expect.poll(() => heard.states.get(offer), slow).toEqual({ kind: 'offered' });
      expect(heard.states.has(`${folder}/*.log`)).toBe(false);

      const later = file('later.log', 'another\n');
      await expect.poll(() => heard.texts(later), slow).toEqual(['another']);
      appendFileSync(late, 'goes on\n');
      await expect.poll(() => heard.texts(late), slow).toEqual(['its first line', 'its second', 'goes on']);
      expect(heard.texts(offer)).toEqual([]);
      expect(logins()).toBe(1);
    },
  );

  test('files switched on and off in one breath are read once', async () => {
    const { pod, folder, file } = await podWithFiles(opened);
    const one = file('one.txt', 'one\n');
    const two = file('two.txt', 'two\n');
    const { heard, reader } = await read(pod, { files: [], offers: [`${folder}/*.txt`] });
    await expect.poll(() => heard.states.get(two), slow).toEqual({ kind: 'offered' });
    reader.setFile(one, true);
    reader.setFile(two, true);
    reader.setFile(one, false);
    reader.setFile(one, true);
    await expect.poll(() => heard.states.get(one), slow).toEqual({ kind: 'live' });
    appendFileSync(one, 'one more\n');
    appendFileSync(two, 'two more\n');
    await expect.poll(() => heard.texts(one).at(-1), slow).toBe('one more');
    await expect.poll(() => heard.texts(two).at(-1), slow).toBe('two more');
    expect(heard.texts().sort()).toEqual(['one', 'one more', 'two', 'two more']);
  });

  test('without following it ends, and says which pattern has no file', async () => {
    const { pod, folder, file } = await podWithFiles(opened);
    const log = file('app.log', 'one\n');
    const wanted = { files: [`${folder}/*.log`, `${folder}/none/*`], offers: [] };
    const { heard, reader } = await read(pod, wanted, false);
    await reader.over;
    expect(heard.texts(log)).toEqual(['one']);
    expect(heard.states).toEqual(
      new Map([
        [log, { kind: 'ended' }],
        [`${folder}/none/*`, { kind: 'absent' }],
      ]),
    );
  });
});

type Pod = Awaited<ReturnType<typeof podWithFiles>>['pod'];

async function read(
  pod: Pod,
  wanted: { readonly files: readonly string[]; readonly offers: readonly string[] },
  follow = true,
) {
  const { doors, target } = await doorsTo(pod);
  const heard = hearing();
  let logins = 0;
  const reader = createPodReader({
    podId: target.podId,
    logs: null,
    openDoor: (signal) => {
      logins += 1;
      return doors.open(target, signal);
    },
    wanted: { cloud: 'none', ...wanted },
    request: { tail: 100, sinceMs: null, follow },
    listener: heard,
    lookEverySeconds: 1,
  });
  opened.push(async () => {
    await reader.close();
    await doors.close();
  });
  return { heard, reader, logins: () => logins };
}
