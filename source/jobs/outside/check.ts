/** What a check from outside is: a pure judgement of what a pod shows to a machine that cannot get into it. */
import type { Draft } from '../../../pod-agent/checks/check.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { CloudFailure } from '../../runpod/cloud.ts';
import type { SshFailure } from '../../ssh/failure.ts';

/** What the API said when it was asked just now. */
export type ApiAnswer =
  | { readonly kind: 'pod'; readonly pod: Pod; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly failure: CloudFailure }
  /** A host given by hand has no API behind it. */
  | { readonly kind: 'no-api' };

/** What a TCP connection to sshd brought, before any key is offered. */
export type Greeting =
  | { readonly kind: 'ssh'; readonly text: string }
  /** Somebody speaks, but not SSH. */
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'silent' | 'closed'; readonly afterMs: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  | { readonly kind: 'unreachable'; readonly message: string };

/** One GET of a port through RunPod's proxy. */
export type PageAnswer = {
  readonly port: number;
  readonly url: string;
  readonly outcome:
    | {
        readonly kind: 'answered';
        readonly httpStatus: number;
        readonly body: string;
        readonly tookMs: number;
      }
    | { readonly kind: 'tls'; readonly message: string }
    | { readonly kind: 'timeout'; readonly afterMs: number }
    | { readonly kind: 'unreachable'; readonly message: string };
};

export type OutsideSeen = {
  /** As the API says now; where it does not answer, as it was known last. */
  readonly pod: Pod;
  readonly api: ApiAnswer;
  /** null where there is no address to try. */
  readonly greeting: Greeting | null;
  /** Why a connection did not come about, where one was tried. */
  readonly sshFailure: SshFailure | null;
  readonly pages: readonly PageAnswer[];
  readonly nowMs: number;
};

export type OutsideCheck = {
  readonly id: string;
  readonly title: string;
  /** At least one draft: what is well is said with status `ok`. */
  judge(seen: OutsideSeen): readonly Draft[];
};

/** The API is as far away as the pod: where it does not answer either, this machine may be the one that is cut off. */
export function mayBeOurselves({ api }: OutsideSeen): boolean {
  return api.kind === 'failed' && (api.failure.code === 'network' || api.failure.code === 'timeout');
}

/** Null where nobody knows when its container began. */
export function ageMs({ pod, nowMs }: OutsideSeen): number | null {
  return pod.startedAtMs === null ? null : Math.max(0, nowMs - pod.startedAtMs);
}
