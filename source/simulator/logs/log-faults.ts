/** What is planted in logs: floods of lines, and streams that break off. */

export type Flood = { readonly fromUs: number; readonly untilUs: number; readonly linesPerSecond: number };

export type LogFaults = {
  /** Of a pod, oldest first. */
  floods(podId: string): readonly Flood[];
  flood(podId: string, flood: Flood): void;
  /** Ends those that go on at that time. */
  calm(podId: string, atUs: number): void;
  /** Breaks off every stream of that pod, and refuses new ones until then. */
  cut(podId: string, untilMs: number): void;
  refusedUntilMs(podId: string): number;
  /** Told when the streams of the pod are to break. Returns what ends that. */
  onCut(podId: string, listener: () => void): () => void;
};

export const mostLinesPerSecond = 10_000;
const mostFloods = 20;

export function createLogFaults(): LogFaults {
  const floods = new Map<string, readonly Flood[]>();
  const refused = new Map<string, number>();
  const listeners = new Map<string, Set<() => void>>();
  return {
    floods: (podId) => floods.get(podId) ?? [],
    flood(podId, flood) {
      floods.set(podId, [...(floods.get(podId) ?? []), flood].slice(-mostFloods));
    },
    calm(podId, atUs) {
      const known = floods.get(podId) ?? [];
      floods.set(
        podId,
        known.map((flood) => ({ ...flood, untilUs: Math.min(flood.untilUs, atUs) })),
      );
    },
    cut(podId, untilMs) {
      refused.set(podId, untilMs);
      for (const listener of [...(listeners.get(podId) ?? [])]) listener();
    },
    refusedUntilMs: (podId) => refused.get(podId) ?? 0,
    onCut(podId, listener) {
      const ofPod = listeners.get(podId) ?? new Set();
      listeners.set(podId, ofPod.add(listener));
      return () => {
        ofPod.delete(listener);
        if (ofPod.size === 0) listeners.delete(podId);
      };
    },
  };
}
