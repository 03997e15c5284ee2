/** Asks again and again while somebody looks: never twice at once, each time under a deadline, more rarely after errors. */

export type Poll = {
  /** Asks at once. Nothing happens when it is running already. */
  start(): void;
  /** Ends the question that is under way and all timers; its answer is not told. */
  stop(): void;
};

export type PollOptions<Answer> = {
  /** Must not reject, and must end soon after the signal. */
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
  readonly onAnswer: (answer: Answer) => void;
  readonly isError: (answer: Answer) => boolean;
  /** From an answer to the next question. */
  readonly pauseMs: number;
  /** After each error in a row the pause doubles, up to this. */
  readonly longestPauseMs: number;
  readonly deadlineMs: number;
};

export function createPoll<Answer>(options: PollOptions<Answer>): Poll {
  let running: AbortController | null = null;
  return {
    start() {
      if (running !== null) return;
      running = new AbortController();
      void askUntil(running.signal, options);
    },
    stop() {
      running?.abort();
      running = null;
    },
  };
}

async function askUntil<Answer>(stopped: AbortSignal, options: PollOptions<Answer>): Promise<void> {
  let errors = 0;
  while (!stopped.aborted) {
    const answer = await askInTime(stopped, options);
    // A stop in the meantime: whatever came is of no use to whoever stopped it.
    if (stopped.aborted) return;
    errors = options.isError(answer) ? errors + 1 : 0;
    options.onAnswer(answer);
    await pause(
      Math.min(options.pauseMs * 2 ** errors, Math.max(options.pauseMs, options.longestPauseMs)),
      stopped,
    );
  }
}

async function askInTime<Answer>(
  stopped: AbortSignal,
  { ask, deadlineMs }: PollOptions<Answer>,
): Promise<Answer> {
  const question = new AbortController();
  const abort = () => question.abort();
  const timer = setTimeout(abort, deadlineMs);
  stopped.addEventListener('abort', abort);
  try {
    return await ask(question.signal);
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', abort);
  }
}

function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopped.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    stopped.addEventListener('abort', end);
  });
}
