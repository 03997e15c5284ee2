/** The judgement on one host key, from what is remembered and what known_hosts says. Pure. */
import type { SshEndpoint } from '../fleet/pod.ts';
import { endpointText, type SshFailure } from './failure.ts';
import { type HostKey, hostKeyText } from './host-key.ts';
import { judgeKnownHost, type KnownHost } from './known-hosts.ts';
import type { Pin } from './trust-store.ts';

export type TrustVerdict =
  /** The key this pod showed before. */
  | { readonly kind: 'pinned' }
  | { readonly kind: 'known-hosts' }
  | { readonly kind: 'new-generation' }
  | { readonly kind: 'first-contact' }
  | { readonly kind: 'refused'; readonly failure: SshFailure };

export type TrustNote = { readonly level: 'info' | 'warn'; readonly text: string };

export type TrustQuestion = {
  readonly subject: {
    readonly podId: string;
    readonly generation: string | null;
    readonly endpoint: SshEndpoint;
  };
  readonly identity: string;
  readonly pin: Pin | null;
  readonly known: readonly KnownHost[];
  readonly key: HostKey;
  readonly bytes: Buffer;
  readonly mode: 'accept-new' | 'strict';
  /** Named in the advice on how to accept a key. */
  readonly storePath: string;
};

export function judgeHostKey(question: TrustQuestion): TrustVerdict {
  const { subject, identity, pin, known, key, bytes, mode } = question;
  const inKnownHosts = judgeKnownHost(known, subject.endpoint, bytes);
  if (inKnownHosts === 'revoked') return refusedAsRevoked(question);
  if (pin !== null && pin.blob === key.blob) return { kind: 'pinned' };
  if (pin !== null && !isNewGeneration(pin.generation, subject.generation)) {
    return refusedAsChanged(question, pin);
  }
  if (inKnownHosts === 'trusted') return { kind: 'known-hosts' };
  if (inKnownHosts === 'changed' && !identity.startsWith('runpod:')) return refusedByKnownHosts(question);
  if (mode === 'strict') return refusedAsUnknown(question, pin);
  return { kind: pin === null ? 'first-contact' : 'new-generation' };
}

/** What the operator should read once, after a connection with this verdict. */
export function acceptanceNotes(accepted: {
  readonly verdict: TrustVerdict;
  readonly key: HostKey;
  readonly pin: Pin | null;
  readonly sharedWith: readonly string[];
}): readonly TrustNote[] {
  const { verdict, key, pin, sharedWith } = accepted;
  const notes: TrustNote[] = [];
  if (verdict.kind === 'first-contact') {
    notes.push({ level: 'info', text: `Host key accepted at first contact: ${hostKeyText(key)}.` });
  }
  if (verdict.kind === 'new-generation') {
    const before = pin === null ? '' : ` (it was ${pin.type} ${pin.fingerprint})`;
    notes.push({
      level: 'info',
      text: `The pod was made anew, new host key accepted: ${hostKeyText(key)}${before}.`,
    });
  }
  if (sharedWith.length > 0 && verdict.kind !== 'pinned') {
    notes.push({
      level: 'warn',
      text: `Host key shared with ${sharedWith.slice(0, 3).join(', ')}: it is baked into the image, so it proves nothing.`,
    });
  }
  return notes;
}

/** Only where both are known can one tell that the container was made anew. */
export function isNewGeneration(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before !== now;
}

function refusedAsRevoked({ key, subject }: TrustQuestion): TrustVerdict {
  return refused(
    `${endpointText(subject.endpoint)} shows a host key that known_hosts marks as revoked: ${hostKeyText(key)}.`,
    'Whoever answers there holds a key that was declared stolen. Do not use this pod; terminate it.',
  );
}

function refusedAsChanged({ key, subject, identity, storePath }: TrustQuestion, pin: Pin): TrustVerdict {
  const was = `${pin.type} ${pin.fingerprint}`;
  return refused(
    `Host key of ${endpointText(subject.endpoint)} changed: it was ${was}, now ${hostKeyText(key)}.`,
    `If you know why, remove "${identity}" from ${storePath} and connect again (in the console :pods retry link); else somebody may be in between.`,
  );
}

function refusedByKnownHosts({ key, subject }: TrustQuestion): TrustVerdict {
  const { host, port } = subject.endpoint;
  const name = port === 22 ? host : `[${host}]:${port}`;
  return refused(
    `Host key of ${endpointText(subject.endpoint)} is not the one in known_hosts: it shows ${hostKeyText(key)}.`,
    `If you know why, run: ssh-keygen -R '${name}'. Else somebody may be in between.`,
  );
}

function refusedAsUnknown({ key, subject }: TrustQuestion, pin: Pin | null): TrustVerdict {
  const before = pin === null ? '' : ` It was ${pin.type} ${pin.fingerprint}, but the pod was made anew.`;
  const { host, port } = subject.endpoint;
  return refused(
    `Host key of ${endpointText(subject.endpoint)} is not known: ${hostKeyText(key)}.${before}`,
    `Compare it with the pod log, then add it: ssh-keyscan -p ${port} ${host} >> ~/.ssh/known_hosts`,
  );
}

function refused(message: string, hint: string): TrustVerdict {
  return { kind: 'refused', failure: { kind: 'host-key', message, hint, retriable: false } };
}
