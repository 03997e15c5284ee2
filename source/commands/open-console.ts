/** Joins the console's parts: fleet store, watch, screen, terminal. Resolves when the operator quits. */
import { emptyFleet } from '../fleet/reduce.ts';
import type { JobsSnapshot } from '../jobs/model/job.ts';
import { isJobOver } from '../jobs/model/questions.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { render } from '../ui/ink.ts';
import type { KeyWishes } from '../ui/keys/rebind.ts';
import { createScreen, type Screen } from '../ui/screen.ts';
import { createFleetStore, type FleetStore } from '../watch/fleet-store.ts';
import { startWatch, type Watch } from '../watch/watch.ts';
import type { CommandContext } from './command.ts';
import { consoleAlerts } from './console-alerts.ts';
import { openConsoleWays } from './console-links.ts';
import { lookOf } from './console-look.ts';
import { consoleMoney } from './console-money.ts';
import { operatorOf } from './console-operator.ts';
import { openConsoleParts } from './console-parts.ts';
import { consoleTerminal } from './console-terminal.ts';
import { everySecond } from './every-second.ts';
import type { Services } from './services.ts';

export async function openConsole(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  keyWishes: KeyWishes = {},
): Promise<void> {
  const { nowMs, environment, flags } = context;
  const { cloud, hosts, settings } = services;
  const store = emptyStore(environment.POD_ENGINE_PROFILE, cloud !== null, settings.intervalMs);

  let watch: Watch | null = null;
  let screen: Screen | null = null;
  const quit = deferred<'stop' | 'leave'>();
  let isOver = false;
  const say = (level: 'info' | 'ok' | 'warn' | 'error', text: string): void => {
    if (!isOver) store.dispatch({ kind: 'output', atMs: nowMs(), level, text });
  };
  const tell = (text: string): void => say('warn', text);
  const terminal = consoleTerminal(environment, { onEvent: (event) => screen?.handleEvent(event), tell });
  const parts = openConsoleParts(context, services, {
    ...{ store, terminal, say },
    notify: (level, text) => screen?.notify(level, text),
    hurry: () => watch?.refresh(),
  });
  const { history, deploys, jobs, resources, logs, access, life } = parts;
  const operator = operatorOf({
    ...{ store, terminal, nowMs, watch: () => watch, jobs: jobs.now, deploys: deploys.now },
    ...{ resources, life, access, logs, quit: quit.resolve },
  });
  screen = createScreen({
    ...{ fleetStore: store, operator, size: sizeOf() },
    look: lookOf({ environment, settings, noColour: flags.color === false }),
    ...{ nowMs, readOnly: settings.readOnly, histories: history, keyWishes },
    ...{ jobs, deploys, resources, life, forwards: access.forwards, logs },
  });

  const shown = showOn(terminal, screen);
  const stopClock = everySecond(nowMs, (atMs) => {
    history.look(store.snapshot(), atMs);
    screen?.tick(atMs);
  });
  // The first frame is painted before SSH is loaded: an operator sees the console, not a pause.
  const { links, doors } = openConsoleWays(services, nowMs, tell);
  for (const part of [jobs, deploys, access, life, logs]) part.begin(doors);
  const money = consoleMoney(context, services, {
    jobs: () => jobs.snapshot(),
    forwards: () => access.forwards.snapshot(),
    shells: access.shells,
    ownSessions: doors.openTo,
  });
  watch = startWatch({
    ...{ store, cloud, hosts, links, nowMs, money, intervalMs: settings.intervalMs },
    ...{ ...consoleAlerts(context, settings), reachOf: services.reachOf, sayAtEnd: context.say },
    endNow: context.signal,
  });
  context.news?.(tell);
  // Who ends the console from outside cannot be asked: what lives in a pod goes on there.
  context.signal.addEventListener('abort', () => quit.resolve('leave'), { once: true });

  const how = await quit.promise;
  isOver = true;
  stopClock();
  await shown.close();
  if (how === 'stop') sayWhatIsUndone(context, jobs.snapshot());
  for (const part of [deploys, store]) part.close();
  // All that waits for answers waits at once: one whose end has not begun would say its answer to a screen that has gone.
  const parted = Promise.all([resources.close(), life.close(), access.close(), logs.close()]);
  await Promise.all([watch.close(), parted.then(() => jobs.close(how)).then(() => doors.close())]);
  await history.close();
}

/** The screen has gone, and minutes may pass. */
function sayWhatIsUndone({ say }: CommandContext, { jobs }: JobsSnapshot): void {
  for (const job of jobs.filter((each) => each.kind === 'deploy' && !isJobOver(each)))
    say(
      `#${job.number}: what this deploy has begun is being undone. Ctrl-C leaves it to \`pod-engine deploy --abort\`.\n`,
    );
}

function showOn(terminal: Terminal, screen: Screen): { close(): Promise<void> } {
  const { inkStdout: stdout, inkStdin: stdin } = terminal;
  const onResize = (): void => screen.resize(sizeOf());
  // Told once when a storm of resizes is over.
  stdout.on('resize', onResize);
  terminal.open();
  const ink = render(screen.element, {
    ...{ stdout, stdin, debug: true, exitOnCtrlC: false, patchConsole: false },
  });
  return {
    async close() {
      stdout.off('resize', onResize);
      screen.dispose();
      ink.unmount();
      await terminal.close();
    },
  };
}

function emptyStore(profile: string | undefined, hasCloud: boolean, intervalMs: number): FleetStore {
  const fleet = hasCloud
    ? emptyFleet(profile ?? 'runpod', { kind: 'waiting' })
    : emptyFleet(profile ?? 'ssh', { kind: 'absent' });
  return createFleetStore(fleet, { intervalMs });
}

function sizeOf(): { columns: number; rows: number } {
  return { columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 };
}

function deferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve = (_value: Value): void => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
