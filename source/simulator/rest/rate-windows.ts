/** How many requests an account may make in a minute, an hour and a day: counted for each key, in windows that begin with its first request. */

export type WindowName = 'minute' | 'hour' | 'day';
export type Quotas = Readonly<Record<WindowName, number>>;

export type RateWindows = {
  /** Counts a request. `exceeded`: the window that was used up before it. */
  take(key: string): RateState;
  /** Begins every window anew. */
  setQuotas(quotas: Partial<Quotas>): void;
};

export type RateState = {
  readonly exceeded: { readonly window: WindowName; readonly retryAfterSeconds: number } | null;
  /** Of the headers `RateLimit` and `RateLimit-Policy`. */
  readonly limit: string;
  readonly policy: string;
};

const seconds: Readonly<Record<WindowName, number>> = { minute: 60, hour: 3600, day: 86_400 };
const names = ['minute', 'hour', 'day'] as const;

/** More than RunPod grants (about 180 a minute and 7,200 an hour were seen): tests share one simulation. */
export const usualQuotas: Quotas = { minute: 1200, hour: 40_000, day: 500_000 };

type Counter = { sinceMs: number; taken: number };

export function createRateWindows(wallMs: () => number): RateWindows {
  let quotas = usualQuotas;
  const counters = new Map<string, Counter>();

  function counterOf(key: string, window: WindowName): Counter {
    const name = `${window} ${key}`;
    const nowMs = wallMs();
    const known = counters.get(name);
    if (known !== undefined && nowMs < known.sinceMs + seconds[window] * 1000) return known;
    const fresh = { sinceMs: nowMs, taken: 0 };
    counters.set(name, fresh);
    return fresh;
  }

  return {
    take(key) {
      const windows = names.map((window) => ({ window, counter: counterOf(key, window) }));
      const full = windows.find(({ window, counter }) => counter.taken >= quotas[window]);
      // A request that is turned away takes nothing.
      if (full === undefined) for (const { counter } of windows) counter.taken += 1;
      const left = (window: WindowName, { sinceMs }: Counter) =>
        Math.max(1, Math.ceil((sinceMs + seconds[window] * 1000 - wallMs()) / 1000));
      return {
        exceeded:
          full === undefined
            ? null
            : { window: full.window, retryAfterSeconds: left(full.window, full.counter) },
        limit: windows
          .map(({ window, counter }) => {
            const remaining = Math.max(0, quotas[window] - counter.taken);
            return `"${window}";r=${remaining};t=${left(window, counter)}`;
          })
          .join(', '),
        policy: names.map((window) => `"${window}";q=${quotas[window]};w=${seconds[window]}`).join(', '),
      };
    },
    setQuotas(changed) {
      quotas = { ...quotas, ...changed };
      counters.clear();
    },
  };
}
