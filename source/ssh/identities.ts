/**
 * The keys this console may offer to a pod: read once, parsed once, at most as many as sshd lets one try.
 *
 * Keys come from the running ssh-agent, from files named with --identity, and from the usual places. With --identity
 * nothing else is offered (what ssh calls IdentitiesOnly). Private keys stay in memory and are written nowhere.
 */
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { BaseAgent, ParsedKey } from 'ssh2';
import { keysOfAgent } from './agent-keys.ts';
import { agentOf, type Identity, type SkippedIdentity } from './identity-agent.ts';
import { parsePrivateKey, parsePublicKey } from './private-key.ts';

export type Identities = {
  /** In the shape ssh2 asks for; it signs with whichever key the server takes. */
  readonly agent: BaseAgent<ParsedKey>;
  /** What is offered, in order, e.g. "~/.ssh/id_ed25519 (ssh-ed25519)". */
  readonly names: readonly string[];
  /** What was found and cannot be offered, and why. */
  readonly skipped: readonly SkippedIdentity[];
  /** Of these the files that were named with --identity. */
  readonly unusable: readonly SkippedIdentity[];
  /** Key files to name to the system's ssh. None: it finds its own. `only`: it may offer no other. */
  readonly forSystem?: {
    readonly files: readonly string[];
    readonly only: boolean;
    /** What of the named files only the system's ssh can use, e.g. "security key ~/.ssh/id_ed25519_sk". */
    readonly needs: readonly string[];
  };
};

export type IdentitySources = {
  /** From --identity. Where there are any, only these are offered. */
  readonly files?: readonly string[];
  /** Path of the ssh-agent's socket, as in SSH_AUTH_SOCK. null: there is none. */
  readonly agentSocket?: string | null;
  readonly homeDirectory?: string;
};

/** sshd's MaxAuthTries: with the seventh key it would hang up. */
export const maxIdentities = 6;

/** Never throws: what cannot be read is named in `skipped`. */
export async function loadIdentities(sources: IdentitySources = {}): Promise<Identities> {
  const home = sources.homeDirectory ?? homedir();
  const agentSocket =
    sources.agentSocket === undefined ? (process.env.SSH_AUTH_SOCK ?? null) : sources.agentSocket;
  const chosen = sources.files ?? [];
  const isChosen = chosen.length > 0;
  const paths = isChosen ? chosen : usualPaths.map((path) => join(home, path));

  const fromAgent = await keysOfAgent(agentSocket);
  const fromFiles = await Promise.all(paths.map((path) => identityOfFile(path, { home, isChosen })));
  const held = isChosen ? await heldFor(paths, { home, held: fromAgent.identities }) : fromAgent.identities;
  const read = fromFiles.flatMap((result) => (result.kind === 'read' ? [result.identity] : []));
  const skipped = fromFiles.flatMap((result) => (result.kind === 'skipped' ? [result.skipped] : []));
  // A file that cannot be read itself is no loss where the agent holds its key.
  const missed = skipped.filter(({ name }) => !held.some((identity) => identity.name.startsWith(`${name} `)));
  const needs = isChosen ? await needsOfFiles(chosen, home) : [];
  const all = withoutRepeats([...held, ...read]);
  const offered = all.slice(0, maxIdentities);
  return {
    agent: agentOf(offered),
    names: offered.map(({ name }) => name),
    // One that lives in a security key is for the system's ssh.
    unusable: isChosen ? missed.filter(({ name }) => !needs.some((need) => need.endsWith(` ${name}`))) : [],
    forSystem: { files: isChosen ? chosen : await filesForSystem(home), only: isChosen, needs },
    skipped: [
      ...fromAgent.skipped,
      ...missed,
      ...all.slice(maxIdentities).map(({ name }) => ({
        name,
        reason: `sshd lets ${maxIdentities} keys be tried; choose one with --identity`,
      })),
    ],
  };
}

/** OpenSSH's default names, then those of RunPod's own command line tool, new and old. */
const usualPaths = [
  '.ssh/id_ed25519',
  '.ssh/id_ecdsa',
  '.ssh/id_rsa',
  '.runpod/ssh/runpodctl-ssh-key',
  '.runpod/ssh/RunPod-Key-Go',
];

/**
 * The system's ssh does not know of RunPod's keys. Where there are any they are named, and then its own usual ones too,
 * because it looks for none of them once a file is named.
 */
async function filesForSystem(home: string): Promise<readonly string[]> {
  const runpod = await existing(
    usualPaths.filter((path) => path.startsWith('.runpod/')),
    home,
  );
  if (runpod.length === 0) return [];
  return [...(await existing(usualOfSystem, home)), ...runpod];
}

async function needsOfFiles(paths: readonly string[], home: string): Promise<readonly string[]> {
  const needs = await Promise.all(
    paths.map(async (path) => {
      const publicKey = await readFile(`${path}.pub`, 'utf8').catch(() => '');
      if (publicKey.startsWith('sk-')) return [`security key ${shortName(path, home)}`];
      const certificate = await stat(`${path}-cert.pub`).catch(() => null);
      return certificate === null ? [] : [`certificate ${shortName(`${path}-cert.pub`, home)}`];
    }),
  );
  return needs.flat();
}

const usualOfSystem = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'].map(
  (name) => `.ssh/${name}`,
);

async function existing(paths: readonly string[], home: string): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(async (path) =>
      (await stat(join(home, path)).catch(() => null)) === null ? [] : [join(home, path)],
    ),
  );
  return found.flat();
}

type FileResult =
  | { readonly kind: 'read'; readonly identity: Identity }
  | { readonly kind: 'skipped'; readonly skipped: SkippedIdentity }
  | { readonly kind: 'absent' };

async function identityOfFile(
  path: string,
  { home, isChosen }: { readonly home: string; readonly isChosen: boolean },
): Promise<FileResult> {
  const name = shortName(path, home);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' && !isChosen) return { kind: 'absent' };
    return { kind: 'skipped', skipped: { name, reason: `cannot be read (${code})` } };
  }
  const parsed = parsePrivateKey(bytes, path);
  if (!parsed.ok) return { kind: 'skipped', skipped: { name, reason: parsed.reason } };
  const { key } = parsed;
  return {
    kind: 'read',
    identity: {
      name: `${name} (${key.type})`,
      publicKey: key,
      sign: (data, hash) => Promise.resolve(key.sign(data, hash)),
    },
  };
}

/** Of the agent's keys those whose public half lies beside a chosen file, called by the file's name. */
async function heldFor(
  paths: readonly string[],
  { home, held }: { readonly home: string; readonly held: readonly Identity[] },
): Promise<Identity[]> {
  const found: Identity[] = [];
  for (const path of paths) {
    const bytes = await readFile(`${path}.pub`).catch(() => null);
    const publicKey = bytes === null ? null : parsePublicKey(bytes);
    const match = held.find((identity) => publicKey !== null && isSameKey(identity.publicKey, publicKey));
    if (match !== undefined)
      found.push({ ...match, name: `${shortName(path, home)} (${match.publicKey.type}, in ssh-agent)` });
  }
  return found;
}

function shortName(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function withoutRepeats(identities: readonly Identity[]): Identity[] {
  return identities.filter(
    (identity, at) => identities.findIndex((other) => isSameKey(other.publicKey, identity.publicKey)) === at,
  );
}

function isSameKey(one: ParsedKey, other: ParsedKey): boolean {
  return one.getPublicSSH().equals(other.getPublicSSH());
}
