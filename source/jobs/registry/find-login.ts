/** The operator's login for a registry, from docker's and podman's own files and helpers. Never shown, never kept elsewhere. */
import { createSecret } from '../../base/secret.ts';
import type { RunProgram } from '../programs/run-program.ts';
import type { FoundLogin, Login } from './login.ts';
import { type LoginEntry, type LoginFile, type LoginPlaces, readLoginFiles } from './login-files.ts';
import { askLoginHelper } from './login-helper.ts';
import { loginKeysOf, plainKey } from './registry-host.ts';

export async function findLogin(
  options: LoginPlaces & { readonly run: RunProgram; readonly host: string; readonly repository: string },
  signal: AbortSignal,
): Promise<FoundLogin> {
  const { files, problems: fileProblems } = await readLoginFiles(options);
  const keys = loginKeysOf(options.host, options.repository);
  const problems = [...fileProblems];
  for (const file of files) {
    const helper = helperOf(file, keys);
    if (helper !== null) {
      const asked = await askLoginHelper({ run: options.run, helper, host: options.host }, signal);
      if (asked.login !== null) return { login: asked.login, problems };
      problems.push(...asked.problems);
    }
    const login = loginIn(file, keys);
    if (login !== null) return { login, problems };
  }
  return { login: null, problems };
}

function helperOf(file: LoginFile, keys: readonly string[]): string | null {
  return entryOf(file.credHelpers, keys) ?? file.credsStore ?? null;
}

function loginIn(file: LoginFile, keys: readonly string[]): Login | null {
  const entry = entryOf(file.auths, keys);
  return entry === null ? null : loginOf(entry);
}

function entryOf<Value>(
  entries: Readonly<Record<string, Value>> | undefined,
  keys: readonly string[],
): Value | null {
  const byKey = new Map(Object.entries(entries ?? {}).map(([key, value]) => [plainKey(key), value]));
  for (const key of keys) {
    const value = byKey.get(key);
    if (value !== undefined) return value;
  }
  return null;
}

function loginOf({ auth, username, password, identitytoken }: LoginEntry): Login | null {
  if (identitytoken) return { kind: 'identity-token', token: createSecret(identitytoken) };
  if (username && password) return { kind: 'password', user: username, password: createSecret(password) };
  const decoded = Buffer.from(auth ?? '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1) return null;
  return {
    kind: 'password',
    user: decoded.slice(0, colon),
    password: createSecret(decoded.slice(colon + 1)),
  };
}
