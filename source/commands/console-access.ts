/** What the console does to enter a pod: the terminal lent to a shell there, and forwards of its ports. */
import { createForwards, type Forwards } from '../access/forwards/forwards.ts';
import { lendTerminal } from '../access/lend-terminal.ts';
import type { ShellEnd } from '../access/shell-session.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { ForwardSpec } from '../fleet/forward-spec.ts';
import type { Pod } from '../fleet/pod.ts';
import type { PodDoor, PodDoors } from '../ssh/pod-door.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { FleetStore } from '../watch/fleet-store.ts';
import type { CommandContext } from './command.ts';
import { lateDoors } from './late-doors.ts';
import { forwardlessReason, unreachableReason } from './reachable-pod.ts';
import type { Services } from './services.ts';

export type ConsoleAccess = {
  readonly forwards: Pick<Forwards, 'snapshot' | 'subscribe'>;
  /** From here on pods can be reached. */
  begin(doors: PodDoors): void;
  openShell(podId: string): void;
  /** Pods in which a shell of this console is open. */
  shells(): readonly string[];
  openForward(podId: string, spec: ForwardSpec): void;
  closeForward(id: string): void;
  close(): Promise<void>;
};

export function openConsoleAccess(
  context: Pick<CommandContext, 'environment' | 'signal' | 'nowMs'>,
  services: Extract<Services, { ok: true }>,
  parts: {
    readonly store: FleetStore;
    readonly terminal: Pick<Terminal, 'handOver'>;
    readonly tell: (text: string) => void;
    readonly notify: (level: 'info' | 'warn', text: string) => void;
  },
): ConsoleAccess {
  const { store, terminal, tell, notify } = parts;
  let isReady: (doors: PodDoors) => void = () => {};
  const doors = lateDoors(
    new Promise<PodDoors>((resolve) => {
      isReady = resolve;
    }),
  );
  const forwards = createForwards({
    doors,
    nowMs: context.nowMs,
    onTrouble: ({ listensOn, podName }, reason) => tell(`forward ${listensOn} of ${podName}: ${reason}`),
  });
  const unfollow = store.subscribe(() => {
    if (forwards.snapshot().forwards.length > 0) forwards.follow(targetsOf(store.snapshot(), services));
  });
  /** By its pod. */
  let lentTo: string | null = null;

  async function shell(pod: Pod): Promise<void> {
    const opening = new AbortController();
    let door: PodDoor | null = null;
    let end: ShellEnd | null = null;
    await terminal.handOver(async () => {
      end = await lendTerminal({
        async door() {
          const opened = await doors.open(services.targetOf(pod), opening.signal);
          if (opened.ok) door = opened.value;
          if (opened.ok && opening.signal.aborted) void opened.value.close();
          return opened;
        },
        podName: pod.name,
        command: null,
        terminal: process,
        environment: context.environment,
        isFiltered: services.settings.shellFilter,
        signal: context.signal,
      });
    });
    opening.abort();
    await closedDoor(door);
    const said = end === null ? null : endText(pod, end);
    if (said !== null) notify(said.level, said.text);
  }

  return {
    forwards,
    begin: (ready) => isReady(ready),
    openShell(podId) {
      const pod = store.snapshot().pods.get(podId)?.pod;
      if (pod === undefined || lentTo !== null) return;
      const reason = unreachableReason(services, pod);
      if (reason !== null) return notify('warn', reason);
      lentTo = podId;
      void shell(pod)
        .catch((error: unknown) => tell(`The shell in ${pod.name} failed: ${String(error)}`))
        .finally(() => {
          lentTo = null;
        });
    },
    openForward(podId, spec) {
      const pod = store.snapshot().pods.get(podId)?.pod;
      if (pod === undefined) return;
      const reason = unreachableReason(services, pod) ?? forwardlessReason(services, pod);
      if (reason !== null) return notify('warn', reason);
      void forwards.open(services.targetOf(pod), spec).then((opened) => {
        if (opened.ok)
          notify('info', `${opened.forward.listensOn} leads to ${opened.forward.target} in ${pod.name}`);
        else notify('warn', opened.reason);
      });
    },
    shells: () => (lentTo === null ? [] : [lentTo]),
    closeForward: (id) => void forwards.closeForward(id),
    async close() {
      unfollow();
      await forwards.close();
    },
  };
}

async function closedDoor(door: PodDoor | null): Promise<void> {
  await door?.close();
}

/** null: it came back because it was asked to. */
function endText(pod: Pod, end: ShellEnd): { readonly level: 'info' | 'warn'; readonly text: string } | null {
  if (end.kind === 'lost') return { level: 'warn', text: `shell in ${pod.name}: ${end.failure.message}` };
  if (end.kind !== 'ended') return null;
  const { exitCode, signal } = end.end;
  if (signal !== null) return { level: 'warn', text: `the shell in ${pod.name} was ended by ${signal}` };
  return { level: 'info', text: `the shell in ${pod.name} has ended${exitCode ? ` with ${exitCode}` : ''}` };
}

/** Of every pod there is; null while it cannot be reached. */
function targetsOf(
  { pods }: Fleet,
  services: Extract<Services, { ok: true }>,
): ReadonlyMap<string, LinkTarget | null> {
  return new Map(
    [...pods.values()].map(({ pod }) => [
      pod.id,
      unreachableReason(services, pod) === null ? services.targetOf(pod) : null,
    ]),
  );
}
