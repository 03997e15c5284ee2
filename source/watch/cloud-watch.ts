/**
 * Polls the API for pods and account. Faster for a while after something was asked for, slower while it fails, and never
 * faster than RunPod allows.
 */
import { unknownAccount } from '../fleet/account.ts';
import type { FleetEvent } from '../fleet/events.ts';
import type { Cloud, CloudFailure } from '../runpod/cloud.ts';
import type { WireCloud } from '../runpod/wire-status.ts';
import { shortestPaceMs } from './pace.ts';
import { createPoller } from './poller.ts';

export type CloudWatch = {
  /** Ask for the pods now, and often for three quarters of a minute. */
  hurry(): void;
  close(): void;
};

const podsEveryMs = 5_000;
const hurriedEveryMs = 1_500;
const hurryForMs = 45_000;
const accountEveryMs = 60_000;
const failingAtMostMs = 30_000;

export function watchCloud(options: {
  readonly cloud: Pick<Cloud & WireCloud, 'listPods' | 'account' | 'wires'>;
  readonly dispatch: (event: FleetEvent) => void;
  readonly nowMs: () => number;
}): CloudWatch {
  const { cloud, dispatch, nowMs } = options;
  let hurryUntilMs = 0;
  let failuresInARow = 0;

  async function askPods(signal: AbortSignal): Promise<number> {
    const answer = await cloud.listPods(signal);
    if (signal.aborted) return 0;
    const atMs = nowMs();
    const wires = cloud.wires();
    dispatch({ kind: 'wires', atMs, wires });
    if (!answer.ok) {
      dispatch({ kind: 'cloud-failed', atMs, reason: answer.message, hint: answer.hint });
      return waitAfterFailure(answer, ++failuresInARow);
    }
    failuresInARow = 0;
    dispatch({ kind: 'pods-listed', provider: 'runpod', atMs, pods: answer.value });
    return Math.max(atMs < hurryUntilMs ? hurriedEveryMs : podsEveryMs, shortestPaceMs(wires, atMs));
  }

  async function askAccount(signal: AbortSignal): Promise<number> {
    const answer = await cloud.account(signal);
    if (signal.aborted) return accountEveryMs;
    if (answer.ok) dispatch({ kind: 'account', atMs: nowMs(), account: answer.value });
    // Nobody can tell it any more: the last figure would be shown as if it still held.
    else if (answer.code === 'gone' || answer.code === 'unsupported')
      dispatch({ kind: 'account', atMs: nowMs(), account: unknownAccount });
    return accountEveryMs;
  }

  /** A mistake of ours in reading an answer is shown like any failure; it must not end the console. */
  function sayThrown(error: unknown): number {
    const reason = `The answer could not be read: ${error instanceof Error ? error.message : String(error)}`;
    dispatch({
      kind: 'cloud-failed',
      atMs: nowMs(),
      reason,
      hint: 'This is a mistake in pod-engine; please report it.',
    });
    return failingAtMostMs;
  }

  const pods = createPoller({ ask: askPods, onThrow: sayThrown });
  const account = createPoller({ ask: askAccount, onThrow: () => accountEveryMs });
  return {
    hurry() {
      hurryUntilMs = nowMs() + hurryForMs;
      pods.now();
    },
    close() {
      pods.close();
      account.close();
    },
  };
}

/** What the API itself asks for; else doubling from the usual pace. A refused key does not get better by asking often. */
function waitAfterFailure(failure: CloudFailure, failuresInARow: number): number {
  if (failure.retryAfterMs !== null) return Math.max(podsEveryMs, failure.retryAfterMs);
  if (failure.code === 'unauthorised') return failingAtMostMs;
  return Math.min(failingAtMostMs, podsEveryMs * 2 ** (failuresInARow - 1));
}
