/** An image registry over its HTTP API (OCI Distribution Specification 1.1): what it has, and whether it lets us push. */

export type RegistryResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly code: 'unreachable' | 'unauthorised' | 'refused' | 'unexpected';
      /** One sentence, safe, without secrets. */
      readonly reason: string;
      readonly fix: string;
    };

export type Registry = {
  readonly host: string;
  /** Plain HTTP: loopback only. */
  readonly isPlainHttp: boolean;
  /** Begins an upload and takes it back: nothing else tells whether pushing is allowed. */
  canPush(repository: string, signal: AbortSignal): Promise<RegistryResult<null>>;
  /** The digest that a tag or a digest stands for; null: there is none. */
  digestOf(
    repository: string,
    tagOrDigest: string,
    signal: AbortSignal,
  ): Promise<RegistryResult<string | null>>;
  /** Newest-looking first is not promised; at most 1000. */
  tags(repository: string, signal: AbortSignal): Promise<RegistryResult<readonly string[]>>;
  /** Removes the manifest with every tag on it. Many registries refuse. */
  remove(repository: string, digest: string, signal: AbortSignal): Promise<RegistryResult<null>>;
};
