/** A door to one pod that is opened when it is first wanted, and opened anew with growing waits after it was lost. */
import { backoffDelayMs, sleep } from '../../base/retry.ts';
import type { Outcome, SshFailure } from '../../ssh/failure.ts';
import type { PodDoor, PodDoors } from '../../ssh/pod-door.ts';
import type { LinkTarget } from '../../ssh/telemetry.ts';

export type DoorState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open' }
  | { readonly kind: 'waiting'; readonly reason: string };

export type KeptDoor = {
  /** The door that stands, or the next one; a failure when there is none within `withinMs`, or there will be none. */
  get(withinMs: number): Promise<Outcome<PodDoor>>;
  /** The pod has moved: a door that stands stays, the next one goes there. */
  retarget(target: LinkTarget): void;
  close(): Promise<void>;
};

export type KeptDoorOptions = {
  readonly doors: PodDoors;
  readonly target: LinkTarget;
  onState(state: DoorState): void;
  /** 0 up to 1. */
  readonly random?: () => number;
};

const firstDelayMs = 500;
const maxDelayMs = 15_000;

export function createKeptDoor({
  doors,
  target: first,
  onState,
  random = Math.random,
}: KeptDoorOptions): KeptDoor {
  const closing = new AbortController();
  let target = first;
  let door: PodDoor | null = null;
  let keeping: Promise<void> | null = null;
  let waiters: ((outcome: Outcome<PodDoor>) => void)[] = [];
  let failure: SshFailure | null = null;
  let wake: () => void = () => {};

  /** Tries until a door stands, or trying has no sense until something is changed. */
  async function keep(): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      const opened = await doors.open(target, closing.signal);
      if (opened.ok) return stand(opened.value);
      failure = opened.failure;
      onState({ kind: 'waiting', reason: opened.failure.message });
      if (!opened.failure.retriable) break;
      await Promise.race([
        sleep(backoffDelayMs(attempt, { firstDelayMs, maxDelayMs, random }), closing.signal),
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
      ]);
    }
    settle({ ok: false, failure: failure ?? closedFailure });
  }

  async function stand(opened: PodDoor): Promise<void> {
    if (closing.signal.aborted) return await opened.close();
    door = opened;
    onState({ kind: 'open' });
    settle({ ok: true, value: opened });
    void opened.closed.then((reason) => {
      door = null;
      failure = reason;
      if (closing.signal.aborted) return;
      onState({ kind: 'waiting', reason: reason.message });
      begin();
    });
  }

  function settle(outcome: Outcome<PodDoor>): void {
    const told = waiters;
    waiters = [];
    for (const tell of told) tell(outcome);
  }

  function begin(): void {
    keeping ??= keep().finally(() => {
      keeping = null;
    });
  }

  return {
    async get(withinMs) {
      if (door !== null) return { ok: true, value: door };
      if (closing.signal.aborted) return { ok: false, failure: closedFailure };
      const next = new Promise<Outcome<PodDoor>>((resolve) => waiters.push(resolve));
      begin();
      wake();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<Outcome<PodDoor>>((resolve) => {
        timer = setTimeout(() => resolve({ ok: false, failure: failure ?? lateFailure(withinMs) }), withinMs);
      });
      const outcome = await Promise.race([next, late]);
      clearTimeout(timer);
      return outcome;
    },
    retarget(next) {
      if (isSamePlace(target, next)) return;
      target = next;
      wake();
    },
    async close() {
      closing.abort();
      settle({ ok: false, failure: closedFailure });
      await door?.close();
      await keeping;
    },
  };
}

function isSamePlace(one: LinkTarget, other: LinkTarget): boolean {
  const [here, there] = [one.endpoint, other.endpoint];
  const isSame = here.host === there.host && here.port === there.port && here.username === there.username;
  return isSame && one.generation === other.generation;
}

const closedFailure: SshFailure = {
  kind: 'closed',
  message: 'The forward is closed.',
  hint: '',
  retriable: false,
};

function lateFailure(withinMs: number): SshFailure {
  return {
    kind: 'timeout',
    message: `The pod has not been reached within ${withinMs / 1000} s.`,
    hint: 'It is tried again.',
    retriable: true,
  };
}
