/** What earlier looks have shown, as far as a later one is judged by it. Pure. */
import { cardsOf, wantedCards } from '../proof/cards.ts';
import { isServed, type Seen } from '../proof/look.ts';
import { countRestarts, noRestarts, type Restarts } from '../proof/restarts.ts';
import type { Served } from '../proof/served.ts';
import type { RungId } from './rung-id.ts';

export type Past = {
  readonly beganMs: number;
  readonly lookCount: number;
  readonly wasListed: boolean;
  /** A container was reported at least once. */
  readonly hadContainer: boolean;
  /** Looks since the first one that found a container, and those among them that found none. null before. */
  readonly container: { readonly sinceMs: number; readonly looks: number; readonly misses: number } | null;
  /** The API's silence; null while it answers. */
  readonly apiSilence: Since | null;
  /** Nobody, or no sshd, at the SSH address. */
  readonly sshRefusal: Since | null;
  /** sshd lets no key in, or shows a host key that is not trusted. */
  readonly sshRejection: Since | null;
  /** The page is served inside the pod, and not by the proxy. */
  readonly insideOnly: Since | null;
  /** The version that is told, and since when it is that one; null while none is. */
  readonly toldVersion: (Since & { readonly version: string }) | null;
  /** Looks in a row that found too few cards. */
  readonly shortOfCardsCount: number;
  /** Looks in a row in which nobody counted any. */
  readonly uncountedCount: number;
  readonly restarts: Restarts;
  /** The container has been missing, or has started anew: what runs now is not what ran before. */
  readonly hasRenewed: boolean;
  readonly reached: ReadonlySet<RungId>;
};

export type Since = { readonly sinceMs: number; readonly count: number };

export function beginning(beganMs: number): Past {
  return {
    beganMs,
    lookCount: 0,
    wasListed: false,
    hadContainer: false,
    container: null,
    apiSilence: null,
    sshRefusal: null,
    sshRejection: null,
    insideOnly: null,
    toldVersion: null,
    shortOfCardsCount: 0,
    uncountedCount: 0,
    restarts: noRestarts,
    hasRenewed: false,
    reached: new Set(),
  };
}

export function remember(past: Past, seen: Seen, gpuCount: number): Past {
  const { api, ssh, atMs } = seen;
  const isSilent = api.kind === 'failed' && api.failure.code !== 'not-found';
  const isRejected = ssh.kind === 'failed' && !ssh.failure.retriable;
  const cards = cardsOf(seen);
  const isShort = cards !== null && cards < wantedCards(seen, gpuCount);
  const restarts = countRestarts(past.restarts, seen);
  const isMissing = api.kind === 'pod' && api.pod.state.kind === 'initialising';
  return {
    ...past,
    lookCount: past.lookCount + 1,
    wasListed: past.wasListed || api.kind === 'pod',
    hadContainer:
      past.hadContainer || (api.kind === 'pod' && api.pod.state.kind === 'running') || answers(seen),
    container: containerAfter(past.container, seen),
    apiSilence: longer(past.apiSilence, isSilent, atMs),
    sshRefusal: longer(past.sshRefusal, ssh.kind === 'no-banner', atMs),
    sshRejection: longer(past.sshRejection, isRejected, atMs),
    insideOnly: longer(past.insideOnly, isInsideOnly(seen), atMs),
    toldVersion: longerOfVersion(past.toldVersion, seen),
    shortOfCardsCount: isShort ? past.shortOfCardsCount + 1 : 0,
    uncountedCount: cards === null ? past.uncountedCount + 1 : 0,
    restarts,
    hasRenewed: past.hasRenewed || isMissing || restarts.count > 0,
  };
}

/** Whatever RunPod's API says: who gets an answer from within the pod knows that a container runs. */
export function answers({ proxy, ssh, inside, served }: Seen): boolean {
  return ssh.kind === 'open' || isServed(proxy, served.proxy) || isServed(inside?.page ?? null, served.ssh);
}

function isInsideOnly({ proxy, inside, served }: Seen): boolean {
  return !isServed(proxy, served.proxy) && isServed(inside?.page ?? null, served.ssh);
}

/** As served over SSH, which nothing between can keep from an earlier time; else by the proxy. */
export function versionIn({ served }: Pick<Seen, 'served'>): Served | null {
  return [served.ssh, served.proxy].find((each) => each !== null && each.version !== null) ?? null;
}

function longerOfVersion(before: Past['toldVersion'], seen: Seen): Past['toldVersion'] {
  const version = versionIn(seen)?.version ?? null;
  if (version === null) return null;
  if (before?.version !== version) return { version, sinceMs: seen.atMs, count: 1 };
  return { ...before, count: before.count + 1 };
}

function containerAfter(before: Past['container'], seen: Seen): Past['container'] {
  const isThere = answers(seen) || (seen.api.kind === 'pod' && seen.api.pod.state.kind === 'running');
  if (before === null) return isThere ? { sinceMs: seen.atMs, looks: 1, misses: 0 } : null;
  // Of a silent API nobody can tell.
  if (!isThere && seen.api.kind !== 'pod') return before;
  return { ...before, looks: before.looks + 1, misses: before.misses + (isThere ? 0 : 1) };
}

/** For so long, and it is no passing state. */
export function lasts(since: Since | null, nowMs: number, forMs: number): boolean {
  return since !== null && nowMs - since.sinceMs >= forMs;
}

function longer(since: Since | null, isSo: boolean, atMs: number): Since | null {
  if (!isSo) return null;
  return since === null ? { sinceMs: atMs, count: 1 } : { ...since, count: since.count + 1 };
}
