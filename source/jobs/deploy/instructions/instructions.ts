/** What is where after a deploy, and what can be done next. Pure; no secrets. */
import type { Pod } from '../../../fleet/pod.ts';
import { factOf } from '../facts.ts';
import type { StepContext } from '../step.ts';

export type Instructions = {
  /** "app 1.4.0 is deployed" */
  readonly title: string;
  readonly rows: readonly { readonly name: string; readonly value: string }[];
  /** What the operator should know, one sentence each. */
  readonly notes: readonly string[];
  readonly commands: readonly { readonly does: string; readonly line: string }[];
};

/** @param pod As RunPod gives it now; null where it does not. */
export function instructionsOf(
  context: StepContext,
  pod: Pod | null,
  notes: readonly string[],
): Instructions {
  const { project, facts, deployId, wanted } = context;
  const version = wanted?.version ?? facts.preflight?.version ?? null;
  return {
    title: `${project.name}${version === null ? '' : ` ${version}`} is deployed`,
    rows: [
      ...imageRows(context),
      ...podRows(context, pod),
      ...costRows(context, pod),
      { name: 'deploy', value: deployId },
    ],
    notes: [...notes, ...(facts.preflight?.isDirty === true ? [dirtyNote] : [])],
    commands: commandsOf(context),
  };
}

const dirtyNote =
  'It was built from changes that are not committed: it is never tagged, and no rollback goes back to it by itself.';

type Row = Instructions['rows'][number];

function imageRows({ facts, wanted }: StepContext): readonly Row[] {
  const image = wanted?.image ?? facts.push ?? null;
  const commit = wanted?.commit ?? facts.preflight?.commit ?? null;
  return [
    ...(image === null
      ? []
      : [
          { name: 'image', value: image.reference },
          { name: 'digest', value: image.digest },
        ]),
    ...(commit === null ? [] : [{ name: 'commit', value: commit }]),
    ...(facts.tag?.name == null ? [] : [{ name: 'tag', value: facts.tag.name }]),
    ...(facts.template === undefined ? [] : [{ name: 'template', value: facts.template.name }]),
  ];
}

function podRows({ facts, project, doors }: StepContext, pod: Pod | null): readonly Row[] {
  const { podId, podName } = factOf(facts, 'pod');
  const url = doors.proxyUrlOf(podId, project.health.port);
  return [
    { name: 'pod', value: `${podName} (${podId})` },
    { name: 'URL', value: url },
    { name: 'health', value: `${url}${project.health.path}` },
    ...(pod?.ssh == null ? [] : [{ name: 'SSH', value: sshLine(pod.ssh) }]),
    ...(pod?.proxySsh == null
      ? []
      : [{ name: 'SSH by RunPod', value: `${sshLine(pod.proxySsh)} (a shell alone)` }]),
  ];
}

function sshLine({ username, host, port }: NonNullable<Pod['ssh']>): string {
  return port === 22 ? `ssh ${username}@${host}` : `ssh ${username}@${host} -p ${port}`;
}

function costRows({ facts }: StepContext, pod: Pod | null): readonly Row[] {
  const dollars = pod?.costPerHourDollars ?? facts.pod?.costPerHourDollars ?? null;
  if (dollars === null) return [{ name: 'cost', value: 'RunPod does not say' }];
  return [{ name: 'cost', value: `$${dollars.toFixed(2)} an hour, $${(dollars * 24).toFixed(2)} a day` }];
}

function commandsOf(context: StepContext): Instructions['commands'] {
  const { facts, project, wanted } = context;
  const { podId } = factOf(facts, 'pod');
  const { volume } = wanted?.configuration ?? project.pod;
  const before = releaseBefore(context);
  return [
    { does: 'watch its figures', line: `pod-engine pods monitor ${podId}` },
    { does: 'ask for its health', line: `pod-engine health ${podId}` },
    { does: 'find out what is wrong', line: `pod-engine diagnose ${podId}` },
    { does: 'measure how it serves', line: `pod-engine benchmark ${podId}` },
    {
      does: volume.kind === 'none' ? 'stop it' : 'stop it; its volume goes on billing',
      line: `pod-engine pods stop ${podId}`,
    },
    { does: 'list the releases', line: 'pod-engine releases' },
    ...(before === null
      ? []
      : [{ does: `go back to ${before.version}`, line: `pod-engine rollback ${before.id}` }]),
    { does: 'deploy the next version', line: 'pod-engine deploy' },
  ];
}

/** null: none ran, or it had this very image. */
function releaseBefore({ facts, running, wanted }: StepContext): StepContext['running'] {
  const digest = wanted?.image?.digest ?? facts.push?.digest ?? null;
  return running === null || running.image?.digest === digest ? null : running;
}
