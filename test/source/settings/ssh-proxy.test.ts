import { expect, test } from 'vitest';
import { readSshProxy } from '../../../source/settings/ssh-proxy.ts';

const apiUrl = 'https://api.runpod.io/graphql';
const read = (text: string | undefined, changes: Partial<Parameters<typeof readSshProxy>[0]> = {}) =>
  readSshProxy({
    environment: text === undefined ? {} : { RUNPOD_SSH_PROXY: text },
    isAllowed: true,
    apiUrls: [apiUrl],
    ...changes,
  });

test('RunPod’s own proxy goes with RunPod’s own API, and with no other', () => {
  expect(read(undefined).proxy).toEqual({ kind: 'usual' });
  const local = read(undefined, { apiUrls: ['http://127.0.0.1:4000/graphql'] }).proxy;
  expect(local).toEqual({ kind: 'off', reason: expect.stringContaining('RUNPOD_SSH_PROXY') });
});

test('another may be named, and none may be wanted', () => {
  expect(read('127.0.0.1:2222', { apiUrls: ['http://127.0.0.1:4000/graphql'] }).proxy).toEqual({
    kind: 'at',
    host: '127.0.0.1',
    port: 2222,
  });
  expect(read('127.0.0.1:2222', { isAllowed: false }).proxy.kind).toBe('off');
});

test.each(['me@127.0.0.1:22', '127.0.0.1:0', 'a:b:c', '-x'])('"%s" is refused, and quoted', (text) => {
  const [wrong] = read(text).problems;
  expect(wrong).toMatchObject({ key: 'RUNPOD_SSH_PROXY' });
  expect(wrong?.value).toBe(JSON.stringify(text));
});
