/** The columns of the list of releases, each by the width of the page. */
import { shortDuration } from '../../../fleet/duration.ts';
import type { DeploysSnapshot } from '../../../jobs/model/deploys.ts';
import type { Release } from '../../../jobs/model/release.ts';
import { truncateEnd } from '../../../terminal/text-width.ts';
import { dollars, unknownMark } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { releaseSign } from '../../draw/release-look.ts';
import type { Align } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';

type About = {
  readonly width: number;
  readonly nowMs: number;
  readonly deploys: DeploysSnapshot;
  readonly fleet: Frame['fleet'];
};

export type ReleaseColumn = {
  readonly title: string;
  readonly align?: Align;
  /** 0: there is no room for it. */
  width(page: number): number;
  spans(release: Release, about: About): readonly Span[];
};

export const releaseColumns: readonly ReleaseColumn[] = [
  { title: 'ID', width: () => 5, spans: ({ id }) => [[id, 'dim']] },
  {
    title: 'PROJECT',
    width: (page) => (page >= 160 ? 24 : page >= 100 ? 18 : page >= 60 ? 14 : 10),
    spans: ({ projectName }, { width }) => [[truncateEnd(projectName, width), 'title']],
  },
  {
    title: 'VERSION',
    width: (page) => (page >= 100 ? 14 : 9),
    spans: ({ version }, { width }) => [truncateEnd(version, width)],
  },
  {
    title: 'STATE',
    width: (page) => (page >= 60 ? 12 : 10),
    spans: (release, { width, deploys }) => {
      const { word, role } = releaseSign(release, deploys);
      return [[truncateEnd(word, width), role]];
    },
  },
  {
    title: 'HOW',
    width: (page) => (page >= 120 ? 14 : 0),
    spans: ({ how, of }) => [[how === 'rollback' ? `back to ${of ?? '?'}` : how, 'dim']],
  },
  {
    title: 'POD',
    width: (page) => (page >= 160 ? 30 : page >= 120 ? 20 : page >= 80 ? 12 : 0),
    spans: ({ podIds }, { width, fleet }) => [truncateEnd(podNames(podIds, fleet), width)],
  },
  {
    title: 'COMMIT',
    width: (page) => (page >= 100 ? 9 : 0),
    spans: ({ commit, isDirty }) => [
      [commit?.slice(0, 7) ?? unknownMark, 'dim'],
      isDirty ? ['+', 'warn'] : '',
    ],
  },
  {
    title: 'WHO',
    width: (page) => (page >= 160 ? 20 : page >= 120 ? 12 : 0),
    spans: ({ who }, { width }) => [[truncateEnd(who, width), 'dim']],
  },
  {
    title: 'AGE',
    align: 'right',
    width: (page) => (page >= 50 ? 4 : 0),
    spans: ({ endedAtMs, startedAtMs }, { nowMs }) => [
      [shortDuration(Math.max(0, nowMs - (endedAtMs ?? startedAtMs))), 'dim'],
    ],
  },
  {
    title: '$/H',
    align: 'right',
    width: (page) => (page >= 70 ? 6 : 0),
    spans: ({ costPerHourDollars }) => [dollars(costPerHourDollars)],
  },
];

function podNames(ids: readonly string[], fleet: Frame['fleet']): string {
  return ids.length === 0 ? unknownMark : ids.map((id) => fleet.pods.get(id)?.pod.name ?? id).join(', ');
}
