/**
 * Whether a pod's host key is believed.
 *
 * Asked in this order: is it revoked; is it the one this pod showed before; is it in the user's known_hosts; else it is
 * unknown, and accepted and remembered (or, in strict mode, refused). A pod made anew (another generation) may show
 * another key; the same pod with another key is refused. An entry of known_hosts for a RunPod address that does not fit
 * is no alarm: the address belonged to somebody else's pod before.
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import type { SshEndpoint } from '../fleet/pod.ts';
import type { HostKeyVerifier } from './connection.ts';
import { endpointText, type SshFailure } from './failure.ts';
import { describeHostKey, type HostKey, hostKeyAlgorithms } from './host-key.ts';
import { type HostAddress, type KnownHost, knownKeyTypes, parseKnownHosts } from './known-hosts.ts';
import { exportTrust, type TrustExport } from './trust-export.ts';
import { createTrustStore, type TrustStore } from './trust-store.ts';
import { acceptanceNotes, judgeHostKey, type TrustNote, type TrustVerdict } from './trust-verdict.ts';

export type TrustSubject = {
  readonly podId: string;
  readonly generation: string | null;
  readonly endpoint: SshEndpoint;
  /** `proxy`: the endpoint is a proxy's, the same for many pods, and so is its key. */
  readonly way?: 'direct' | 'proxy';
};

/** One connection's dealings with trust. */
export type TrustCase = {
  readonly hostKeyAlgorithms: readonly ServerHostKeyAlgorithm[];
  readonly verifyHostKey: HostKeyVerifier;
  /** Why the key was refused; null where it was not, or none has been shown. */
  refusal(): SshFailure | null;
  /** For the system's ssh. `also`: what its configuration calls the host, and the known_hosts that it names. */
  exportFor(also: {
    readonly addresses: readonly HostAddress[];
    readonly knownHostsPaths: readonly string[];
  }): Promise<TrustExport>;
  /** After authentication: remembers the key, and says what is worth telling the operator. */
  settle(): Promise<readonly TrustNote[]>;
};

export type Trust = { open(subject: TrustSubject): Promise<TrustCase> };

export type TrustOptions = {
  /** `strict`: a key that is not known already is refused. */
  readonly mode?: 'accept-new' | 'strict';
  readonly store?: TrustStore;
  readonly knownHostsPaths?: readonly string[];
  readonly wallMs?: () => number;
};

/** Written again only when it is this much out of date. */
const lastSeenEveryMs = 3_600_000;

export function createTrust(options: TrustOptions = {}): Trust {
  const { mode = 'accept-new', store = createTrustStore(), wallMs = Date.now } = options;
  const paths = options.knownHostsPaths ?? usualKnownHosts();
  return {
    async open(subject) {
      await store.load();
      const known = (await Promise.all(paths.map(readKnownHosts))).flat();
      // A proxy is no pod, and is not made anew with one.
      const asked = subject.way === 'proxy' ? { ...subject, generation: null } : subject;
      return openCase({ subject: asked, mode, store, known, nowMs: wallMs() });
    },
  };
}

/** What a key is remembered under: RunPod's id of the pod, or the address of a host given by hand or of a proxy. */
export function trustIdentity({ podId, endpoint, way }: TrustSubject): string {
  if (way === 'proxy') return `proxy:${endpointText(endpoint)}`;
  return podId.startsWith('ssh:') ? `ssh:${endpointText(endpoint)}` : `runpod:${podId}`;
}

function openCase(context: {
  readonly subject: TrustSubject;
  readonly mode: 'accept-new' | 'strict';
  readonly store: TrustStore;
  readonly known: readonly KnownHost[];
  readonly nowMs: number;
}): TrustCase {
  const { subject, store, known, mode, nowMs } = context;
  const identity = trustIdentity(subject);
  const pin = store.find(identity);
  let shown: { readonly key: HostKey; readonly verdict: TrustVerdict } | null = null;

  return {
    hostKeyAlgorithms: hostKeyAlgorithms([
      ...(pin === null ? [] : [pin.type]),
      ...knownKeyTypes(known, subject.endpoint),
    ]),
    verifyHostKey(bytes) {
      const key = describeHostKey(bytes);
      // Asked again when session keys change: then only the same key will do.
      if (shown !== null) return shown.key.blob === key.blob && shown.verdict.kind !== 'refused';
      shown = {
        key,
        verdict: judgeHostKey({ ...context, identity, pin, key, bytes, storePath: store.path }),
      };
      return shown.verdict.kind !== 'refused';
    },
    async exportFor({ addresses, knownHostsPaths }) {
      const further = (await Promise.all(knownHostsPaths.map(readKnownHosts))).flat();
      return exportTrust({
        ...{ identity, pin, mode, generation: subject.generation },
        known: [...known, ...further],
        addresses: [subject.endpoint, ...addresses],
      });
    },
    refusal: () => (shown?.verdict.kind === 'refused' ? shown.verdict.failure : null),
    async settle() {
      if (shown === null || shown.verdict.kind === 'refused') return [];
      const { key, verdict } = shown;
      const isSame = verdict.kind === 'pinned';
      const isFresh = pin !== null && nowMs - pin.lastSeenMs < lastSeenEveryMs;
      const endpoint = endpointText(subject.endpoint);
      if (isSame && isFresh && pin.endpoint === endpoint && pin.generation === subject.generation) return [];
      await store.pin(identity, {
        ...key,
        generation: subject.generation,
        source: isSame ? (pin?.source ?? 'first-contact') : verdict.kind,
        endpoint,
        firstSeenMs: isSame ? (pin?.firstSeenMs ?? nowMs) : nowMs,
        lastSeenMs: nowMs,
      });
      return acceptanceNotes({ verdict, key, pin, sharedWith: store.othersWith(identity, key.fingerprint) });
    },
  };
}

function usualKnownHosts(): readonly string[] {
  return [
    join(homedir(), '.ssh', 'known_hosts'),
    join(homedir(), '.ssh', 'known_hosts2'),
    '/etc/ssh/ssh_known_hosts',
  ];
}

async function readKnownHosts(path: string): Promise<readonly KnownHost[]> {
  // Most people have only one of them, and what cannot be read cannot vouch for anybody.
  return parseKnownHosts(await readFile(path, 'utf8').catch(() => ''));
}
