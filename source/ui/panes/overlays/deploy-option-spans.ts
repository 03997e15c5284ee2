/** One choice of a row of the deploy form, in words. */
import type { KnownProject } from '../../../jobs/model/deploys.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { stockSign } from '../../draw/release-look.ts';
import { cell } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';
import { plannedTarget, projectOf, targetOf, typedPath } from '../../state/deploy-options.ts';
import { anyRegion, asProject, type DeployForm, type FormRow } from '../../state/deploys-view.ts';

type Choice = { readonly row: Exclude<FormRow, 'path' | 'version'>; readonly value: string };

export function optionSpans(frame: Frame, form: DeployForm, { row, value }: Choice): Span[] {
  const known = projectOf(form, frame.deploys);
  const project = known?.problem === null ? known : null;
  switch (row) {
    case 'project':
      return projectSpans(frame, value);
    case 'pod':
      return podSpans(frame, form, value);
    case 'gpu':
      return value === asProject ? wishSpans(frame, project) : gpuSpans(frame, project, value);
    case 'region':
      return regionSpans(frame, project, value);
    case 'changes':
      return value === 'no'
        ? [
            ['what is committed', 'title'],
            ['  as it should be', 'dim'],
          ]
        : [
            ['also what is not committed', 'warn'],
            ['  such a release is never tagged', 'dim'],
          ];
  }
}

function projectSpans({ deploys }: Frame, value: string): Span[] {
  if (value === typedPath)
    return deploys.projects.length === 0
      ? [
          ['none is known', 'warn'],
          ['  type its path, or: pod-engine init', 'dim'],
        ]
      : [
          ['another', 'title'],
          ['  whose path is typed', 'dim'],
        ];
  const project = deploys.projects.find(({ file }) => file === value);
  if (project === undefined) return [value];
  const runs = project.running === null ? 'nothing of it runs' : `${project.running.version} runs`;
  return [
    [project.name, 'title'],
    project.problem === null ? [`  ${runs}`, 'dim'] : ['  its file has a mistake', 'crit'],
    [`  ${project.file}`, 'dim'],
  ];
}

function podSpans(frame: Frame, form: DeployForm, value: string): Span[] {
  const target = value === asProject ? plannedTarget({ ...form, pod: asProject }, frame) : targetOf(value);
  const why: Span = value === asProject ? ['  (as the project says)', 'dim'] : '';
  if (target === null) return [['as the project says', 'title']];
  if (target.kind === 'new') return [['a new pod', 'title'], why];
  const name = frame.fleet.pods.get(target.podId)?.pod.name ?? target.podId;
  return target.kind === 'in-place'
    ? [['in place on ', 'title'], [name, 'title'], why, ['  loses all outside of its volume', 'warn']]
    : [
        ['blue/green beside ', 'title'],
        [name, 'title'],
        why,
        ['  which is stopped once the new one is proved', 'dim'],
      ];
}

/** What the first wish with stock would be is said too, as that is what is likely rented. */
function wishSpans({ deploys }: Frame, project: KnownProject | null): Span[] {
  if (project === null) return [['as the project says', 'title']];
  const names = project.gpuTypeIds.map(
    (id) => deploys.gpus?.choices.find(({ typeId }) => typeId === id)?.displayName ?? id,
  );
  const wishes = names.length === 0 ? 'any type' : names.join(', else ');
  return [
    [wishes, 'title'],
    ['  (as the project says)', 'dim'],
  ];
}

function gpuSpans({ deploys, size }: Frame, project: KnownProject | null, typeId: string): Span[] {
  const choice = deploys.gpus?.choices.find((each) => each.typeId === typeId);
  const place = project?.gpuTypeIds.indexOf(typeId) ?? -1;
  const { glyph, word, role } = stockSign(choice?.stock ?? null);
  const price = choice?.dollarsPerGpuHour ?? null;
  const isNarrow = size.columns < 70;
  const isRoomy = size.columns >= 100;
  return [
    ...cell([[choice?.displayName ?? typeId, 'title']], isNarrow ? 14 : isRoomy ? 22 : 16),
    ...(isNarrow ? [] : cell([[memoryText(choice?.memoryGigabytes ?? null), 'dim']], 8, 'right')),
    '  ',
    ...cell([[`${glyph} ${word}`, role]], 13),
    ...cell([price === null ? ['price', 'lost'] : `$${dollars(price)}`], 8, 'right'),
    [price === null ? ' not known' : isNarrow ? '/h' : '/h per GPU', 'dim'],
    place < 0 ? '' : [`  wish ${place + 1}`, 'accent'],
  ];
}

function memoryText(gigabytes: number | null): string {
  return gigabytes === null ? '? GB' : `${gigabytes} GB`;
}

function regionSpans({ deploys }: Frame, project: KnownProject | null, value: string): Span[] {
  if (value === anyRegion) return [['any data centre', 'title']];
  if (value !== asProject) {
    const location = deploys.dataCentres?.find(({ id }) => id === value)?.location ?? null;
    return location === null
      ? [[value, 'title']]
      : [...cell([[value, 'title']], 10), [`  ${location}`, 'dim']];
  }
  if (project === null) return [['as the project says', 'title']];
  const { dataCentreIds } = project;
  const where = dataCentreIds.length === 0 ? 'any data centre' : dataCentreIds.join(', or ');
  return [
    [where, 'title'],
    ['  (as the project says)', 'dim'],
  ];
}
