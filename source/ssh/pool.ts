/**
 * How many handshakes may be under way at once. They are what costs: with more than about eight, each takes longer,
 * the console stutters, and sshd's MaxStartups begins to refuse connections that come through one address.
 */

/** Gives the place back. Calling it again does nothing. */
export type Release = () => void;

export type HandshakePool = {
  /** In the order of asking. null when the signal came first. */
  acquire(signal: AbortSignal): Promise<Release | null>;
};

export const usualHandshakes = 8;

export function createHandshakePool(limit: number = usualHandshakes): HandshakePool {
  const waiting: (() => void)[] = [];
  let taken = 0;

  function take(): Release {
    taken++;
    let isGivenBack = false;
    return () => {
      if (isGivenBack) return;
      isGivenBack = true;
      taken--;
      waiting.shift()?.();
    };
  }

  return {
    acquire(signal) {
      if (signal.aborted) return Promise.resolve(null);
      if (taken < limit) return Promise.resolve(take());
      return new Promise((resolve) => {
        const turn = () => {
          signal.removeEventListener('abort', giveUp);
          resolve(take());
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(turn), 1);
          resolve(null);
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.push(turn);
      });
    },
  };
}
