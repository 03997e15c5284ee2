/** The engines of this machine that can be driven for real. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { BuildRequest, ContainerEngine } from '../../../../source/jobs/container/container-engine.ts';
import { engineNamed } from '../../../../source/jobs/container/find-engine.ts';
import { type RunProgram, runProgram } from '../../../../source/jobs/programs/run-program.ts';
import { engineIsPodman, engineProgram, podmanMissing } from '../../../neighbours/podman.ts';

const buildahWorks = spawnSync('buildah', ['info'], { encoding: 'utf8' }).status === 0;

/** Where no user namespaces are to be had, buildah builds in a plain chroot. */
export const runChrooted: RunProgram = (options) =>
  runProgram({ ...options, environment: { BUILDAH_ISOLATION: 'chroot', ...options.environment } });

export type RealEngine = { readonly name: string; readonly missing: string | null; make(): ContainerEngine };

export const podmanEngine: RealEngine = {
  name: 'podman',
  missing: podmanMissing ?? (engineIsPodman ? null : 'the engine here is not podman'),
  make: () => engineNamed({ program: engineProgram ?? '', kind: 'podman' }, { run: runProgram }),
};

export const buildahEngine: RealEngine = {
  name: 'buildah',
  missing: buildahWorks ? null : 'buildah is not installed or does not work (apt-get install buildah)',
  make: () => engineNamed({ program: 'buildah', kind: 'buildah' }, { run: runChrooted }),
};

export function requestFor(
  context: string,
  reference: string,
  fields: Partial<BuildRequest> = {},
): BuildRequest {
  return {
    context,
    dockerfile: join(context, 'Dockerfile'),
    target: null,
    platform: 'linux/amd64',
    reference,
    labels: { 'dev.pod-engine.project': 'sample' },
    arguments: { VERSION: '1.4.0' },
    secrets: {},
    timeoutMs: 120_000,
    ...fields,
  };
}
