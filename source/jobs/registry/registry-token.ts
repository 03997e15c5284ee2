/** Tokens of a registry's own token service (Distribution's token specification): asked for by name and password, or by a kept token. */
import { z } from 'zod';
import { createSecret, type Secret } from '../../base/secret.ts';
import type { Challenge } from './challenge.ts';
import type { Login } from './login.ts';
import { isLoopback } from './registry-host.ts';

type Bearer = Extract<Challenge, { kind: 'bearer' }>;

export type TokenAnswer =
  | { readonly kind: 'token'; readonly token: Secret }
  | { readonly kind: 'refused'; readonly status: number; readonly body: string };

const tokenShape = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** Rejects where the service does not answer. `send` has the deadline. */
export async function askForToken(
  send: (url: string, init: RequestInit) => Promise<Response>,
  {
    challenge,
    login,
    scope,
  }: { readonly challenge: Bearer; readonly login: Login | null; readonly scope: string },
): Promise<TokenAnswer> {
  const realm = new URL(challenge.realm);
  if (realm.protocol !== 'https:' && !isLoopback(realm.host))
    throw new Error(`its token service ${realm.host} is not on HTTPS, so no login goes there`);
  const wanted = challenge.scope ?? scope;
  const response =
    login?.kind === 'identity-token'
      ? await send(realm.href, byRefreshToken(challenge, wanted, login.token))
      : await send(withQuestion(realm, challenge.service, wanted), byPassword(login));
  const body = (await response.text()).slice(0, 100_000);
  if (!response.ok) return { kind: 'refused', status: response.status, body };
  const token = tokenIn(body);
  if (token === null) throw new Error(`its token service ${realm.host} gave no token`);
  return { kind: 'token', token };
}

export function basicHeader({ user, password }: Extract<Login, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`;
}

function withQuestion(realm: URL, service: string | null, scope: string): string {
  if (service !== null) realm.searchParams.set('service', service);
  realm.searchParams.set('scope', scope);
  return realm.href;
}

function byPassword(login: Login | null): RequestInit {
  return login?.kind === 'password' ? { headers: { authorization: basicHeader(login) } } : {};
}

function byRefreshToken({ service }: Bearer, scope: string, token: Secret): RequestInit {
  const form = { grant_type: 'refresh_token', client_id: 'pod-engine', scope, refresh_token: token.reveal() };
  return { method: 'POST', body: new URLSearchParams({ ...form, ...(service === null ? {} : { service }) }) };
}

function tokenIn(body: string): Secret | null {
  try {
    const { token, access_token } = tokenShape.parse(JSON.parse(body));
    const value = token ?? access_token ?? '';
    return value === '' ? null : createSecret(value);
  } catch {
    return null;
  }
}
