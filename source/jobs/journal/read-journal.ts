/** A journal's text as a job: up to the last whole line, with what is garbled skipped and counted. Pure. */
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import type { Job, PodRun, RunState } from '../model/job.ts';
import { endOf, withEvents } from '../model/reduce.ts';
import { isSameOwner, type Owner } from './owner.ts';
import { decodeRecord, type JournalRecord } from './record.ts';

/** How a run that lives in a pod is found again. */
export type Remote = { readonly remoteId: string; readonly lastSequence: number };

export type JournalRead = {
  /** Its runs stand as they were written last. */
  readonly job: Job;
  readonly owner: Owner;
  readonly profile: string;
  /** By pod id. */
  readonly remotes: ReadonlyMap<string, Remote>;
  /** Lines that could not be understood, a torn last one among them. */
  readonly garbledCount: number;
  /** Events for which there was no room. */
  readonly droppedCount: number;
};

/** null where the first line is not that of a job. */
export function readJournal(text: string): JournalRead | null {
  const lines = text.split('\n').filter((line) => line !== '');
  const records = lines.map(decodeRecord);
  const [first, ...rest] = records;
  if (first?.record !== 'job') return null;
  const known = rest.filter((record) => record !== null);
  const { remotes, owner } = placesOf(first.owner, known);
  const runs = runsOf(first, known);
  return {
    job: {
      id: first.id,
      number: first.number,
      kind: first.kind,
      arguments: withoutUndefined(first.arguments),
      startedAtMs: first.startedAtMs,
      endedAtMs: endOf(runs),
      runs,
      origin: 'journal',
      areEventsLoaded: true,
    },
    owner,
    profile: first.profile,
    remotes,
    garbledCount: records.filter((record) => record === null).length,
    droppedCount: known.reduce((sum, each) => sum + (each.record === 'dropped' ? each.count : 0), 0),
  };
}

type First = Extract<JournalRecord, { record: 'job' }>;

function runsOf(first: First, records: readonly JournalRecord[]): readonly PodRun[] {
  const events = new Map<string, JobEvent[]>(first.pods.map(({ id }) => [id, []]));
  const states = new Map<string, RunState>();
  const living = new Set<string>();
  for (const record of records) {
    if (record.record === 'event') events.get(record.podId)?.push(record.event);
    if (record.record === 'state') states.set(record.podId, record.state);
    if (record.record === 'remote') living.add(record.podId);
    if (record.record === 'ended') for (const run of record.runs) states.set(run.podId, run.state);
  }
  return first.pods.map(({ id, name }) => {
    const run: PodRun = {
      podId: id,
      podName: name,
      state: { kind: 'waiting' },
      events: [],
      droppedCount: 0,
      progress: null,
      livesInPod: living.has(id),
    };
    const told = withEvents(run, events.get(id) ?? [], first.startedAtMs);
    return told.state.kind === 'ended' ? told : { ...told, state: states.get(id) ?? told.state };
  });
}

function placesOf(
  firstOwner: Owner,
  records: readonly JournalRecord[],
): { readonly remotes: ReadonlyMap<string, Remote>; readonly owner: Owner } {
  const remotes = new Map<string, Remote>();
  let owner = firstOwner;
  for (const record of records) {
    if (record.record === 'owner' && isSameOwner(record.replaces, owner)) owner = record.owner;
    if (record.record === 'remote') remotes.set(record.podId, { remoteId: record.remoteId, lastSequence: 0 });
    if (record.record !== 'event' || record.remoteSequence === undefined) continue;
    const remote = remotes.get(record.podId);
    if (remote === undefined || remote.lastSequence >= record.remoteSequence) continue;
    remotes.set(record.podId, { ...remote, lastSequence: record.remoteSequence });
  }
  return { remotes, owner };
}

function withoutUndefined(given: First['arguments']): Job['arguments'] {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
