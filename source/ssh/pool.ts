/**
 * How many handshakes may be under way at once. They are what costs: with more than about eight, each takes longer,
 * the console stutters, and sshd's MaxStartups begins to refuse connections that come through one address.
 */

/** Gives the place back. Calling it again does nothing. */
export type Release = () => void;

export type HandshakePool = {
  /**
   * In the order of asking. null when the signal came first.
   *
   * @param sharedHost A host that many pods are reached through, such as RunPod's proxy: it gets fewer at once.
   */
  acquire(signal: AbortSignal, sharedHost?: string): Promise<Release | null>;
};

export const usualHandshakes = 8;

/** At once with one proxy, whatever the number of pods behind it. */
export const handshakesPerSharedHost = 3;

export function createHandshakePool(limit: number = usualHandshakes): HandshakePool {
  const all = createPlaces(limit);
  const shared = new Map<string, Places>();

  function placesOf(host: string): Places {
    const places = shared.get(host) ?? createPlaces(Math.min(limit, handshakesPerSharedHost));
    shared.set(host, places);
    return places;
  }

  return {
    async acquire(signal, sharedHost) {
      if (sharedHost === undefined) return all.acquire(signal);
      // The narrow place first, lest those who wait for it hold all the others.
      const narrow = await placesOf(sharedHost).acquire(signal);
      if (narrow === null) return null;
      const wide = await all.acquire(signal);
      if (wide === null) narrow();
      return wide === null ? null : both(wide, narrow);
    },
  };
}

function both(one: Release, other: Release): Release {
  return () => {
    one();
    other();
  };
}

type Places = { acquire(signal: AbortSignal): Promise<Release | null> };

function createPlaces(limit: number): Places {
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
