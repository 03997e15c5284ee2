/** The page of releases. */
import { rollbackRefusal } from '../state/deploy-jobs.ts';
import { selectedRelease } from '../state/releases.ts';
import type { Binding } from './binding.ts';

const onPage = { contexts: ['releases', 'release'] } as const;

export const releaseBindings: readonly Binding[] = [
  {
    id: 'releases.open',
    keys: ['enter'],
    contexts: ['releases'],
    label: 'open the release: image, template, configuration, how it ended',
    hint: { word: 'open', rank: 1 },
    action: { kind: 'release-open' },
    disabledReason: (view, situation) =>
      selectedRelease(view, situation) === null ? 'there is no release yet' : null,
  },
  {
    id: 'releases.roll-back',
    keys: ['R'],
    ...onPage,
    label: 'roll back to this release: image and configuration; plans, then asks',
    hint: { word: 'roll back', rank: 2 },
    action: { kind: 'release-roll-back' },
    disabledReason: (view, situation) => rollbackRefusal(view, selectedRelease(view, situation), situation),
  },
  {
    id: 'releases.copy',
    keys: ['c'],
    ...onPage,
    label: 'copy the image of the release with its digest',
    hint: { word: 'copy image', rank: 5 },
    action: { kind: 'release-copy' },
    disabledReason: (view, situation) =>
      (selectedRelease(view, situation)?.image ?? null) === null
        ? 'there is no image to copy the name of'
        : null,
  },
  {
    id: 'releases.filter',
    keys: ['/'],
    ...onPage,
    label: 'filter the releases by words of project, version, verdict, pod, commit, who',
    hint: { word: 'filter', rank: 3 },
    action: { kind: 'release-filter-open' },
  },
  {
    id: 'releases.filter-accept',
    keys: ['enter', 'tab'],
    contexts: ['release-filter'],
    label: 'keep the filter',
    hint: { word: 'keep', rank: 0 },
    action: { kind: 'release-filter-accept' },
  },
  {
    id: 'releases.filter-cancel',
    keys: ['escape'],
    contexts: ['release-filter'],
    label: 'filter nothing',
    hint: { word: 'cancel', rank: 1 },
    action: { kind: 'release-filter-cancel' },
  },
];
