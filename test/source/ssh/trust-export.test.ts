/** What the system's ssh is told to believe, case by case. */
import { expect, test } from 'vitest';
import { parseKnownHosts } from '../../../source/ssh/known-hosts.ts';
import { exportTrust } from '../../../source/ssh/trust-export.ts';
import type { Pin } from '../../../source/ssh/trust-store.ts';

const pin: Pin = {
  ...{ type: 'ssh-ed25519', fingerprint: 'SHA256:x', blob: 'cGlubmVk', generation: 'g1' },
  ...{ source: 'first-contact', endpoint: 'there', firstSeenMs: 1, lastSeenMs: 1 },
};
const plain = 'pod.example ssh-ed25519 cGxhaW4=';
const authority = '@cert-authority *.example ssh-ed25519 Y2E=';
const revoked = '@revoked * ssh-ed25519 c3RvbGVu';
const pinnedKey = { marker: 'none', type: 'ssh-ed25519', blob: 'cGlubmVk' };
const revokedKey = { marker: 'revoked', type: 'ssh-ed25519', blob: 'c3RvbGVu' };

type Asked = Partial<Parameters<typeof exportTrust>[0]> & { readonly lines?: readonly string[] };

function exported({ lines = [], ...asked }: Asked) {
  return exportTrust({
    ...{ identity: 'ssh:pod.example:22', generation: 'g1', pin: null, mode: 'accept-new' },
    known: parseKnownHosts(lines.join('\n')),
    addresses: [{ host: 'pod.example', port: 22 }],
    ...asked,
  });
}

test.each<[string, Asked, unknown]>([
  ['nobody knows it', {}, { kind: 'own', keys: [], acceptNew: true }],
  ['nobody knows it, strictly', { mode: 'strict' }, { kind: 'own', keys: [], acceptNew: false }],
  ['pinned', { pin }, { kind: 'own', keys: [pinnedKey], acceptNew: false }],
  [
    'pinned, and revoked',
    { pin, lines: [revoked] },
    { kind: 'own', keys: [revokedKey, pinnedKey], acceptNew: false },
  ],
  ['made anew', { pin, generation: 'g2' }, { kind: 'own', keys: [], acceptNew: true }],
  [
    'pinned before the operator’s own',
    { pin, lines: [plain] },
    { kind: 'own', keys: [pinnedKey], acceptNew: false },
  ],
  ['in the operator’s own', { lines: [plain] }, { kind: 'user', onlyAuthority: false }],
  ['an authority alone', { lines: [authority] }, { kind: 'user', onlyAuthority: true }],
  ['an authority beside a key', { lines: [authority, plain] }, { kind: 'user', onlyAuthority: false }],
  [
    'a pod at a known address',
    { identity: 'runpod:p', lines: [plain] },
    { kind: 'own', keys: [], acceptNew: true },
  ],
  [
    'such a pod, strictly',
    { identity: 'runpod:p', mode: 'strict', lines: [plain] },
    { kind: 'user', onlyAuthority: false },
  ],
  [
    'known under another name',
    {
      lines: [authority],
      addresses: [
        { host: '10.0.0.1', port: 22 },
        { host: 'b.example', port: 22 },
      ],
    },
    { kind: 'user', onlyAuthority: true },
  ],
])('%s', (_, asked, expected) => {
  expect(exported(asked)).toEqual(expected);
});
