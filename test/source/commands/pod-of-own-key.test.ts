/** A pod's own key may not list pods; a pod that is named by its id is found all the same. */
import { expect, test } from 'vitest';
import { createSecret } from '../../../source/base/secret.ts';
import { podOfOwnKey } from '../../../source/commands/pod-of-own-key.ts';
import type { CloudFailure } from '../../../source/runpod/cloud.ts';
import { createRestCloud } from '../../../source/runpod/rest/cloud.ts';

const { signal } = new AbortController();
const list: CloudFailure = { ok: false, code: 'unauthorised', message: 'No.', hint: '', retryAfterMs: null };

test('asks for the pod itself, where the key was refused and an id was typed', async () => {
  const asked: string[] = [];
  const cloud = createRestCloud({
    url: 'http://127.0.0.1:9/v2',
    apiKey: createSecret('rpa_ofonepod'),
    version: '0',
    fetch: async (input) => {
      asked.push(new URL(String(input)).pathname);
      return Response.json({ id: 'fpvynh1o4i9g3v', name: 'mine', status: 'EXITED' });
    },
  });
  expect(await podOfOwnKey(cloud, 'fpvynh1o4i9g3v', { list, signal })).toMatchObject({ name: 'mine' });
  expect(await podOfOwnKey(cloud, 'my pod', { list, signal })).toBeNull();
  const down = { ...list, code: 'server' } as const;
  expect(await podOfOwnKey(cloud, 'fpvynh1o4i9g3v', { list: down, signal })).toBeNull();
  expect(asked).toEqual(['/v2/pods/fpvynh1o4i9g3v']);
});
