/** The console's lists of what RunPod has and holds: read when a page asks for one, kept with their age. */
import { messageOf } from '../base/message-of.ts';
import { noResources, type Reading, type ResourceKind, type ResourcesSnapshot } from '../fleet/catalogue.ts';
import type { EndableKind } from '../life/resource-losses.ts';
import type { CloudResult } from '../runpod/cloud.ts';
import { keyRowOf } from '../runpod/key-row.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import { type AwaitedAnswersOptions, awaitAnswers } from '../watch/awaited-answers.ts';
import { type EndableRow, endableWords, type ResourceEndings } from './console-endings.ts';

export type ConsoleResources = {
  snapshot(): ResourcesSnapshot;
  subscribe(listener: () => void): () => void;
  /** Nothing while that list is being read already. */
  read(kind: ResourceKind): void;
  /** Deletes it, says what came of that, and reads its list anew. */
  end(kind: EndableKind, row: EndableRow): void;
  /** Waits a little for what is being deleted. */
  close(): Promise<void>;
};

type Rows<Kind extends ResourceKind> = NonNullable<ResourcesSnapshot[Kind]['rows']>;
export type ResourceReaders = {
  readonly [Kind in ResourceKind]?: (signal: AbortSignal) => Promise<CloudResult<Rows<Kind>>>;
};

export function openConsoleResources({
  readers,
  endings,
  nowMs,
  ...ends
}: AwaitedAnswersOptions & {
  readonly readers: ResourceReaders;
  readonly endings: ResourceEndings;
  readonly nowMs: () => number;
}): ConsoleResources {
  let snapshot = noResources;
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  const answers = awaitAnswers(ends);
  const say = (level: 'info' | 'ok' | 'warn', text: string): void =>
    answers.dispatch({ kind: 'output', atMs: nowMs(), level, text });

  function show(kind: ResourceKind, change: Partial<Reading<never>>): void {
    if (closing.signal.aborted) return;
    snapshot = { ...snapshot, [kind]: { ...snapshot[kind], ...change } };
    for (const listener of listeners) listener();
  }

  async function read(kind: ResourceKind): Promise<void> {
    const reader = readers[kind];
    if (reader === undefined) return show(kind, { failure: withoutApi });
    show(kind, { isReading: true });
    const answer = await reader(closing.signal);
    if (!answer.ok) return show(kind, { isReading: false, failure: answer });
    const read = { isReading: false, rows: answer.value, readAtMs: nowMs(), failure: null };
    snapshot = { ...snapshot, [kind]: read };
    show(kind, {});
  }

  async function end(kind: EndableKind, row: EndableRow): Promise<void> {
    const what = `the ${endableWords[kind]} ${row.name}`;
    const ending = endings[kind];
    if (ending === undefined) return say('warn', `${what} is not deleted: ${withoutApi.message}`);
    say('info', `deleting ${what}`);
    const answer = await ending(row, answers.signal);
    if (answer.ok) say('ok', `${what} is deleted`);
    else if (answer.code === 'cancelled')
      say('warn', `${what}: no answer came; it may be deleted all the same`);
    else say('warn', `${answer.message} ${answer.hint}`);
  }

  return {
    snapshot: () => snapshot,
    end(kind, row) {
      const what = `delete the ${endableWords[kind]} ${row.name}`;
      const work = end(kind, row).catch((error: unknown) =>
        say('warn', `${what} failed: ${messageOf(error)}`),
      );
      answers.begin(what, work);
      // A list that is read tells nothing once the screen has gone.
      void work.then(() => (answers.hasEnded() ? null : read(kind)));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read(kind) {
      if (!snapshot[kind].isReading) void read(kind);
    },
    async close() {
      closing.abort();
      await answers.close();
    },
  };
}

const withoutApi = {
  message: 'There is no RunPod API to ask.',
  hint: 'Set RUNPOD_API_KEY, or put apiKey into the configuration file.',
};

export function resourceReaders(cloud: WholeCloud | null): ResourceReaders {
  if (cloud === null) return {};
  return {
    gpus: (signal) => cloud.gpuTypes({ gpuCount: 1, cloud: 'any' }, signal),
    secrets: (signal) => cloud.secrets(signal),
    templates: (signal) => cloud.templates(signal),
    registries: (signal) => cloud.registryCredentials(signal),
    async keys(signal) {
      const listed = await cloud.sshKeys(signal);
      if (!listed.ok) return listed;
      return { ok: true, value: listed.value.flatMap(({ line }) => keyRowOf(line) ?? []) };
    },
    async volumes(signal) {
      const listed = await cloud.networkVolumes(signal);
      if (!listed.ok) return listed;
      return { ok: true, value: listed.value.map((each) => ({ sizeGigabytes: null, ...each })) };
    },
  };
}
