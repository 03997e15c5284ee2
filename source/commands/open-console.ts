/** Joins the console's parts: fleet store, watch, screen, terminal. Resolves when the operator quits. */
import { emptyFleet } from '../fleet/reduce.ts';
import { terminalCapabilities } from '../terminal/capabilities.ts';
import { createTerminal, type Terminal } from '../terminal/terminal.ts';
import { render } from '../ui/ink.ts';
import type { Operator } from '../ui/operator.ts';
import { createScreen, type Screen } from '../ui/screen.ts';
import { createFleetStore, type FleetStore } from '../watch/fleet-store.ts';
import { startWatch, type Watch } from '../watch/watch.ts';
import type { CommandContext } from './command.ts';
import { lateLinks } from './late-links.ts';
import type { Services } from './services.ts';

export async function openConsole(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
): Promise<void> {
  const { nowMs, environment, flags } = context;
  const { cloud, hosts, settings } = services;
  const profile = environment['POD_ENGINE_PROFILE'] ?? (cloud === null ? 'ssh' : 'runpod');
  const store = createFleetStore(
    emptyFleet(profile, cloud === null ? { kind: 'absent' } : { kind: 'waiting' }),
  );

  let watch: Watch | null = null;
  let screen: Screen | null = null;
  const quit = deferred();
  const terminal: Terminal = createTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    host: process,
    environment,
    onEvent: (event) => screen?.handleEvent(event),
    onStrayText: (text) =>
      store.dispatch({ kind: 'output', atMs: nowMs(), level: 'warn', text: text.trim() }),
  });
  const operator = operatorOf({
    store,
    terminal,
    nowMs,
    watch: () => watch,
    quit: quit.resolve,
    readOnly: settings.readOnly,
  });
  const look = terminalCapabilities({
    environment,
    isTerminal: true,
    noColour: flags.color === false,
    ascii: settings.ascii,
  });
  screen = createScreen({ fleetStore: store, operator, size: sizeOf(), look, nowMs });

  const onResize = (): void => screen?.resize(sizeOf());
  process.stdout.on('resize', onResize);
  terminal.open();
  const ink = render(screen.element, {
    stdout: terminal.inkStdout,
    stdin: terminal.inkStdin,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const stopClock = everySecond(nowMs, (atMs) => screen?.tick(atMs));
  // The first frame is painted before SSH is loaded: an operator sees the console, not a pause.
  const links = lateLinks(services.openLinks());
  watch = startWatch({ store, cloud, hosts, links, intervalMs: settings.intervalMs, nowMs });
  context.signal.addEventListener('abort', () => quit.resolve(), { once: true });

  await quit.promise;
  stopClock();
  process.stdout.off('resize', onResize);
  screen.dispose();
  ink.unmount();
  await terminal.close();
  store.close();
  await watch.close();
}

function sizeOf(): { columns: number; rows: number } {
  return { columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 };
}

function operatorOf(parts: {
  readonly store: FleetStore;
  readonly terminal: Terminal;
  readonly nowMs: () => number;
  readonly watch: () => Watch | null;
  readonly quit: () => void;
  readonly readOnly: boolean;
}): Operator {
  const { store, terminal, nowMs, watch, quit, readOnly } = parts;
  const say = (level: 'info' | 'ok' | 'warn', text: string): void =>
    store.dispatch({ kind: 'output', atMs: nowMs(), level, text });
  const change = (act: () => void): void => {
    if (readOnly) say('warn', 'refused: the settings say read-only');
    else act();
  };
  return {
    startPod: (podId) => change(() => watch()?.startPod(podId)),
    stopPod: (podId) => change(() => watch()?.stopPod(podId)),
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

/** At each full second of the clock, so that the clock on the screen never skips one. */
function everySecond(nowMs: () => number, tick: (atMs: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const next = (): void => {
    const atMs = nowMs();
    timer = setTimeout(
      () => {
        tick(nowMs());
        next();
      },
      1000 - (atMs % 1000) + 5,
    );
  };
  next();
  return () => clearTimeout(timer);
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
