/**
 * What a tuning is: a look that reads how things stand, and an attempt to change them. Neither judges: what came of an
 * attempt is said by a second look, for all tunings in the same way (judge.ts).
 */
import type { Changes } from '../host/changes.ts';
import type { Host } from '../host/host.ts';
import type { TuningScope } from '../protocol/optimisation.ts';

export type Tuning = {
  /** The name of its file. */
  readonly id: string;
  readonly title: string;
  readonly wanted: string;
  readonly scope: TuningScope;
  /** What would make it so where the container may not. */
  readonly fix: string;
  look(machine: Machine): Promise<Look>;
  /** Called where a look found it not as wanted. Does nothing that could not be told in one sentence. */
  apply(machine: Changeable): Promise<Attempt>;
};

/** What a look may see. */
export type Machine = {
  readonly host: Host;
  /** Processes whose limits are tuned: their children inherit them. */
  readonly processIds: readonly number[];
};

export type Changeable = Machine & { readonly changes: Changes };

export type Look =
  | {
      readonly kind: 'read';
      /** A short text for people, such as `64 MiB`. */
      readonly value: string;
      /** How far it is from what is wanted, in whatever unit; 0 is as wanted. */
      readonly missing: number;
      /** Set where it is as near as it can be without a right that containers rarely have. */
      readonly atLimit?: boolean;
      /** Where the value stands, as the rest of a sentence: "/proc/sys/vm/swappiness reads 60". */
      readonly clause: string;
    }
  /** There is nothing of the kind here. */
  | { readonly kind: 'not-applicable'; readonly reason: string }
  /** It may be there, but could not be read. */
  | { readonly kind: 'unread'; readonly reason: string };

export type Attempt = {
  /** The beginning of a sentence: "Writing 10 to /proc/sys/vm/swappiness". */
  readonly tried: string;
  /** null where it was answered with success, which is not yet an effect. */
  readonly refusal: Refusal | null;
};

export type Refusal = {
  /** `refused`: this container may not. `failed`: something else stood in the way. */
  readonly kind: 'refused' | 'failed';
  readonly errno: string | null;
  /** In the words of who refused, without a full stop. */
  readonly message: string;
  /** What takes away what stood in the way, where that is known. */
  readonly fix?: string;
};
