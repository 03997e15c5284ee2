/** What all collectors want to read, so that whoever reads asks for each thing once. */
import type { Answer, Answers, Cadence, Source } from '../host/host.ts';
import { collectors } from './index.ts';

export type WantedSource = {
  readonly source: Source;
  /** Who wants it, and under which id: several collectors may read one file. */
  readonly wantedBy: readonly { readonly collectorId: string; readonly sourceId: string }[];
};

/** The sources of these cadences, without repeats. What several cadences ask for stands under the first of them. */
export function listSources(cadences: readonly Cadence[]): readonly WantedSource[] {
  const wanted = new Map<string, { source: Source; wantedBy: { collectorId: string; sourceId: string }[] }>();
  for (const cadence of cadences) {
    for (const { id: collectorId, sources } of Object.values(collectors)) {
      for (const source of sources.filter((candidate) => candidate.cadence === cadence)) {
        const key = whatIsRead(source);
        const entry = wanted.get(key) ?? { source, wantedBy: [] };
        wanted.set(key, entry);
        entry.wantedBy.push({ collectorId, sourceId: source.id });
      }
    }
  }
  return [...wanted.values()];
}

/** Gives each collector its answers. Answers stand in the order of the sources; one that is missing was not asked. */
export function answersByCollector(
  wanted: readonly WantedSource[],
  answers: readonly (Answer | undefined)[],
): Readonly<Record<string, Answers>> {
  const byCollector: Record<string, Record<string, Answer>> = {};
  for (const [position, { wantedBy }] of wanted.entries()) {
    const answer = answers[position];
    if (answer === undefined) continue;
    for (const { collectorId, sourceId } of wantedBy) {
      const own = byCollector[collectorId] ?? {};
      own[sourceId] = answer;
      byCollector[collectorId] = own;
    }
  }
  return byCollector;
}

/** The same for two sources that read the same thing: id, cadence and deadline belong to the asking. */
export function whatIsRead(source: Source): string {
  switch (source.kind) {
    case 'file':
    case 'filesystem':
      return `${source.kind} ${source.path}`;
    case 'files':
      return `files ${source.glob}`;
    case 'environment':
      return `environment ${source.names.join(' ')}`;
    case 'command':
      return `command ${JSON.stringify(source.argv)}`;
    case 'http':
      return `http ${source.port} ${source.path}`;
  }
}
