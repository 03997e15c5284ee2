/**
 * One job on one pod or project, from its first event to its verdict. It numbers what the kind tells, keeps it, and answers
 * for the end: whatever happens, a run ends with a verdict, or is left in the pod.
 */
import type { JobEvent, JobEventBody } from '../../pod-agent/protocol/job-events.ts';
import { messageOf } from '../base/message-of.ts';
import type { RunHandles, Told } from './kinds/kind.ts';
import type { RunState } from './model/job.ts';
import { createStopping, type StopHow, type StopTimes } from './stopping.ts';

/** What the runner keeps and shows of it. */
export type RunListener = {
  onState(state: RunState): void;
  onEvent(event: JobEvent, remoteSequence: number | null): void;
  onLivesInPod(remoteId: string): void;
};

export type Run = {
  /** Never rejects. */
  readonly over: Promise<void>;
  isOver(): boolean;
  say(level: 'info' | 'warn' | 'error', text: string): void;
  stop(): void;
  /** Lets go of a run that lives in its pod, or can be taken up by its own journal. Any other is stopped. */
  leave(reason: string): void;
};

export type RunOptions = {
  /** Begins the work, when it is the run's turn. What it throws ends the run as inconclusive. */
  readonly open: (handles: RunHandles) => Promise<AsyncGenerator<Told, void, void>>;
  readonly listener: RunListener;
  readonly times: StopTimes;
  readonly nowMs: () => number;
  /** Takes secrets out, and what a terminal would obey. */
  readonly clean: (told: Told) => Told;
  /** What was told before this console took it up. */
  readonly earlier: readonly JobEvent[];
  /** Resolves to what gives the place back; null when the signal came first. */
  readonly place: (signal: AbortSignal) => Promise<(() => void) | null>;
  /** An earlier console began it, and it lives in the pod. */
  readonly isFound: boolean;
  /** It keeps a journal of its own, by which it is gone on with or taken back later: left, it is told to end at once. */
  readonly isTakenUpLater?: boolean;
};

export function startRun(options: RunOptions): Run {
  const { listener, nowMs } = options;
  const abort = new AbortController();
  const results: JobEvent[] = options.earlier.filter(isResult);
  let sequence = options.earlier.at(-1)?.sequence ?? 0;
  let isOver = false;
  let livesInPod = options.isFound;
  let leftReason: string | null = null;
  let giveUp = (): void => undefined;
  const givenUp = new Promise<'given-up'>((resolve) => {
    giveUp = () => resolve('given-up');
  });

  function tell(told: Told, remoteSequence: number | null): void {
    // What a job that was left goes on to tell, its next reader takes from the pod.
    if (isOver || leftReason !== null) return;
    sequence += 1;
    const atMs = 'atMs' in told ? told.atMs : nowMs();
    const event: JobEvent = { ...options.clean(told), sequence, atMs };
    if (isResult(event)) results.push(event);
    listener.onEvent(event, remoteSequence);
    if (event.kind === 'verdict') isOver = true;
  }
  function say(level: 'info' | 'warn' | 'error', text: string): void {
    tell({ kind: 'output', level, text }, null);
  }
  function setState(state: RunState): void {
    if (!isOver) listener.onState(state);
  }
  function setRunning(): void {
    setState({ kind: 'running', sinceMs: nowMs() });
  }

  const stopping = createStopping({
    times: options.times,
    onHow(how) {
      setState({ kind: 'stopping', how, sinceMs: nowMs() });
      say('warn', stopTexts[how]);
    },
    onCut(isLastResort) {
      say('warn', isLastResort ? 'it still goes on: the connection is closed' : 'the connection is closed');
      abort.abort();
    },
    onGivenUp: () => giveUp(),
    onTrouble: (how, error) => say('warn', `${troubleTexts[how]}: ${messageOf(error)}`),
  });

  const handles: RunHandles = {
    ...{ nowMs, signal: abort.signal },
    results: () => results,
    livesInPod(remoteId) {
      if (!livesInPod) listener.onLivesInPod(remoteId);
      livesInPod = true;
    },
    parted(reason) {
      if (!stopping.wasAsked()) setState({ kind: 'parted', sinceMs: nowMs(), reason });
    },
    rejoined() {
      if (!stopping.wasAsked()) setRunning();
    },
    onStop: (handler) => stopping.handle(handler),
  };

  async function drive(): Promise<void> {
    const release = await options.place(abort.signal);
    if (release === null) return;
    setRunning();
    try {
      await readAll(await options.open(handles));
    } catch (error) {
      // What broke because it was cut off is no trouble of its own.
      if (!abort.signal.aborted) tell(inconclusive(messageOf(error)), null);
    } finally {
      release();
    }
  }

  async function readAll(stream: AsyncGenerator<Told, void, void>): Promise<void> {
    while (!isOver) {
      const next = await Promise.race([stream.next(), givenUp]);
      if (next === 'given-up') say('error', 'it did not end, and is given up');
      // One that hangs would not answer this either.
      if (next === 'given-up') return void stream.return().catch(() => undefined);
      if (next.done === true) return;
      // It was cut off from here: that it could not be told how it ended is no answer of the pod.
      if (abort.signal.aborted && isInconclusive(next.value)) return;
      tell(next.value, 'sequence' in next.value ? next.value.sequence : null);
    }
    setTimeout(giveUp, options.times.endMs).unref();
    await Promise.race([stream.return(), givenUp]);
  }

  function end(): void {
    stopping.dispose();
    if (leftReason !== null) setState({ kind: 'left', reason: leftReason });
    else if (stopping.wasAsked() && livesInPod) setState({ kind: 'left', reason: notStopped });
    else if (stopping.wasAsked()) tell(stopped, null);
    else tell(inconclusive('It ended without a verdict.'), null);
    isOver = true;
  }

  return {
    say,
    over: drive().then(end),
    isOver: () => isOver,
    stop: () => stopping.next(),
    leave(reason) {
      if (isOver) return;
      if (!livesInPod) {
        stopping.next();
        if (options.isTakenUpLater === true) stopping.next();
        return;
      }
      leftReason = reason;
      abort.abort();
      setTimeout(giveUp, options.times.endMs).unref();
    },
  };
}

/** What a kind may want to see again; all else is only shown, and may be much. */
function isResult({ kind }: JobEvent): boolean {
  return kind === 'finding' || kind === 'diagnosis' || kind === 'benchmark' || kind === 'optimisation';
}

function isInconclusive(told: Told): boolean {
  return told.kind === 'verdict' && told.verdict === 'inconclusive';
}

const stopTexts: Readonly<Record<StopHow, string>> = {
  asked: 'asked to stop',
  term: 'told to end (TERM)',
  kill: 'killed (KILL)',
};

const troubleTexts: Readonly<Record<StopHow, string>> = {
  asked: 'it could not be asked',
  term: 'it could not be told',
  kill: 'it could not be killed',
};

const notStopped = 'it could not be stopped, and may go on in the pod';

const stopped: JobEventBody = { kind: 'verdict', verdict: 'stopped', text: 'Stopped.', exitCode: 3 };

function inconclusive(text: string): JobEventBody {
  return { kind: 'verdict', verdict: 'inconclusive', text, exitCode: 3 };
}
