/** The project's template as it is to be. It holds references and plain values, never a value of whoever deploys. */
import { secretReason } from '../../../base/looks-like-secret.ts';
import type { Template, TemplateInput } from '../../../runpod/deploy-cloud.ts';
import type { DeployDifference } from '../../model/deploy.ts';
import type { EnvironmentReference } from '../../model/release.ts';
import { plainReference } from '../../project/environment.ts';
import { portsText, volumeOf, type Wanted } from '../pods/wanted.ts';
import type { StepContext } from '../step.ts';

export function wantedTemplate(
  context: StepContext,
  wanted: Wanted,
  registryCredentialId: string | null,
): TemplateInput {
  const { configuration } = wanted;
  const volume = volumeOf(configuration);
  return {
    name: context.project.name,
    image: wanted.image ?? '',
    containerDiskGigabytes: configuration.containerDiskGigabytes,
    volumeGigabytes: volume.gigabytes,
    volumeMountPath: volume.mountPath,
    ports: portsText(configuration),
    environment: openVariables(configuration.environment),
    startCommand: configuration.startCommand,
    registryCredentialId,
    readme: readmeOf(context),
  };
}

/** Templates are seen by the whole team, so what stands in the operator's environment alone is left out. */
export function openVariables(
  references: Readonly<Record<string, EnvironmentReference>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(references).flatMap(([name, reference]) => {
      if (reference.kind === 'plain') return [[name, reference.value]];
      return reference.kind === 'secret' ? [[name, `{{ RUNPOD_SECRET_${reference.secretName} }}`]] : [];
    }),
  );
}

/** By this line a template is known as one that may be written over. */
export function isOurs({ readme }: Template): boolean {
  return readme.includes(mark);
}

export type KeptTemplate = Template & {
  /** Names of variables that are not kept. */
  readonly leftOut: readonly string[];
};

/** A template as it may stand in a journal: somebody may have written a secret into it by hand. */
export function kept(template: Template): KeptTemplate {
  const entries = Object.entries(template.environment);
  const isOpen = ([name, value]: readonly [string, string]) =>
    plainReference(value).kind === 'secret' || secretReason(name, value) === null;
  return {
    ...template,
    environment: Object.fromEntries(entries.filter(isOpen)),
    leftOut: entries.filter((entry) => !isOpen(entry)).map(([name]) => name),
  };
}

/** The readme is left out: it names the deploy that wrote it. */
export function templateDifferences(current: Template, wanted: TemplateInput): readonly DeployDifference[] {
  const names = [
    ...new Set([...Object.keys(current.environment), ...Object.keys(wanted.environment)]),
  ].sort();
  const pairs: readonly (readonly [string, string | null, string | null])[] = [
    ['image', current.image, wanted.image],
    ['container disk', `${current.containerDiskGigabytes} GB`, `${wanted.containerDiskGigabytes} GB`],
    ['volume', `${current.volumeGigabytes} GB`, `${wanted.volumeGigabytes} GB`],
    ['volume at', current.volumeMountPath, wanted.volumeMountPath],
    ['ports', current.ports, wanted.ports],
    ['start command', current.startCommand, wanted.startCommand],
    ['registry credential', current.registryCredentialId, wanted.registryCredentialId],
    ...names.map((name) => {
      const from = ownValue(current.environment, name);
      const to = ownValue(wanted.environment, name);
      // What somebody wrote into it by hand may be a secret.
      const shown = from !== null && from !== to ? 'another value' : from;
      return [`variable ${name}`, shown, to] as const;
    }),
  ];
  return pairs
    .filter(([, from, to]) => from !== to)
    .map(([name, from, to]) => ({ name: `template: ${name}`, from, to }));
}

const mark = 'Kept by pod-engine.';

function readmeOf({ project, facts, wanted, deployId, doors }: StepContext): string {
  const version = facts.preflight?.version ?? wanted?.version ?? 'unknown';
  const commit = facts.preflight?.commit ?? wanted?.commit ?? null;
  return [
    `# ${project.name}`,
    '',
    `${mark} The next deploy of the project writes it anew, so change pod-engine.yaml in its place.`,
    '',
    `- version: ${version}`,
    `- commit: ${commit ?? 'none'}`,
    `- deploy: ${deployId}`,
    `- by: ${doors.who}`,
    '',
  ].join('\n');
}

function ownValue(record: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}
