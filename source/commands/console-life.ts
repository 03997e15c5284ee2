/** The lives of pods in the console: what is asked of the outside for its questions and forms, and what was answered. */
import { type LifeSnapshot, noLife, type UnsavedReading } from '../life/life-snapshot.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { Operator } from '../ui/operator.ts';
import { askUnsaved } from '../watch/ask-unsaved.ts';
import { createConsoleEdit } from './console-edit.ts';
import type { ConsoleLifeOptions } from './console-life-options.ts';
import { createConsoleRent } from './console-rent.ts';
import { createConsoleSystemLog } from './console-system-log.ts';

export type ConsoleLife = {
  readonly operator: Pick<
    Operator,
    'askUnsaved' | 'readSystemLog' | 'editPod' | 'applyEdit' | 'dropEdit' | 'createPod'
  >;
  /** From now on pods can be asked. */
  begin(doors: PodDoors): void;
  snapshot(): LifeSnapshot;
  subscribe(listener: () => void): () => void;
  /** Waits a little for pods that are rented or edited: an answer that nobody hears is a pod that nobody knows. */
  close(): Promise<void>;
};

/** Of more at once none is asked: a question about a hundred pods is no place to wait for each of them. */
const mostAsked = 32;
/** An answer this young is not asked for again, as where a dialog is closed and opened. */
const youngMs = 10_000;
const notifyEveryMs = 100;

export function openConsoleLife(options: ConsoleLifeOptions): ConsoleLife {
  const { store, targetOf, nowMs } = options;
  let ways: PodDoors | null = null;
  let snapshot = noLife;
  let timer: NodeJS.Timeout | null = null;
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  const answeredAtMs = new Map<string, number>();

  function show(change: Partial<LifeSnapshot>): void {
    if (closing.signal.aborted) return;
    snapshot = { ...snapshot, ...change };
    // A log may tell two hundred lines at once: they are shown together.
    timer ??= setTimeout(notify, notifyEveryMs);
  }

  function notify(): void {
    timer = null;
    for (const listener of listeners) listener();
  }

  function setUnsaved(podId: string, reading: UnsavedReading): void {
    show({ unsaved: new Map([...snapshot.unsaved, [podId, reading]]) });
  }

  async function askOne(podId: string): Promise<void> {
    const pod = store.snapshot().pods.get(podId)?.pod;
    const files =
      pod === undefined || pod.ssh === null || ways === null
        ? null
        : await askUnsaved({ doors: ways, target: targetOf(pod), signal: closing.signal });
    answeredAtMs.set(podId, nowMs());
    setUnsaved(podId, { kind: 'answered', files });
  }

  function isWanted(podId: string): boolean {
    const atMs = answeredAtMs.get(podId);
    const isYoung = atMs !== undefined && nowMs() - atMs < youngMs;
    return snapshot.unsaved.get(podId)?.kind !== 'asking' && !isYoung;
  }

  const edit = createConsoleEdit(options, (reading) => show({ edit: reading }));
  const rent = createConsoleRent(options);
  const systemLog = createConsoleSystemLog(options.cloud, (reading) => show({ systemLog: reading }));

  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin(doors) {
      ways = doors;
    },
    operator: {
      askUnsaved(podIds) {
        const wanted = podIds.filter(isWanted).slice(0, mostAsked);
        for (const podId of wanted) setUnsaved(podId, { kind: 'asking' });
        for (const podId of wanted)
          void askOne(podId).catch(() => setUnsaved(podId, { kind: 'answered', files: null }));
      },
      readSystemLog: systemLog.read,
      editPod: (podId) => void edit.begin(podId),
      applyEdit: edit.apply,
      dropEdit: edit.drop,
      createPod: rent.rent,
    },
    async close() {
      closing.abort();
      if (timer !== null) clearTimeout(timer);
      systemLog.read(null);
      await Promise.all([edit.close(), rent.close()]);
    },
  };
}
