import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { newHostKey } from '../../../../source/simulator/pod/host-keys.ts';

it('makes keys that can be read, every time', () => {
  const unreadable = Array.from({ length: 1500 }, newHostKey).filter(
    (key) => ssh2.utils.parseKey(key) instanceof Error,
  );
  expect(unreadable).toEqual([]);
});
