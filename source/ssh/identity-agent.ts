/** Keys from anywhere, behind the one interface through which ssh2 tries several in one go. */
import { BaseAgent, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';

export type Identity = {
  /** For people: where it comes from and what kind it is. */
  readonly name: string;
  readonly publicKey: ParsedKey;
  /** `hash` is asked for with RSA keys only. */
  sign(data: Buffer, hash: 'sha1' | 'sha256' | 'sha512' | undefined): Promise<Buffer>;
};

/** A key that was found and cannot be offered. */
export type SkippedIdentity = { readonly name: string; readonly reason: string };

export function agentOf(identities: readonly Identity[]): BaseAgent<ParsedKey> {
  return new IdentityAgent(identities);
}

// ssh2 recognises an agent by its class, hence a class here.
class IdentityAgent extends BaseAgent<ParsedKey> {
  readonly #identities: readonly Identity[];

  constructor(identities: readonly Identity[]) {
    super();
    this.#identities = identities;
  }

  override getIdentities(callback: (error?: Error | null, keys?: ParsedKey[]) => void): void {
    callback(
      null,
      this.#identities.map(({ publicKey }) => publicKey),
    );
  }

  override sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions, callback?: SignCallback): void;
  override sign(key: ParsedKey, data: Buffer, callback: SignCallback): void;
  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const [hash, answer] = typeof options === 'function' ? [undefined, options] : [options.hash, callback];
    const identity = this.#identities.find(({ publicKey }) => publicKey.equals(key));
    if (identity === undefined) {
      answer?.(new Error('The key to sign with is not among those offered.'));
      return;
    }
    identity.sign(data, hash).then(
      (signature) => (signature instanceof Error ? answer?.(signature) : answer?.(null, signature)),
      (error: unknown) => answer?.(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
