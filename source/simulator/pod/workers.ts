/**
 * The application's workers: so many requests are worked on at once, the others wait in line. So a load of many
 * connections finds a knee, and hundreds of simulated pods on one machine do not serve as fast as that machine can.
 */
export type Workers = {
  /** Calls back when a worker has done the request's work. */
  serve(done: () => void): void;
  close(): void;
};

export function createWorkers({
  count,
  serviceMs,
}: {
  readonly count: number;
  readonly serviceMs: number;
}): Workers {
  const waiting: (() => void)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let busyCount = 0;

  function work(done: () => void): void {
    busyCount += 1;
    const timer = setTimeout(() => {
      timers.delete(timer);
      busyCount -= 1;
      done();
      const next = waiting.shift();
      if (next !== undefined) work(next);
    }, serviceMs);
    timers.add(timer);
  }

  return {
    serve(done) {
      if (busyCount < count) work(done);
      else waiting.push(done);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      waiting.length = 0;
    },
  };
}
