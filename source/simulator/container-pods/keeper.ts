/** What the engine has of one pod: at most one container, and a volume that outlives it. */
import { timestampOf } from '../logs/log-line.ts';
import type { ContainerDoors } from '../pod/cloud-pod.ts';
import type { PodSettings } from '../pod/settings.ts';
import { lastLine } from './engine.ts';
import { ownerLabel, ownerName } from './owner.ts';
import { type ContainerOptions, type RunningContainer, runContainer, volumeName } from './run-container.ts';

export type Keeper = {
  /** Of the run that goes on; null while there is none. */
  container(): RunningContainer | null;
  /** @returns Why it does not run; null when it does, or when `isWanted` said no at its turn. */
  bringUp(isWanted: () => boolean): Promise<string | null>;
  /** The container that has ended by itself. @returns Why it does not run; null as of `bringUp`. */
  startAgain(isWanted: () => boolean): Promise<string | null>;
  /** Ends it as its image asks for, and removes it. */
  takeDown(withinSeconds: number): Promise<void>;
  /** The same, and the volume. */
  removeAll(withinSeconds: number): Promise<void>;
  /** The end of what the container printed, introduced for people. */
  lastWords(): Promise<string>;
  /** What it prints, each line after its time. Calls `onEnd` at once where there is no container. */
  follow: ContainerDoors['follow'];
};

const quotedLines = 15;
const followedLines = 20_000;
const quotedCharacters = 4000;

/** `onEnd` is called when the container ends by itself; it is still there then, for its last words. */
export function createKeeper(
  options: ContainerOptions & { settings(): PodSettings },
  onEnd: () => void,
): Keeper {
  const { engine, plan } = options;
  let fetching = new AbortController();
  let container: RunningContainer | null = null;
  let watching = new AbortController();
  // The engine is asked one thing after the other: a stop that overtakes its start would leave a container behind.
  let queue: Promise<unknown> = Promise.resolve();

  function next<Result>(step: () => Promise<Result>): Promise<Result> {
    const result = queue.then(step);
    queue = result.catch(() => {});
    return result;
  }

  async function start(): Promise<string | null> {
    const settings = options.settings();
    fetching = new AbortController();
    const missing = await options.fetchImage(settings.image, fetching.signal);
    if (missing !== null || fetching.signal.aborted) return missing;
    if (settings.volumeGigabytes > 0 || plan.networkVolumeId !== null)
      await engine.run(['volume', 'create', '--label', `${ownerLabel}=${ownerName()}`, volumeName(plan)]);
    const started = await runContainer(options, settings);
    if (!started.ok) return started.reason;
    container = started.container;
    watch(container);
    return null;
  }

  function watch({ id }: RunningContainer): void {
    watching = new AbortController();
    const { signal } = watching;
    void engine.ended(id, signal).then(() => {
      if (!signal.aborted) onEnd();
    });
  }

  async function startAgain(): Promise<string | null> {
    if (container === null) return 'Its container is gone.';
    const answer = await engine.run(['start', container.id]);
    if (answer.code !== 0) return lastLine(answer.stderr);
    watch(container);
    return null;
  }

  async function remove(withinSeconds: number): Promise<void> {
    if (container === null) return;
    const { id } = container;
    container = null;
    watching.abort();
    await engine.run(['stop', '--time', String(withinSeconds), id]);
    await engine.run(['rm', '--force', id]);
  }

  return {
    container: () => container,
    bringUp: (isWanted) => next(async () => (isWanted() ? start() : null)),
    startAgain: (isWanted) => next(async () => (isWanted() ? startAgain() : null)),
    takeDown(withinSeconds) {
      fetching.abort();
      return next(() => remove(withinSeconds));
    },
    removeAll(withinSeconds) {
      fetching.abort();
      return next(async () => {
        await remove(withinSeconds);
        // Never by force: that would take along whatever else uses it.
        await engine.run(['volume', 'rm', volumeName(plan)]);
      });
    },
    follow({ sinceUs, onLine }, onEnd) {
      const ending = new AbortController();
      if (container === null) queueMicrotask(onEnd);
      else {
        const since = sinceUs === null ? [] : ['--since', timestampOf(sinceUs)];
        const words = [
          'logs',
          '--follow',
          '--timestamps',
          ...since,
          '--tail',
          String(followedLines),
          container.id,
        ];
        void engine.follow(words, onLine, ending.signal).then(() => {
          if (!ending.signal.aborted) onEnd();
        });
      }
      return () => ending.abort();
    },
    async lastWords() {
      if (container === null) return '';
      const { code, stdout, stderr } = await engine.run([
        'logs',
        '--tail',
        String(quotedLines),
        container.id,
      ]);
      if (code !== 0) return 'Its container was removed by somebody else.';
      const text = `${stdout}${stderr}`.trimEnd();
      return text === ''
        ? 'It printed nothing.'
        : `The end of what it printed:\n${text.slice(-quotedCharacters)}`;
    },
  };
}
