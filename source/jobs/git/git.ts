/** A folder's git repository, by the `git` program. */

export type GitResult<Value> = { readonly ok: true; readonly value: Value } | GitFailure;

export type GitFailure = {
  readonly ok: false;
  /** One sentence. Without credentials, made safe. */
  readonly reason: string;
  /** What git said, made safe, at most 30 lines. */
  readonly evidence: readonly string[];
  /** What to do about it, where that is known. */
  readonly fix?: string;
};

export type GitState =
  | { readonly kind: 'none'; readonly reason: string }
  | {
      readonly kind: 'repository';
      /** Absolute path of the work tree's root. */
      readonly root: string;
      /** Full hash; null before the first commit. */
      readonly commit: string | null;
      readonly branch: string | null;
      /** Changed, deleted or untracked, below the project's folder; at most 20. */
      readonly changedFiles: readonly string[];
      readonly changedCount: number;
    };

export type Git = {
  state(signal: AbortSignal): Promise<GitResult<GitState>>;
  /** Tags of the form vX.Y.Z, each with the commit that it stands on. */
  versionTags(
    signal: AbortSignal,
  ): Promise<GitResult<readonly { readonly name: string; readonly commit: string }[]>>;
  /** null: there is none of that name. */
  commitOfTag(name: string, signal: AbortSignal): Promise<GitResult<string | null>>;
  /** Annotated. */
  tag(
    request: { readonly name: string; readonly commit: string; readonly message: string },
    signal: AbortSignal,
  ): Promise<GitResult<null>>;
  removeTag(name: string, signal: AbortSignal): Promise<GitResult<null>>;
  /** The remote that tags go to: `origin`, or the only one. null: none is set. */
  remote(signal: AbortSignal): Promise<GitResult<string | null>>;
  /** null: the remote has none of that name. */
  commitOfRemoteTag(remote: string, name: string, signal: AbortSignal): Promise<GitResult<string | null>>;
  pushTag(remote: string, name: string, signal: AbortSignal): Promise<GitResult<null>>;
  removeRemoteTag(remote: string, name: string, signal: AbortSignal): Promise<GitResult<null>>;
};
