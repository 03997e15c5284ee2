/**
 * What a pod does from its start until it is told to end, one thing after the other: it walks the phases, looks when nginx
 * has news, and sees to it that somebody answers at its port.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { aborted } from './pause.ts';
import type { PodParts } from './pod-parts.ts';
import { messageOf } from './protocol/one-line.ts';
import type { ServedStart } from './protocol/served-health.ts';
import { phases } from './startup/index.ts';
import { readyFile } from './startup/ready.ts';
import { runPhases } from './startup/run-phases.ts';
import { rotateEveryMs, rotateLogs } from './supervisor/log-rotation.ts';

export type PodLife = {
  /** How the start went, or goes. */
  start(): ServedStart;
  /** To walk the phases once more, as soon as what goes on is done. */
  wishWalk(): void;
  /** nginx has news. */
  wishLook(): void;
  /** Resolves when the pod is told to end, or is of no use to anybody. */
  live(pod: PodParts): Promise<void>;
};

/** nginx takes a moment to listen; then it is worth a look. */
const settleMs = 300;
/** After a start that failed though nginx runs: what was in its way may be gone a little later. */
const firstRetryMs = 10_000;
const longestRetryMs = 300_000;
/** From here on a start depends on nginx alone: what failed then may be mended by its being started again. */
const firstOfNginx = phases.findIndex(({ id }) => id === 'nginx');

export function createPodLife(options: { readonly end: AbortSignal; log(line: string): void }): PodLife {
  const { end, log } = options;
  const wishes = new Set<'walk' | 'look' | 'rotate'>(['walk']);
  let start: ServedStart = { state: 'starting', tookMs: null, phases: [] };
  let wake = () => {};
  let settling: NodeJS.Timeout | null = null;
  let retryMs = firstRetryMs;

  function wish(what: 'walk' | 'look' | 'rotate'): void {
    wishes.add(what);
    wake();
  }

  function taken(what: 'walk' | 'look' | 'rotate'): boolean {
    return wishes.delete(what);
  }

  async function walk(pod: PodParts, from: number): Promise<void> {
    const beganSeconds = start.phases.length === 0 ? 0 : process.uptime();
    const elapsedMs = () => (process.uptime() - beganSeconds) * 1000;
    const onStart = (now: ServedStart) => {
      start = now;
    };
    await removeReadyFile();
    const past = start.phases.slice(0, from);
    start = await runPhases(phases.slice(from), { ...pod.start, elapsedMs }, { onStart, onLine: log }, past);
    // What nginx had to tell meanwhile, the phases have seen.
    taken('look');
    forgetLook();
    if (!mayMend()) return;
    lookAfter(retryMs);
    retryMs = Math.min(longestRetryMs, retryMs * 2);
  }

  /** Whether all that failed depends on nginx. */
  function mayMend(): boolean {
    return start.phases.findIndex(({ outcome }) => outcome === 'failed') >= firstOfNginx;
  }

  function lookAfter(durationMs: number): void {
    forgetLook();
    settling = setTimeout(() => {
      settling = null;
      wish('look');
    }, durationMs);
  }

  function forgetLook(): void {
    if (settling !== null) clearTimeout(settling);
    settling = null;
  }

  async function look(pod: PodParts): Promise<void> {
    await pod.watch.look();
    const { kind } = pod.nginx.state();
    // Where the diagnosis could not be shown either, whoever has the port may have gone.
    const isOut = (kind === 'refused' || kind === 'given-up') && !pod.door.isShown();
    if (mayMend() && (kind === 'running' || isOut)) await walk(pod, firstOfNginx);
  }

  /**
   * @returns Whether the pod is of use: somebody answers at its port, nginx now or in a moment, or else the diagnosis; or
   * it can at least be entered.
   */
  async function standAtDoor({ nginx, door, settings, ssh }: PodParts): Promise<boolean> {
    const state = nginx.state();
    if (end.aborted || state.kind === 'running' || state.kind === 'waiting' || door.isShown()) return true;
    await removeReadyFile();
    const { appPort } = settings.serving;
    const trouble = await door.show();
    if (trouble === null) {
      const again = `Once that is mended: kill -HUP ${process.pid}. After changed settings: start the container again.`;
      log(`The pod does not serve its site; port ${appPort} tells why. ${again}`);
      return true;
    }
    const why = `The pod can serve nothing at port ${appPort}: ${'reason' in state ? state.reason : trouble}`;
    const isEntered = (await ssh).service?.state().kind === 'running';
    log(isEntered ? `${why}. It stays up for those who enter by SSH, and tries again.` : why);
    return isEntered;
  }

  async function next(pod: PodParts): Promise<boolean> {
    if (taken('walk')) {
      await pod.door.hide();
      await walk(pod, 0);
      return standAtDoor(pod);
    }
    if (taken('look')) {
      await look(pod);
      return standAtDoor(pod);
    }
    if (taken('rotate')) await rotate(pod);
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return true;
  }

  /** What nobody expected is told, and the pod goes on: it can still be entered, and say how it is. */
  function nextSafely(pod: PodParts): Promise<boolean> {
    return next(pod).catch((error: unknown) => {
      log(`This was not expected: ${messageOf(error)}`);
      return true;
    });
  }

  return {
    start: () => start,
    wishWalk() {
      retryMs = firstRetryMs;
      wish('rotate');
      wish('walk');
    },
    wishLook: () => lookAfter(settleMs),
    async live(pod) {
      const rotating = setInterval(() => wish('rotate'), rotateEveryMs);
      // A look may take seconds, and the time to end is short.
      const ended = aborted(end).then(() => false);
      let isOfUse = true;
      while (!end.aborted && isOfUse) isOfUse = await Promise.race([nextSafely(pod), ended]);
      clearInterval(rotating);
      forgetLook();
    },
  };
}

async function rotate({ nginx, settings }: PodParts): Promise<void> {
  const logs = ['access.log', 'error.log'].map((name) => join(settings.serving.logFolder, name));
  await rotateLogs(logs, () => nginx.signal('SIGUSR1'));
}

/** Of this run or of one before: it says that the pod is ready. */
export async function removeReadyFile(): Promise<void> {
  await rm(readyFile, { force: true }).catch(() => {});
}
