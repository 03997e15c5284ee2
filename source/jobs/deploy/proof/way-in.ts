/** The way into a pod over SSH, kept open while it is looked at, and made anew when the pod moves or starts anew. */
import { randomBytes } from 'node:crypto';
import { safeText } from '../../../base/safe-text.ts';
import type { Pod } from '../../../fleet/pod.ts';
import type { SshFailure } from '../../../ssh/failure.ts';
import type { PodDoor } from '../../../ssh/pod-door.ts';
import type { LinkTarget } from '../../../ssh/telemetry.ts';
import { readPodLogs } from '../../bundle/pod-logs.ts';
import { createRedaction } from '../../bundle/redaction.ts';
import { askGreeting } from '../../outside/ask-greeting.ts';
import type { Greeting } from '../../outside/check.ts';
import type { DeployDoors } from '../doors.ts';
import { type Inside, readInside } from './inside.ts';
import { endOfInside, type InsideQuestion, insideScript } from './inside-script.ts';

export type SshSeen =
  /** RunPod gives no address, or the pod does not run. */
  | { readonly kind: 'no-address' }
  /** Somebody else than sshd, or nobody, at the address. */
  | { readonly kind: 'no-banner'; readonly greeting: Exclude<Greeting, { kind: 'ssh' }>; readonly at: string }
  | { readonly kind: 'failed'; readonly failure: SshFailure; readonly at: string }
  | { readonly kind: 'open'; readonly at: string };

export type SeenInside = { readonly ssh: SshSeen; readonly inside: Inside | null };

export type WayIn = {
  /** Never rejects. */
  ask(pod: Pod, question: InsideQuestion): Promise<SeenInside>;
  /** The last lines of the pod's logs; none where nobody gets in. */
  logLines(): Promise<readonly string[]>;
  /** What the operator should hear of it, once each. */
  notes(): readonly { readonly level: 'info' | 'warn' | 'error'; readonly text: string }[];
  close(): Promise<void>;
};

const greetingTimeoutMs = 6000;
const openTimeoutMs = 25_000;
const scriptTimeoutMs = 25_000;
const maxOutputBytes = 512 * 1024;
const maxLogLines = 20;

export function openWayIn(doors: DeployDoors, signal: AbortSignal): WayIn {
  let open: { readonly door: PodDoor; readonly at: string; readonly generation: string | null } | null = null;
  let toldCount = 0;

  async function letGo(): Promise<void> {
    const old = open;
    open = null;
    toldCount = 0;
    await old?.door.close();
  }

  async function enter(target: LinkTarget): Promise<SshSeen> {
    const at = `${target.endpoint.username}@${target.endpoint.host}:${target.endpoint.port}`;
    if (open !== null && open.at === at && open.generation === target.generation) return { kind: 'open', at };
    await letGo();
    const greeting = await askGreeting(target.endpoint, { timeoutMs: greetingTimeoutMs, signal });
    if (greeting.kind !== 'ssh') return { kind: 'no-banner', greeting, at };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(openTimeoutMs)]);
    const opened = await (await doors.sshDoors()).open(target, limit);
    if (!opened.ok) return { kind: 'failed', failure: opened.failure, at };
    const door = opened.value;
    open = { door, at, generation: target.generation };
    void door.closed.then(() => {
      if (open?.door === door) open = null;
    });
    return { kind: 'open', at };
  }

  async function look(door: PodDoor, question: InsideQuestion): Promise<Inside | SshFailure | null> {
    const nonce = randomBytes(16).toString('hex');
    const run = await door.script({
      text: insideScript(nonce, question),
      timeoutMs: scriptTimeoutMs,
      maxOutputBytes,
      until: endOfInside(nonce),
    });
    return run.ok ? readInside(run.value.output, nonce, question) : run.failure;
  }

  // A stop does not wait for what hangs in the pod.
  const leave = () => void letGo();
  signal.addEventListener('abort', leave);

  return {
    async ask(pod, question) {
      const target = doors.targetOf(pod);
      if (target === null) return { ssh: { kind: 'no-address' }, inside: null };
      const ssh = await enter(target);
      if (ssh.kind !== 'open' || open === null) return { ssh, inside: null };
      const seen = await look(open.door, question);
      if (seen === null || !('kind' in seen)) return { ssh, inside: seen };
      // A connection that does not answer is no way in; the next look makes another.
      await letGo();
      return { ssh: { kind: 'failed', failure: seen, at: ssh.at }, inside: null };
    },
    async logLines() {
      if (open === null) return [];
      const read = await readPodLogs(open.door);
      return read.ok ? lastLines(read.value.logs) : [];
    },
    notes() {
      const all = open?.door.notes ?? [];
      const news = all.slice(toldCount);
      toldCount = all.length;
      return news;
    },
    async close() {
      signal.removeEventListener('abort', leave);
      await letGo();
    },
  };
}

/** A pod's log may hold anything, and what is quoted here is kept. */
function lastLines(logs: readonly { readonly path: string; readonly text: string }[]): readonly string[] {
  const redaction = createRedaction([]);
  const perLog = Math.max(3, Math.floor(maxLogLines / Math.max(1, logs.length)));
  const quoted = logs.flatMap(({ path, text }) => {
    const lines = redaction.text(text).split('\n');
    const whole = lines
      .map((line) => safeText(line, { maxLength: 300 }).trim())
      .filter((line) => line !== '');
    return whole.slice(-perLog).map((line) => `${safeText(path, { maxLength: 80 })}: ${line}`);
  });
  return quoted.slice(0, maxLogLines);
}
