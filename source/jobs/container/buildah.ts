/** Buildah: builds and pushes. What it runs has no published ports, so an image cannot be tried with it. */
import { buildImage } from './build-image.ts';
import type { ContainerEngine, EngineResult } from './container-engine.ts';
import type { EngineMaker } from './engine-maker.ts';
import { readBuildahInspected } from './image-look.ts';
import { lookAtImage } from './look-image.ts';
import { pushWithDigestFile } from './push-image.ts';
import { createStepReader } from './step-lines.ts';

export const buildah: EngineMaker = {
  kind: 'buildah',
  working: [['info', '--format', '{{.store.GraphRoot}}']],
  tellsFolder: true,
  make({ run, program, version }) {
    const look: ContainerEngine['look'] = (reference, signal) =>
      lookAtImage(
        { run, program, signal, words: ['inspect', '--type', 'image', reference] },
        reference,
        readBuildahInspected,
      );
    return {
      kind: 'buildah',
      program,
      version,
      canRun: false,
      look,
      build: (request, onProgress, signal) =>
        buildImage({
          asking: { run, program, signal },
          verb: ['bud', '--layers', '--format', 'docker'],
          request,
          reader: createStepReader(),
          onProgress,
          look: (reference) => look(reference, signal),
        }),
      push: (reference, { isPlainHttp }, onProgress, signal) =>
        pushWithDigestFile({ run, program, signal }, { reference, isPlainHttp }, onProgress),
      run: () => cannotRun(program),
      exitCode: () => cannotRun(program),
      stop: () => cannotRun(program),
      logs: async () => [],
      // It has run nothing, so there is nothing of ours to find or to remove.
      labelled: async () => ({ ok: true, value: [] }),
      remove: async () => ({ ok: true, value: null }),
    };
  },
};

async function cannotRun<Value>(program: string): Promise<EngineResult<Value>> {
  return {
    ok: false,
    reason: `${program} builds and pushes; it cannot run a container with published ports.`,
    evidence: [],
    fix: 'Install podman or docker to try images out.',
  };
}
