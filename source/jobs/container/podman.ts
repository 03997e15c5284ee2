/** Podman: builds, runs and pushes, without a daemon. */
import { buildImage } from './build-image.ts';
import type { ContainerEngine } from './container-engine.ts';
import { createContainerVerbs } from './containers.ts';
import type { EngineMaker } from './engine-maker.ts';
import { readInspected } from './image-look.ts';
import { lookAtImage } from './look-image.ts';
import { pushWithDigestFile } from './push-image.ts';
import { createStepReader } from './step-lines.ts';

export const podman: EngineMaker = {
  kind: 'podman',
  working: [['info', '--format', '{{.Store.GraphRoot}}']],
  tellsFolder: true,
  make({ run, program, version }) {
    const look: ContainerEngine['look'] = (reference, signal) =>
      lookAtImage({ run, program, signal, words: ['image', 'inspect', reference] }, reference, (stdout) =>
        readInspected(stdout),
      );
    return {
      kind: 'podman',
      program,
      version,
      canRun: true,
      ...createContainerVerbs({ run, program }),
      look,
      build: (request, onProgress, signal) =>
        buildImage({
          asking: { run, program, signal },
          // The OCI format has no health check.
          verb: ['build', '--format', 'docker'],
          request,
          reader: createStepReader(),
          onProgress,
          look: (reference) => look(reference, signal),
        }),
      push: (reference, { isPlainHttp }, onProgress, signal) =>
        pushWithDigestFile({ run, program, signal }, { reference, isPlainHttp }, onProgress),
    };
  },
};
