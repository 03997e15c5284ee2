/** The console's logs: the engine, loaded when they are asked for first, and what is done on their page. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Pod } from '../fleet/pod.ts';
import type { Reach } from '../fleet/reach.ts';
import type { LogEngine, PodToRead } from '../logs/engine.ts';
import { type LogsSnapshot, noLogs } from '../logs/model/snapshot.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { LogAsk } from '../ui/state/log-ask.ts';
import type { FleetStore } from '../watch/fleet-store.ts';
import type { CommandContext } from './command.ts';
import { copyAndSay } from './console-copy.ts';
import { logCloudOf } from './log-cloud-of.ts';
import { targetOfPod } from './open-jobs.ts';
import type { Services } from './services.ts';

export type ConsoleLogs = {
  snapshot(): LogsSnapshot;
  subscribe(listener: () => void): () => void;
  ask(ask: LogAsk): void;
  begin(doors: PodDoors): void;
  close(): Promise<void>;
};

export type LogsConsole = { readonly store: FleetStore; readonly terminal: Terminal };

/** As many as a terminal's clipboard may take is said by the copying itself. */
const maxCopiedLines = 2000;

export function openConsoleLogs(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  { store, terminal }: LogsConsole,
): ConsoleLogs {
  const podOf = (podId: string): Pod | null => store.snapshot().pods.get(podId)?.pod ?? null;
  const say = (level: 'info' | 'ok' | 'warn', text: string): void =>
    store.dispatch({ kind: 'output', atMs: context.nowMs(), level, text });
  const listeners = new Set<() => void>();
  let engine: LogEngine | null = null;
  let loading: Promise<LogEngine> | null = null;
  let doors: PodDoors | null = null;
  let isClosed = false;

  async function load(): Promise<LogEngine> {
    const { createLogEngine } = await import('../logs/engine.ts');
    const made = createLogEngine({
      logs: () => logCloudOf(services.cloud),
      nowMs: context.nowMs,
      files: ownFiles(context.environment.POD_ENGINE_LOG_FILES),
    });
    made.subscribe(() => {
      for (const listener of listeners) listener();
    });
    engine = made;
    return made;
  }

  function podToRead(pod: Pod): PodToRead {
    const { id: podId, name } = pod;
    const ways = doors;
    const openDoor = async (signal: AbortSignal) => {
      // Asked anew each time: a pod that was restarted has another port.
      const now = podOf(podId) ?? pod;
      const target = targetOfPod(services, now);
      return target === null || ways === null
        ? withoutWay(now, services.reachOf(now))
        : await ways.open(target, signal);
    };
    return { podId, name, isHost: pod.provider === 'ssh', openDoor: ways === null ? null : openDoor };
  }

  function put(ready: LogEngine, ask: LogAsk): void {
    if (ask.kind === 'open') ready.open(ask.podIds.flatMap((id) => podOf(id) ?? []).map(podToRead));
    else if (ask.kind === 'leave') void ready.leave();
    else if (ask.kind === 'show') ready.show(ask.window);
    else if (ask.kind === 'seek') ready.seek(ask.seek);
    else if (ask.kind === 'toggle') ready.toggle(ask.sourceKey);
    else if (ask.kind === 'mark') ready.mark(`── mark ${clockText()}Z ──`);
    else if (ask.kind === 'clear') ready.clear();
    else if (ask.kind === 'copy')
      copyAndSay(terminal, say, ready.textBetween(ask.fromId, ask.toId, maxCopiedLines));
    else if (ask.kind === 'save') void save(ready);
    else void page(ready);
  }

  function clockText(): string {
    return new Date(context.nowMs()).toISOString().slice(11, 19);
  }

  async function save(ready: LogEngine): Promise<void> {
    const time = new Date(context.nowMs()).toISOString().replace(/[:.]/g, '-').slice(0, 19);
    const written = await ready.save(join(process.cwd(), `pod-engine-logs-${time}Z.log`));
    if (written.ok) say('ok', `saved ${written.lineCount} lines: ${written.path}`);
    else say('warn', `not saved: ${written.reason}`);
  }

  async function page(ready: LogEngine): Promise<void> {
    const written = await ready.saveForPager();
    if (!written.ok) return say('warn', `no pager: ${written.reason}`);
    const failure = await openPager(terminal, written.path, context.environment.PAGER);
    ready.forget(written.path);
    if (failure !== null) say('warn', failure);
  }

  return {
    snapshot: () => engine?.snapshot() ?? noLogs,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask(ask) {
      if (engine !== null) return put(engine, ask);
      if (ask.kind === 'leave' && loading === null) return;
      loading ??= load();
      // In the order in which they were asked.
      void loading.then((ready) => isClosed || put(ready, ask));
    },
    begin(opened) {
      doors = opened;
    },
    async close() {
      isClosed = true;
      await (await loading)?.close();
    },
  };
}

/** Paths and patterns with colons between, as PATH has folders. */
function ownFiles(text = ''): readonly string[] | null {
  const files = text.split(':').filter((path) => path.startsWith('/'));
  return files.length === 0 ? null : files;
}

function withoutWay({ name }: Pod, reach: Reach) {
  const why = reach.kind === 'none' ? reach.reason.replace(/\.$/, '') : 'the console is still starting';
  const failure = {
    kind: 'unreachable',
    message: `There is no way to ${name} by SSH: ${why}.`,
    hint: 'Files are read when it runs and 22/tcp is exposed.',
    retriable: true,
  } as const;
  return { ok: false, failure } as const;
}

/** null: it was opened, and has ended. `$PAGER` is a line of the shell, as others take it. */
async function openPager(
  terminal: Terminal,
  path: string,
  pager: string | undefined,
): Promise<string | null> {
  const line = pager === undefined || pager.trim() === '' ? 'less -R' : pager;
  let failure: string | null = null;
  await terminal.handOver(async () => {
    const environment = { ...process.env, LESS: process.env.LESS ?? '-R' };
    const child = spawn('sh', ['-c', `${line} "$1"`, 'pager', path], { stdio: 'inherit', env: environment });
    const code = await new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
      child.once('error', () => resolve(127));
    });
    if (code === 127) failure = `the pager could not be run: ${line}`;
  });
  return failure;
}
