/** The sources of a session, each with its number in the buffer, its state and its count. */
import type { LogPod, LogSource, SourceState } from './model/snapshot.ts';

export type Origin = {
  readonly number: number;
  readonly pod: LogPod | null;
  readonly source: string;
  state: SourceState;
  lineCount: number;
  /** Switched off by the operator: its lines are not shown. */
  isOff: boolean;
  /** Listed among the sources. */
  isListed: boolean;
};

export type Origins = {
  of(pod: LogPod, source: string): Origin;
  at(number: number): Origin | undefined;
  byKey(key: string): Origin | null;
  list(): readonly LogSource[];
  readonly hasOff: boolean;
};

/** The console's own lines: marks, gaps. */
export const ownOrigin = 0;

export function createOrigins(): Origins {
  const own: Origin = {
    ...{ number: ownOrigin, pod: null, source: 'pod-engine', state: { kind: 'live' } },
    ...{ lineCount: 0, isOff: false, isListed: false },
  };
  const all: Origin[] = [own];
  const byKey = new Map<string, Origin>();
  return {
    at: (number) => all[number],
    byKey: (key) => byKey.get(key) ?? null,
    of(pod, source) {
      const key = keyOf(pod.podId, source);
      const known = byKey.get(key);
      if (known !== undefined) return known;
      const made: Origin = {
        ...{ number: all.length, pod, source, state: { kind: 'connecting' } },
        ...{ lineCount: 0, isOff: false, isListed: true },
      };
      all.push(made);
      byKey.set(key, made);
      return made;
    },
    list: () => all.flatMap(listed),
    get hasOff() {
      return all.some(({ isOff }) => isOff);
    },
  };
}

function keyOf(podId: string, source: string): string {
  return `${podId} ${source}`;
}

function listed({ pod, source, state, lineCount, isOff, isListed }: Origin): LogSource[] {
  if (pod === null || !isListed) return [];
  const { podId, name } = pod;
  const shown: SourceState = isOff ? { kind: 'off' } : state;
  return [{ key: keyOf(podId, source), podId, podName: name, source, state: shown, lineCount }];
}
