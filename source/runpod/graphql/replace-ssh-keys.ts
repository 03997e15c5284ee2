import type { SshKey } from '../resource-cloud.ts';
import type { Operation } from './operation.ts';

/** The whole list, joined with a blank line between two, as RunPod's own programs do. */
export const replaceSshKeys: Operation<{ readonly keys: readonly SshKey[] }, null> = {
  action: ({ keys }) => `write the account's ${keys.length} SSH keys`,
  kind: 'write',
  document: `mutation replaceSshKeys($input: UpdateUserSettingsInput) { updateUserSettings(input: $input) { id } }`,
  root: 'updateUserSettings',
  sent: ({ keys }) => ({ input: { pubKey: keys.map(({ line }) => line).join('\n\n') } }),
  read(value, reader) {
    if (value !== null) return { ok: true, value: null };
    return reader.fail('unexpected', 'RunPod answered null, without a reason', 'List the keys.');
  },
};
