import { describe, expect, it } from 'vitest';
import { collectors } from '../../../pod-agent/collectors/index.ts';
import { answersByCollector, listSources } from '../../../pod-agent/collectors/source-list.ts';

describe('listSources', () => {
  it('has each source of each collector once, in the end', () => {
    const listed = listSources(['once', 'warm', 'hot']).flatMap(({ wantedBy }) => wantedBy);
    const declared = Object.values(collectors).flatMap(({ id, sources }) =>
      sources.map((source) => ({ collectorId: id, sourceId: source.id })),
    );
    const byName = (left: (typeof listed)[number], right: (typeof listed)[number]) =>
      `${left.collectorId} ${left.sourceId}` < `${right.collectorId} ${right.sourceId}` ? -1 : 1;
    expect([...listed].sort(byName)).toEqual([...declared].sort(byName));
  });

  it('asks once for what several collectors want', () => {
    const marks = listSources(['once']).filter(({ source }) => source.id === '/sys/fs/cgroup/cgroup.events');
    expect(marks).toHaveLength(1);
    expect(marks[0]?.wantedBy.map(({ collectorId }) => collectorId)).toContain('memory');
    expect(listSources(['hot']).every(({ source }) => source.cadence === 'hot')).toBe(true);
  });

  it('hands each answer to all that want it, and none where none was given', () => {
    const wanted = listSources(['once']);
    const answer = { ok: true, text: 'populated 1' } as const;
    const answers = wanted.map(({ source }) =>
      source.id === '/sys/fs/cgroup/cgroup.events' ? answer : undefined,
    );
    const byCollector = answersByCollector(wanted, answers);
    expect(byCollector.cpu).toEqual({ '/sys/fs/cgroup/cgroup.events': answer });
    expect(byCollector.cpu?.['/sys/fs/cgroup/cgroup.events']).toBe(
      byCollector.disk?.['/sys/fs/cgroup/cgroup.events'],
    );
    expect(byCollector.load).toBeUndefined();
  });
});
