/** The account's SSH keys, which pods get as they are made. */
import { z } from 'zod';
import { readFitting } from '../fitting.ts';
import type { SshKey } from '../resource-cloud.ts';
import type { Operation } from './operation.ts';
import { readNothing } from './read-new.ts';

const schema = z.object({ keys: z.array(z.string()) });

/** Longer is no key; one that is cut would be written back cut. */
const longestKey = 16_000;

/** A key that cannot be kept whole fails all of them: the list is written back whole, and would lose it. */
export const sshKeys: Operation<null, readonly SshKey[]> = {
  action: () => "list the account's SSH keys",
  request: () => ({ method: 'GET', path: '/account/ssh-keys' }),
  read(json, reader) {
    const listed = readFitting(schema, json).value;
    if (listed === null) return reader.fail('unexpected', 'RunPod answered without a list', 'Try again.');
    const lines = listed.keys.map((key) => key.trim()).filter((key) => key !== '');
    if (lines.some((line) => line.length > longestKey)) {
      const hint = 'Look at the keys in the web console, Settings.';
      return reader.fail('unexpected', `a key is longer than ${longestKey} characters`, hint);
    }
    return { ok: true, value: lines.map((line) => ({ line: reader.clean(line, longestKey) })) };
  },
};

/** The whole list: what is not in it is taken away. */
export const replaceSshKeys: Operation<readonly SshKey[], null> = {
  action: () => "replace the account's SSH keys",
  request: (keys) => ({
    method: 'PUT',
    path: '/account/ssh-keys',
    body: { keys: keys.map(({ line }) => line.trim()) },
  }),
  read: readNothing,
};
