/** Lines a second over the last whole seconds. */

const seconds = 4;

export function createRate() {
  const counts = new Map<number, number>();

  return {
    add(atMs: number): void {
      const second = Math.floor(atMs / 1000);
      counts.set(second, (counts.get(second) ?? 0) + 1);
      if (counts.size > seconds + 1)
        for (const each of counts.keys()) if (each < second - seconds) counts.delete(each);
    },
    /** The second that goes on is left out: it has not come to its end. */
    perSecond(nowMs: number): number {
      const now = Math.floor(nowMs / 1000);
      let sum = 0;
      for (let second = now - seconds; second < now; second++) sum += counts.get(second) ?? 0;
      return Math.round(sum / seconds);
    },
  };
}
