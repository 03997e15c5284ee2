/** What a rung of the readiness ladder is: a pure judgement of what is seen of the pod. Each is a record in a file of its own. */
import type { Expected } from '../proof/expected.ts';
import type { Seen } from '../proof/look.ts';
import type { Past } from './past.ts';
import type { RungId } from './rung-id.ts';

export type Rung = {
  readonly id: RungId;
  /** As shown: "an SSH server answers". */
  readonly title: string;
  /** Asked at each look until it is reached, whatever the others are. */
  judge(sight: Sight): RungState;
};

export type Sight = { readonly seen: Seen; readonly past: Past; readonly expected: Expected };

export type RungState =
  /** `text`: the evidence, one sentence. */
  | { readonly kind: 'reached'; readonly outcome: 'pass' | 'warn' | 'skipped'; readonly text: string }
  | {
      readonly kind: 'waiting';
      /** What is known until now. */
      readonly text: string;
      /** What to do where it stays so. */
      readonly fix: string;
      /** It shows that the release is not there: also while the API is silent. */
      readonly isProof?: true;
    }
  /** It will not come any more. */
  | {
      readonly kind: 'failed';
      readonly text: string;
      readonly evidence: readonly string[];
      readonly fix: string;
    };

export function reached(text: string, outcome: 'pass' | 'warn' | 'skipped' = 'pass'): RungState {
  return { kind: 'reached', outcome, text };
}

export function waiting(text: string, fix: string): RungState {
  return { kind: 'waiting', text, fix };
}
