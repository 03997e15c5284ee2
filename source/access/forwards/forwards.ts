/**
 * All forwards of a console or a command: each listens until it is closed, its pod's door is opened when somebody
 * connects and opened anew when it was lost. Nothing of it is kept beyond this process.
 */
import type { Socket } from 'node:net';
import { type ForwardSpec, forwardTargetText, listenerText } from '../../fleet/forward-spec.ts';
import type { Forward, ForwardsSnapshot } from '../../fleet/forwards.ts';
import type { PodDoors } from '../../ssh/pod-door.ts';
import type { LinkTarget } from '../../ssh/telemetry.ts';
import { createKeptDoor, type DoorState, type KeptDoor } from './kept-door.ts';
import { listen, type OpenListener } from './listener.ts';
import { serveConnection } from './serve-connection.ts';

export type OpenedForward =
  | { readonly ok: true; readonly forward: Forward }
  | { readonly ok: false; readonly reason: string };

export type Forwards = {
  snapshot(): ForwardsSnapshot;
  subscribe(listener: () => void): () => void;
  open(target: LinkTarget, spec: ForwardSpec): Promise<OpenedForward>;
  /** Ends its listener and every connection. */
  closeForward(id: string): Promise<void>;
  /** The pods as they are now (null: out of reach): those that are gone lose their forwards, those that moved are followed. */
  follow(targets: ReadonlyMap<string, LinkTarget | null>): void;
  close(): Promise<void>;
};

export type ForwardsOptions = {
  readonly doors: PodDoors;
  readonly nowMs: () => number;
  /** Why a connection came to nothing. */
  onTrouble?(forward: Forward, reason: string): void;
};

/** More than anybody looks through. */
export const maxForwards = 64;
/** Counts change with every packet; nobody reads them faster than this. */
const tellEveryMs = 500;

type Held = { forward: Forward; readonly listener: OpenListener; readonly sockets: Set<Socket> };

export function createForwards({ doors, nowMs, onTrouble }: ForwardsOptions): Forwards {
  const held = new Map<string, Held>();
  const kept = new Map<string, KeptDoor>();
  const listeners = new Set<() => void>();
  let snapshot: ForwardsSnapshot | null = null;
  let timer: NodeJS.Timeout | undefined;
  let number = 0;
  let isClosed = false;

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    snapshot = null;
    for (const listener of listeners) listener();
  }

  function change(id: string, next: (forward: Forward) => Partial<Forward>, isSoon = false): void {
    const found = held.get(id);
    if (found === undefined) return;
    found.forward = { ...found.forward, ...next(found.forward) };
    if (!isSoon) tell();
    else if (!isClosed) timer ??= setTimeout(tell, tellEveryMs);
  }

  function doorOf(target: LinkTarget): KeptDoor {
    const before = kept.get(target.podId);
    if (before !== undefined) return before;
    const door = createKeptDoor({ doors, target, onState: (state) => showState(target.podId, state) });
    kept.set(target.podId, door);
    return door;
  }

  function showState(podId: string, state: DoorState): void {
    const shown: Forward['state'] =
      state.kind === 'waiting' ? { kind: 'waiting', reason: state.reason } : { kind: 'open' };
    for (const [id, { forward }] of held) if (forward.podId === podId) change(id, () => ({ state: shown }));
  }

  function connected(id: string, pod: LinkTarget, target: ForwardSpec['target'], socket: Socket): void {
    const found = held.get(id);
    if (found === undefined) return void socket.destroy();
    const door = doorOf(pod);
    found.sockets.add(socket);
    change(
      id,
      ({ openConnections, totalConnections }) => ({
        openConnections: openConnections + 1,
        totalConnections: totalConnections + 1,
      }),
      true,
    );
    const counts = {
      received: (bytes: number) =>
        change(id, ({ receivedBytes }) => ({ receivedBytes: receivedBytes + bytes }), true),
      sent: (bytes: number) => change(id, ({ sentBytes }) => ({ sentBytes: sentBytes + bytes }), true),
    };
    void serveConnection({ socket, target, door, counts }).then((reason) => {
      found.sockets.delete(socket);
      change(
        id,
        ({ openConnections, failedConnections }) => ({
          openConnections: openConnections - 1,
          failedConnections: failedConnections + (reason === null ? 0 : 1),
        }),
        true,
      );
      if (reason !== null && held.has(id)) onTrouble?.(found.forward, reason);
    });
  }

  async function closeForward(id: string): Promise<void> {
    const found = held.get(id);
    if (found === undefined) return;
    held.delete(id);
    for (const socket of found.sockets) socket.destroy();
    const { podId } = found.forward;
    const isLast = ![...held.values()].some(({ forward }) => forward.podId === podId);
    const door = isLast ? kept.get(podId) : undefined;
    if (isLast) kept.delete(podId);
    tell();
    await Promise.all([found.listener.close(), door?.close()]);
  }

  return {
    snapshot() {
      snapshot ??= { forwards: [...held.values()].map(({ forward }) => forward) };
      return snapshot;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async open(target, spec) {
      if (isClosed) return { ok: false, reason: 'the console is closing' };
      if (held.size >= maxForwards) return { ok: false, reason: `there are ${maxForwards} forwards already` };
      const id = `forward-${++number}`;
      const listening = await listen(spec.listener, (socket) => connected(id, target, spec.target, socket));
      if (!listening.ok) return listening;
      const forward = forwardOf({ id, target, spec, listener: listening.value, nowMs: nowMs() });
      held.set(id, { forward, listener: listening.value, sockets: new Set() });
      tell();
      return { ok: true, forward };
    },
    closeForward,
    follow(targets) {
      for (const [id, { forward }] of held) if (!targets.has(forward.podId)) void closeForward(id);
      for (const [podId, door] of kept) {
        const target = targets.get(podId);
        if (target !== undefined && target !== null) door.retarget(target);
      }
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await Promise.all([...held.keys()].map(closeForward));
    },
  };
}

function forwardOf(from: {
  readonly id: string;
  readonly target: LinkTarget;
  readonly spec: ForwardSpec;
  readonly listener: OpenListener;
  readonly nowMs: number;
}): Forward {
  const { id, target, spec, listener, nowMs } = from;
  return {
    id,
    podId: target.podId,
    podName: target.podName,
    kind: spec.target.kind === 'tcp' ? 'local' : spec.target.kind,
    listensOn: listenerText(listener.at),
    target: forwardTargetText(spec),
    state: { kind: 'open' },
    openConnections: 0,
    totalConnections: 0,
    failedConnections: 0,
    receivedBytes: 0,
    sentBytes: 0,
    sinceMs: nowMs,
  };
}
