/** A listener that keeps what a link tells, and lets a test wait for it. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { Link } from '../../source/fleet/link.ts';
import type { LinkListener } from '../../source/ssh/telemetry.ts';

export type LinkRecorder = LinkListener & {
  readonly links: readonly Link[];
  readonly frames: readonly Frame[];
  framesOf<Kind extends Frame['kind']>(kind: Kind): Extract<Frame, { kind: Kind }>[];
  /** Resolves as soon as it is true; rejects with what was seen when the time is up. */
  until(what: string, isTrue: () => boolean, timeoutMs?: number): Promise<void>;
};

export function recordLink(): LinkRecorder {
  const links: Link[] = [];
  const frames: Frame[] = [];
  const checks = new Set<() => void>();
  const look = () => {
    for (const check of checks) check();
  };
  return {
    links,
    frames,
    framesOf: <Kind extends Frame['kind']>(kind: Kind) =>
      frames.filter((frame): frame is Extract<Frame, { kind: Kind }> => frame.kind === kind),
    onLink(link) {
      links.push(link);
      look();
    },
    onFrame(frame) {
      frames.push(frame);
      look();
    },
    until: (what, isTrue, timeoutMs = 40_000) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!isTrue()) return;
          clearTimeout(timer);
          checks.delete(check);
          resolve();
        };
        const timer = setTimeout(() => {
          checks.delete(check);
          const events = frames.flatMap((frame) => (frame.kind === 'event' ? [frame.text] : []));
          reject(
            new Error(
              `Waited for ${what}; saw ${JSON.stringify(links.slice(-6))} and ${JSON.stringify(events.slice(-6))}`,
            ),
          );
        }, timeoutMs);
        checks.add(check);
        check();
      }),
  };
}
