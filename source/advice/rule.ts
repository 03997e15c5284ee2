/** What a rule of advice is: a record with a pure judgement of a pod's measured history. */
import type { Pod } from '../fleet/pod.ts';
import type { Observation } from './observation.ts';

/** `up`: a larger pod. `out`: more pods. `down`: less of what is paid for. */
export type Direction = 'up' | 'out' | 'down';

export type AdviceSubject = {
  readonly pod: Pod;
  /** The rest of the fleet. */
  readonly others: readonly Pod[];
  /** Of the newest minutes, oldest first, without gaps being filled. */
  readonly observations: readonly Observation[];
  readonly nowMs: number;
};

export type Verdict =
  | {
      readonly kind: 'advised';
      /** What was seen, with its figures. */
      readonly saw: string;
      /** Minutes in which it was so. */
      readonly forMinutes: number;
      /** What to change, and what that would bring. */
      readonly change: string;
      /** What the pod would cost less, or more, an hour; null where nobody can tell. */
      readonly savedPerHourDollars: number | null;
    }
  | { readonly kind: 'quiet'; readonly reason: string }
  | {
      readonly kind: 'too-little';
      /** What there is too little of, e.g. "CPU figures". */
      readonly of: string;
      readonly haveMinutes: number;
      readonly needMinutes: number;
    };

export type AdviceRule = {
  readonly id: string;
  readonly direction: Direction;
  readonly title: string;
  judge(subject: AdviceSubject): Verdict;
};
