/** The page of releases: which are shown, which is selected, and what is done with it. */
import type { DeploysSnapshot } from '../../jobs/model/deploys.ts';
import type { Release } from '../../jobs/model/release.ts';
import type { Movement } from './action.ts';
import { movedIndex } from './movement.ts';
import { noticed, type Outcome, seen } from './outcome.ts';
import type { Situation } from './situation.ts';
import { editText, fieldOf, type TextEdit } from './text-field.ts';
import type { View } from './view.ts';

/** Ids count within a project. */
export function releaseKey({ id, projectFile }: Release): string {
  return `${id} ${projectFile}`;
}

const kept = new WeakMap<
  readonly Release[],
  { readonly sought: string; readonly shown: readonly Release[] }
>();

/** Newest first, those that every word of the filter stands in. */
export function shownReleases(view: View, { deploys }: Pick<Situation, 'deploys'>): readonly Release[] {
  const sought = view.deploys.filter.applied;
  const { releases } = deploys;
  if (sought.trim() === '') return releases;
  const last = kept.get(releases);
  if (last?.sought === sought) return last.shown;
  const words = sought.toLowerCase().split(/\s+/);
  const shown = releases.filter((release) => words.every((word) => textOf(release).includes(word)));
  kept.set(releases, { sought, shown });
  return shown;
}

function textOf({
  id,
  projectName,
  version,
  verdict,
  how,
  podIds,
  commit,
  who,
  image,
  text,
}: Release): string {
  const words = [
    id,
    projectName,
    version,
    verdict ?? 'unfinished',
    how,
    ...podIds,
    commit,
    who,
    image?.reference,
    text,
  ];
  return words.join(' ').toLowerCase();
}

export function isRunning(release: Release, { projects }: DeploysSnapshot): boolean {
  return projects.some(
    ({ file, running }) => file === release.projectFile && running?.deployId === release.deployId,
  );
}

/** The newest good one of the project before the one that runs; null: there is none. */
export function lastGood(file: string, { projects, releases }: DeploysSnapshot): Release | null {
  const running = projects.find((project) => project.file === file)?.running ?? null;
  const found = releases.find(
    (release) =>
      release.projectFile === file &&
      release.verdict === 'pass' &&
      release.image !== null &&
      !release.isDirty &&
      release.deployId !== running?.deployId &&
      (running === null || release.startedAtMs < running.startedAtMs),
  );
  return found ?? null;
}

export function releaseIndex(view: View, situation: Pick<Situation, 'deploys'>): number {
  const { openKey, selectedKey } = view.deploys;
  const sought = openKey ?? selectedKey;
  const at = shownReleases(view, situation).findIndex((release) => releaseKey(release) === sought);
  return Math.max(0, at);
}

export function selectedRelease(view: View, situation: Pick<Situation, 'deploys'>): Release | null {
  return shownReleases(view, situation)[releaseIndex(view, situation)] ?? null;
}

/** In the details, what moves is their first row. On the newest row the selection goes with whatever is newest. */
export function moveInReleases(view: View, by: Movement, situation: Situation): View {
  const { deploys } = view;
  const pageRows = situation.pageRows.releases;
  if (deploys.openKey !== null) {
    const count = Math.max(1, situation.releaseRows - pageRows + 1);
    const detailTop = movedIndex(Math.min(deploys.detailTop, count - 1), by, { count, pageRows });
    return { ...view, deploys: { ...deploys, detailTop } };
  }
  const releases = shownReleases(view, situation);
  const index = movedIndex(releaseIndex(view, situation), by, { count: releases.length, pageRows });
  const release = releases[index];
  const selectedKey = index === 0 || release === undefined ? null : releaseKey(release);
  return { ...view, deploys: { ...deploys, selectedKey } };
}

export function openRelease(view: View, situation: Situation): Outcome {
  const release = selectedRelease(view, situation);
  if (release === null)
    return noticed(view, { level: 'warn', text: 'there is no release yet', atMs: situation.nowMs });
  const key = releaseKey(release);
  return seen({ ...view, deploys: { ...view.deploys, selectedKey: key, openKey: key, detailTop: 0 } });
}

export function copyRelease(view: View, situation: Situation): Outcome {
  const release = selectedRelease(view, situation);
  const image = release?.image ?? null;
  if (release === null || image === null)
    return noticed(view, {
      level: 'warn',
      text: 'there is no image to copy the name of',
      atMs: situation.nowMs,
    });
  const text = `copied the image of ${release.id} with its digest`;
  return {
    view: { ...view, notice: { level: 'info', text, atMs: situation.nowMs } },
    asks: [{ kind: 'copy', text: `${image.reference}@${image.digest}` }],
  };
}

export function openReleaseFilter(view: View): View {
  const { filter } = view.deploys;
  return {
    ...view,
    deploys: { ...view.deploys, openKey: null, filter: { ...filter, field: fieldOf(filter.applied) } },
  };
}

export function editReleaseFilter(view: View, edit: TextEdit): View {
  const { field } = view.deploys.filter;
  if (field === null) return view;
  const next = editText(field, edit);
  return {
    ...view,
    deploys: { ...view.deploys, selectedKey: null, filter: { field: next, applied: next.text } },
  };
}

export function acceptReleaseFilter(view: View): View {
  return { ...view, deploys: { ...view.deploys, filter: { ...view.deploys.filter, field: null } } };
}

export function clearReleaseFilter(view: View): View {
  return { ...view, deploys: { ...view.deploys, filter: { field: null, applied: '' } } };
}
