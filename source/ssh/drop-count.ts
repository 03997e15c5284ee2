/** Lines from a pod that could not be used: counted, and told once a minute, not once each. */
export function createDropCount(options: { monotonicMs(): number; onNote(text: string): void }): {
  count(): void;
} {
  let dropped = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return {
    count() {
      dropped++;
      const nowMs = options.monotonicMs();
      if (nowMs - toldAtMs < tellEveryMs) return;
      toldAtMs = nowMs;
      options.onNote(
        `${dropped} ${dropped === 1 ? 'line' : 'lines'} from the pod could not be used and were left out.`,
      );
      dropped = 0;
    },
  };
}

const tellEveryMs = 60_000;
