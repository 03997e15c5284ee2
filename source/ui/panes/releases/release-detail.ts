/** All that the ledger knows of a release, as rows. */
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import type { EnvironmentReference, PodConfiguration, Release } from '../../../jobs/model/release.ts';
import { dollars, unknownMark } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { releaseSign } from '../../draw/release-look.ts';
import type { Role } from '../../draw/theme.ts';
import { elapsedText } from '../../draw/time.ts';
import { brokenText, wrapText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import { selectedRelease } from '../../state/releases.ts';

const nameWidth = 14;

/** None while no release is open. */
export function releaseDetailLines(frame: Frame, width: number): readonly (readonly Span[])[] {
  const release = frame.view.deploys.openKey === null ? null : selectedRelease(frame.view, frame);
  if (release === null) return [];
  const groups = [endFacts(frame, release), madeFacts(frame, release), configurationFacts(release)];
  return groups.flatMap((facts, index): readonly (readonly Span[])[] => [
    ...(index === 0 ? [] : [[]]),
    ...facts.flatMap((fact) => factLines(fact, width)),
  ]);
}

/** `whole`: broken anywhere, as every character counts. */
type Fact = readonly [name: string, text: string, role?: Role, how?: 'whole'];

function factLines(fact: Fact, width: number): Span[][] {
  const [name, text, role = 'text', how] = fact;
  const room = Math.max(12, width - nameWidth - 4);
  const rows = how === 'whole' ? brokenText(text, room) : wrapText(text, room, 12);
  return rows.map((row, index) => [
    '  ',
    [(index === 0 ? name : '').padEnd(nameWidth), 'dim'],
    ' ',
    [row, role],
  ]);
}

function endFacts({ deploys, clockMs }: Frame, release: Release): Fact[] {
  const { glyph, word, role } = releaseSign(release, deploys);
  const { how, of, startedAtMs, endedAtMs, who, text } = release;
  const took =
    endedAtMs === null
      ? `, ${elapsedText(clockMs - startedAtMs)} ago`
      : `, took ${elapsedText(endedAtMs - startedAtMs)}`;
  return [
    ['state', `${glyph} ${word}`, role],
    ['result', text === '' ? unknownMark : text],
    ['how', how === 'rollback' ? `rolled back to ${of ?? 'an earlier release'}` : 'deployed'],
    ['begun', `${new Date(startedAtMs).toISOString().slice(0, 19).replace('T', ' ')} UTC${took}`],
    ['by', who],
  ];
}

function madeFacts({ fleet }: Frame, release: Release): Fact[] {
  const { commit, isDirty, image, templateId, podIds, costPerHourDollars, deployId, projectFile } = release;
  const pods = podIds.map((id) => {
    const name = fleet.pods.get(id)?.pod.name;
    return name === undefined ? `${id}, which is not listed now` : `${name} (${id})`;
  });
  return [
    ['image', image?.reference ?? 'none was pushed', image === null ? 'dim' : 'title', 'whole'],
    ['digest', image?.digest ?? unknownMark, 'text', 'whole'],
    ['commit', commit ?? 'not of a commit', 'text', 'whole'],
    ...(isDirty ? [['', '▲ with changes that are not committed: it is not tagged', 'warn'] as const] : []),
    ['template', templateId ?? unknownMark],
    ['pod', pods.length === 0 ? unknownMark : pods.join(', ')],
    ['price', costPerHourDollars === null ? 'not known' : `$${dollars(costPerHourDollars)}/h`],
    ['deploy', deployId, 'dim', 'whole'],
    ['project file', projectFile, 'dim', 'whole'],
  ];
}

function configurationFacts({ configuration }: Release): Fact[] {
  const { gpuCount, gpuTypeIds, cloud, dataCentreIds, bidPerGpuDollars, containerDiskGigabytes } =
    configuration;
  return [
    ['GPU', `${gpuCount} × ${gpuTypeIds.length === 0 ? 'any type' : gpuTypeIds.join(', or ')}`],
    [
      'rented',
      bidPerGpuDollars === null
        ? 'on demand'
        : `spot, at $${exactDollars(bidPerGpuDollars)} per GPU and hour`,
    ],
    ['where', `${cloud} cloud, ${dataCentreIds.length === 0 ? 'any data centre' : dataCentreIds.join(', ')}`],
    ['disk', `${containerDiskGigabytes} GB of the container`],
    ['volume', volumeText(configuration)],
    ['ports', configuration.ports.map(({ port, protocol }) => `${port}/${protocol}`).join(', ') || 'none'],
    ...(configuration.startCommand === null
      ? []
      : [['starts', configuration.startCommand, 'text', 'whole'] as const]),
    ...(configuration.registryCredential === null
      ? []
      : [['registry', `with the credentials “${configuration.registryCredential}”`] as const]),
    ...environmentFacts(configuration.environment),
  ];
}

function volumeText({ volume }: PodConfiguration): string {
  if (volume.kind === 'none') return 'none: what is written outside of it is lost with the pod';
  return volume.kind === 'local'
    ? `${volume.gigabytes} GB at ${volume.mountPath}`
    : `the network volume ${volume.volumeId} at ${volume.mountPath}`;
}

/** References alone are kept, so no secret can stand here. */
function environmentFacts(environment: PodConfiguration['environment']): Fact[] {
  const names = Object.entries(environment);
  if (names.length === 0) return [['environment', 'none of its own', 'dim']];
  return names.map(
    ([name, reference], index): Fact => [
      index === 0 ? 'environment' : '',
      `${name} = ${referenceText(reference)}`,
    ],
  );
}

function referenceText(reference: EnvironmentReference): string {
  if (reference.kind === 'plain') return reference.value;
  return reference.kind === 'secret'
    ? `RunPod’s secret “${reference.secretName}”`
    : `${reference.variable} of whoever deploys`;
}
