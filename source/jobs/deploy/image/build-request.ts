/** What an engine is asked to build for a project. */
import { readFile } from 'node:fs/promises';
import type { BuildRequest } from '../../container/container-engine.ts';
import { factOf } from '../facts.ts';
import type { StepContext } from '../step.ts';
import { imageReferenceOf } from './reference.ts';

export async function buildRequestOf({ project, facts }: StepContext): Promise<BuildRequest> {
  const { version, commit } = factOf(facts, 'preflight');
  const { context, dockerfile, target, secrets, timeoutMs } = project.build;
  return {
    ...{ context, dockerfile, target, secrets, timeoutMs },
    platform: 'linux/amd64',
    reference: imageReferenceOf(project, version),
    labels: labelsOf({ name: project.name, version, commit }),
    arguments: {
      ...declared(await readFile(dockerfile, 'utf8').catch(() => ''), {
        VERSION: version,
        ...(commit === null ? {} : { REVISION: commit }),
      }),
      ...project.build.arguments,
    },
  };
}

/** No time and no deploy stands in them, so that the same source gives the same image. */
function labelsOf(of: {
  readonly name: string;
  readonly version: string;
  readonly commit: string | null;
}): Readonly<Record<string, string>> {
  return {
    'org.opencontainers.image.title': of.name,
    'org.opencontainers.image.version': of.version,
    ...(of.commit === null ? {} : { 'org.opencontainers.image.revision': of.commit }),
    'dev.pod-engine.project': of.name,
  };
}

/** Engines complain of an argument that no stage declares. */
function declared(
  dockerfile: string,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const names = new Set(
    [...dockerfile.matchAll(/^[ \t]*ARG[ \t]+(.+)$/gim)].flatMap(([, rest = '']) =>
      rest.split(/\s+/).map((word) => word.split('=')[0]),
    ),
  );
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}
