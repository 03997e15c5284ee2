import { z } from 'zod';
import { safeText } from '../../base/safe-text.ts';
import { readFitting } from '../fitting.ts';
import type { SshKey } from '../resource-cloud.ts';
import { checkKeyHint } from '../trouble.ts';
import type { Operation } from './operation.ts';

const schema = z.object({ pubKey: z.string().nullish() });

/**
 * The account's public keys: at RunPod one text, a key a line, often with blank lines between. Each line is kept as it
 * stands but for what cannot be printed, because a change writes all of them back. No list is no answer: written back
 * as an empty one it would take away every key.
 */
export const sshKeys: Operation<Record<string, never>, readonly SshKey[]> = {
  action: () => "list the account's SSH keys",
  kind: 'read',
  document: 'query sshKeys { myself { id pubKey } }',
  root: 'myself',
  read(value, reader) {
    if (value === null) {
      return reader.fail('unauthorised', 'RunPod answered as to nobody (myself is null)', checkKeyHint);
    }
    const { value: account } = readFitting(schema, value);
    if (account === null || account.pubKey === undefined) {
      return reader.fail('unexpected', 'the answer lacks the keys', 'Look at them in the web console.');
    }
    const lines = (account.pubKey ?? '').split(/\r?\n/).map((line) => line.trim());
    return {
      ok: true,
      value: lines
        .filter((line) => line !== '')
        .map((line) => ({ line: safeText(line, { maxLength: longestLine }) })),
    };
  },
};

/** A certificate of many principals is long; nothing else comes near it. */
const longestLine = 50_000;
