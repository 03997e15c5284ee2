/** What an operator is known by to a registry. */
import type { Secret } from '../../base/secret.ts';

export type Login =
  | { readonly kind: 'password'; readonly user: string; readonly password: Secret }
  /** Exchanged for a token as a refresh token is. */
  | { readonly kind: 'identity-token'; readonly token: Secret };

/** `problems`: sentences about files and helpers that could not be read. */
export type FoundLogin = { readonly login: Login | null; readonly problems: readonly string[] };
