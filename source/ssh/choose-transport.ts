/** Which transport carries a connection, judged from what is known of it. Pure. */
import type { Transport } from './connection-types.ts';
import type { SshConfigFacts } from './ssh-config-facts.ts';

/** What the operator set. */
export type WantedTransport = 'auto' | 'ssh2' | 'system';

export type TransportQuestion = {
  readonly way: 'direct' | 'proxy';
  readonly wanted: WantedTransport;
  /** null: nobody was asked, or nobody could say. */
  readonly config: SshConfigFacts | null;
  /** known_hosts vouches for the host only by an authority, which ssh2 does not understand. */
  readonly onlyAuthority: boolean;
  /** What of the keys that were named with --identity only the system's ssh can use. */
  readonly keyNeeds: readonly string[];
};

/** `why`: what asked for another than the usual one; null where nothing did. */
export type TransportChoice = { readonly transport: Transport; readonly why: string | null };

export function chooseTransport(question: TransportQuestion): TransportChoice {
  const { way, wanted, config, onlyAuthority, keyNeeds } = question;
  if (way === 'proxy') return { transport: 'pty', why: 'RunPod’s proxy gives a shell on a terminal only' };
  if (wanted !== 'auto') return { transport: wanted, why: 'sshTransport is set so' };
  const [need] = config?.needs ?? [];
  if (need !== undefined) return { transport: 'system', why: `the ssh configuration asks for ${need}` };
  const [keyNeed] = keyNeeds;
  if (keyNeed !== undefined) return { transport: 'system', why: `the key that was named is a ${keyNeed}` };
  if (onlyAuthority)
    return { transport: 'system', why: 'known_hosts has only a certificate authority for it' };
  return { transport: 'ssh2', why: null };
}
