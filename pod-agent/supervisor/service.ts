/**
 * Keeps one program running: starts it, notices its end, clears away what it left, and starts it again after a pause that
 * grows, until it has ended too often. A program whose configuration is broken is not started at all.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Child, startChild } from '../host/child.ts';
import { endGroup } from '../host/process-group.ts';
import { createLineKeeper } from './line-keeper.ts';
import { restartVerdict, windowMs } from './restart-policy.ts';

export type ServiceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly pid: number }
  /** Will be started again. */
  | { readonly kind: 'waiting'; readonly reason: string }
  /** Not started, because it would not work. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'given-up'; readonly reason: string }
  /** Told to end, and finishing what it does. */
  | { readonly kind: 'stopping' }
  | { readonly kind: 'stopped' };

export type Preparation =
  | { readonly kind: 'ready'; readonly path: string; readonly args: readonly string[] }
  /** It cannot work before somebody has changed something. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It may work a moment later. */
  | { readonly kind: 'not-now'; readonly reason: string };

export type Service = {
  /** Resolves with the state after the first attempt. Also after `refused` and `given-up`, once the cause is mended. */
  start(): Promise<ServiceState>;
  state(): ServiceState;
  /** To the program itself, not to what it started; false while it does not run. */
  signal(name: NodeJS.Signals): boolean;
  /** Asks it to end with the signal, and ends it when it has not after that time. */
  stop(options: { readonly signal: NodeJS.Signals; readonly graceMs: number }): Promise<void>;
};

export type ServiceOptions = {
  readonly name: string;
  /** Looks before each start. */
  prepare(hasRun: boolean): Promise<Preparation>;
  /** What asks a part of it that was left behind to end in good order. */
  readonly endSignal: NodeJS.Signals;
  /** One line for the pod's log. */
  onNews(text: string): void;
  onState(state: ServiceState): void;
};

/** What an orphan may still finish; it holds the port for so long. */
const orphanGraceMs = 1000;

export function createService(options: ServiceOptions): Service {
  const { name } = options;
  let state: ServiceState = { kind: 'idle' };
  let child: Child | null = null;
  let life: Promise<void> | null = null;
  let ends: number[] = [];
  let hasRun = false;
  let stopping = new AbortController();

  function become(next: ServiceState): void {
    state = next;
    options.onState(next);
  }

  async function live(onFirst: () => void): Promise<void> {
    while (!stopping.signal.aborted) {
      const prepared = await options.prepare(hasRun);
      if (stopping.signal.aborted) break;
      if (prepared.kind === 'refused') return become(prepared);
      const end = prepared.kind === 'ready' ? runOnce(prepared) : Promise.resolve(prepared.reason);
      if (prepared.kind === 'ready') onFirst();
      const reason = await end;
      if (stopping.signal.aborted) break;
      const goesOn = waitForNext(reason);
      onFirst();
      if (!(await goesOn)) return;
    }
    become({ kind: 'stopped' });
  }

  /** Resolves with why it ended, when all that it started has ended too. */
  async function runOnce({ path, args }: Extract<Preparation, { kind: 'ready' }>): Promise<string> {
    const started = startChild({ path, args, root: null });
    const lines = createLineKeeper([started.process.stdout, started.process.stderr]);
    child = started;
    const leaderPid = started.process.pid;
    if (leaderPid !== undefined) {
      hasRun = true;
      become({ kind: 'running', pid: leaderPid });
    }
    const how = await endOf(started);
    // Its last words; a killed one had none.
    const last = how.includes('SIGKILL') ? null : lines.last();
    child = null;
    // Workers of a killed master go on serving and hold its port.
    if (leaderPid !== undefined)
      await endGroup({ leaderPid, signal: options.endSignal, graceMs: orphanGraceMs });
    return `${name} ${how}${last === null ? '' : `: ${last}`}`;
  }

  async function waitForNext(reason: string): Promise<boolean> {
    const nowMs = performance.now();
    ends = [...ends, nowMs].filter((endMs) => nowMs - endMs <= windowMs);
    const verdict = restartVerdict(ends, nowMs, Math.random());
    if (verdict.kind === 'given-up') {
      const minutes = Math.round(verdict.withinMs / 60_000);
      const text = `${name} ended ${verdict.ends} times within ${minutes} min and is not started again. Last: ${reason}`;
      options.onNews(text);
      become({ kind: 'given-up', reason: text });
      return false;
    }
    options.onNews(`${reason}. It is started again in ${(verdict.afterMs / 1000).toFixed(1)} s.`);
    become({ kind: 'waiting', reason });
    // The signal ends the wait, which is no failure.
    await wait(verdict.afterMs, undefined, { signal: stopping.signal }).catch(() => {});
    return true;
  }

  return {
    async start() {
      if (life !== null) return state;
      stopping = new AbortController();
      ends = [];
      const first = new Promise<void>((resolve) => {
        life = live(resolve).finally(() => {
          life = null;
          resolve();
        });
      });
      await first;
      return state;
    },
    state: () => state,
    signal: (signalName) => child?.process.kill(signalName) ?? false,
    async stop({ signal, graceMs }) {
      stopping.abort();
      if (life !== null && state.kind !== 'stopping') become({ kind: 'stopping' });
      const leaderPid = child?.process.pid;
      child?.process.kill(signal);
      const timer = setTimeout(() => {
        if (leaderPid !== undefined) void endGroup({ leaderPid, signal: 'SIGKILL', graceMs: 0 });
      }, graceMs);
      await life;
      clearTimeout(timer);
    },
  };
}

/** Resolves at the process's own end: what it started may hold its output open for longer. */
function endOf(child: Child): Promise<string> {
  return new Promise((resolve) => {
    child.process.once('error', (error) => resolve(`cannot be started: ${error.message}`));
    child.process.once('exit', (code, signal) =>
      resolve(signal === null ? `ended with code ${code}` : `was ended by ${signal}`),
    );
  });
}
