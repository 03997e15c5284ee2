/** What a pod is told by signals while it runs. */

export type PodSignals = {
  /** Given by the first SIGTERM, SIGINT or SIGQUIT. */
  readonly end: AbortSignal;
  /** Given by the second: there is no more time. */
  readonly hurry: AbortSignal;
  /** Called with each SIGHUP, also with one that came before. */
  onReload(listener: () => void): void;
};

export function listenToSignals(): PodSignals {
  const end = new AbortController();
  const hurry = new AbortController();
  const listeners: (() => void)[] = [];
  let isWished = false;
  const tell = () => (end.signal.aborted ? hurry : end).abort();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) process.on(name, tell);
  process.on('SIGHUP', () => {
    isWished = listeners.length === 0;
    for (const listener of listeners) listener();
  });
  return {
    end: end.signal,
    hurry: hurry.signal,
    onReload(listener) {
      listeners.push(listener);
      if (isWished) listener();
    },
  };
}
