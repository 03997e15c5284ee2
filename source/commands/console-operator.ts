/** What the screen may ask for, carried out by the watch and the terminal. */
import type { Terminal } from '../terminal/terminal.ts';
import type { Operator } from '../ui/operator.ts';
import type { FleetStore } from '../watch/fleet-store.ts';
import type { Watch } from '../watch/watch.ts';

export function operatorOf(parts: {
  readonly store: FleetStore;
  readonly terminal: Terminal;
  readonly nowMs: () => number;
  readonly watch: () => Watch | null;
  readonly quit: () => void;
}): Operator {
  const { store, terminal, nowMs, watch, quit } = parts;
  const say = (level: 'info' | 'ok' | 'warn', text: string): void =>
    store.dispatch({ kind: 'output', atMs: nowMs(), level, text });
  return {
    startPod: (podId) => watch()?.startPod(podId),
    stopPod: (podId) => watch()?.stopPod(podId),
    retryLink: (podId) => watch()?.retryLink(podId),
    refresh: () => watch()?.refresh(),
    repaint: () => terminal.repaint(),
    suspend: () => void terminal.suspend(),
    quit,
    copy(text) {
      const plan = terminal.copy(text);
      if (plan.kind === 'copy')
        say('ok', `copied "${text}" (${plan.byteCount} bytes)${plan.note === null ? '' : `: ${plan.note}`}`);
      else say('warn', `not copied: ${plan.byteCount} bytes, and a terminal takes ${plan.maxByteCount}`);
    },
  };
}
