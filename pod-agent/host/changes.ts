/**
 * The door through which a machine is changed. It is apart from `Host`, so that whoever only reads cannot change
 * anything, and who holds no `Changes` can do no more than look.
 */
import type { Answer } from './host.ts';

export type Changes = {
  /** Writes to a file that is there already, such as those of /proc/sys; makes none, and rejects never. */
  writeFile(path: string, text: string): Promise<Written>;
  /**
   * Runs a command for its effect. One that is not there is `absent`; one that exits non-zero has still answered.
   * Answers at the latest after `timeoutMs`, and rejects never.
   */
  run(argv: readonly [string, ...string[]], timeoutMs: number): Promise<Answer>;
};

export type Written =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** The system's name of it, such as `EROFS`; null where it gave none. */
      readonly errno: string | null;
      /** In words, such as "read-only file system". */
      readonly message: string;
    };
