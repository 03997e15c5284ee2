/** The account's SSH keys and secrets. Secrets are newer than the published description: their form is assumed. */
import { z } from 'zod';
import { checked } from '../check-body.ts';
import { text } from '../container-shape.ts';
import { pageOf } from '../page.ts';
import { Problem } from '../problem.ts';
import type { RestOptions } from '../rest-options.ts';
import { created, gone, ok, type Route } from '../route.ts';

const keysBody = z.strictObject({
  keys: z.array(
    z
      .string()
      .regex(
        /^(ssh|ecdsa|sk)-[^\s]+ [^\s]+([ \t][^\n\r]*)?$/,
        'is no line of authorized_keys: <type> <key> [comment]',
      ),
  ),
});

const secretBody = z.strictObject({
  name: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be letters, digits, _ and -, as {{ RUNPOD_SECRET_name }} takes them'),
  value: text,
  description: z.string().optional(),
});

export function accountRoutes({ ledger, secrets }: RestOptions): readonly Route[] {
  const keys = () => ({ keys: linesOf(ledger.publicKey()) });
  return [
    { method: 'GET', path: '/account/ssh-keys', answer: () => ok(keys()) },
    {
      method: 'PUT',
      path: '/account/ssh-keys',
      answer({ body }) {
        ledger.setPublicKey(checked(keysBody, body).keys.join('\n'));
        return ok(keys());
      },
    },
    {
      method: 'GET',
      path: '/account/secrets',
      answer({ query }) {
        const { items, pagination } = pageOf(secrets.list(), query);
        return ok({ secrets: items.map(secretObject), pagination });
      },
    },
    {
      method: 'POST',
      path: '/account/secrets',
      answer: ({ body }) => created(secretObject(secrets.create(checked(secretBody, body)))),
    },
    {
      method: 'DELETE',
      path: '/account/secrets/:id',
      answer({ path }) {
        const { id = '' } = path;
        if (!secrets.list().some((secret) => secret.id === id)) throw new Problem(404, 'secret not found');
        secrets.remove(id);
        return gone;
      },
    },
  ];
}

function linesOf(keys: string): readonly string[] {
  return keys
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Never with its value. */
function secretObject(secret: ReturnType<RestOptions['secrets']['list']>[number]): unknown {
  const { id, name, description = null, createdAtMs } = secret;
  return { id, name, description, createdAt: new Date(createdAtMs).toISOString() };
}
