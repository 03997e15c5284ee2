/** What a pod is given of the account when it boots: its keys, and the secrets that its variables refer to. */
import type { PodSettings } from './settings.ts';

export type AccountView = {
  /** Lines of authorized_keys; empty where there is no key. */
  publicKey(): string;
  /** null: there is no secret of that name. */
  secret(name: string): string | null;
};

export const noAccount: AccountView = { publicKey: () => '', secret: () => null };

const reference = /\{\{\s*RUNPOD_SECRET_([\w-]+)\s*\}\}/g;

/**
 * The variables of a boot: `{{ RUNPOD_SECRET_name }}` is replaced by the secret, and left as it is where there is none. A
 * PUBLIC_KEY of the pod's own comes before the account's.
 */
export function bootVariables(settings: PodSettings, account: AccountView): Record<string, string> {
  const own = Object.entries(settings.environment).map(([name, value]) => [
    name,
    value.replace(reference, (text, secret: string) => account.secret(secret) ?? text),
  ]);
  const key = settings.startSsh ? account.publicKey() : '';
  return { ...(key === '' ? {} : { PUBLIC_KEY: key }), ...Object.fromEntries(own) };
}
