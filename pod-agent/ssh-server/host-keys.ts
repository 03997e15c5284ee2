/** The server's own keys: made where they are missing, since images must not carry any, and told by their fingerprints. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Child } from '../host/child.ts';
import { findCommand } from '../host/command-lookup.ts';
import { runCommand } from '../host/run-command.ts';
import { messageOf, oneLine } from '../protocol/one-line.ts';

export type HostKeys = {
  /** Private keys, whether they were there or have been made. */
  readonly paths: readonly string[];
  readonly made: boolean;
  /** As ssh-keygen prints them, e.g. "256 SHA256:… root@host (ED25519)". */
  readonly fingerprints: readonly string[];
};

/** Those that every client of today knows. Making an RSA key as well takes up to some seconds; one that is there is used. */
const wantedTypes = ['ed25519', 'ecdsa'] as const;
const knownTypes = [...wantedTypes, 'rsa'] as const;
const keygenTimeoutMs = 20_000;

/**
 * Rejects where ssh-keygen is missing, or no key can be made or read, with its own words. One key that is broken is told of
 * and left out.
 */
export async function ensureHostKeys(folder: string, signal: AbortSignal): Promise<HostKeys> {
  await mkdir(folder, { recursive: true });
  const made = await Promise.all(wantedTypes.map((type) => ensureKey(pathOf(folder, type), type, signal)));
  const paths: string[] = [];
  const fingerprints: string[] = [];
  for (const path of knownTypes.map((type) => pathOf(folder, type))) {
    if (!(await isThere(path))) continue;
    try {
      fingerprints.push(oneLine(await keygen(['-l', '-f', path], signal)));
      paths.push(path);
    } catch (error) {
      fingerprints.push(`${path} is left out: ${messageOf(error)}`);
    }
  }
  if (paths.length === 0) throw new Error(fingerprints.join('; '));
  return { paths, made: made.includes(true), fingerprints };
}

function pathOf(folder: string, type: string): string {
  return join(folder, `ssh_host_${type}_key`);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function ensureKey(path: string, type: string, signal: AbortSignal): Promise<boolean> {
  if (await isThere(path)) return false;
  await keygen(['-q', '-t', type, '-N', '', '-f', path], signal);
  return true;
}

async function keygen(args: readonly string[], signal: AbortSignal): Promise<string> {
  const path = findCommand('ssh-keygen', null);
  if (path === null) throw new Error('ssh-keygen is not there: install openssh-client.');
  // The pod may be told to end meanwhile.
  const onStart = (child: Child) => signal.addEventListener('abort', () => child.end(), { once: true });
  const answer = await runCommand({ path, args, root: null, timeoutMs: keygenTimeoutMs, onStart });
  if (!answer.ok) throw new Error(answer.message);
  if (answer.exitCode !== 0) throw new Error(`ssh-keygen: ${oneLine(answer.errorText ?? '')}`);
  return answer.text;
}
