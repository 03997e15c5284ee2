/** Docker with buildx: needs its daemon. */
import { askEngine } from './ask-engine.ts';
import { buildImage } from './build-image.ts';
import { createBuildkitReader } from './buildkit-lines.ts';
import type { ContainerEngine } from './container-engine.ts';
import { createContainerVerbs } from './containers.ts';
import type { EngineMaker } from './engine-maker.ts';
import { readHistoryLines, readInspected } from './image-look.ts';
import { lookAtImage } from './look-image.ts';
import { tellProgress } from './progress.ts';
import { pushTimeoutMs } from './push-image.ts';
import { createDockerPushReader, dockerPushDigest } from './push-lines.ts';

export const docker: EngineMaker = {
  kind: 'docker',
  working: [
    ['version', '--format', '{{.Server.Version}}'],
    ['buildx', 'version'],
  ],
  make({ run, program, version }) {
    const look: ContainerEngine['look'] = async (reference, signal) => {
      const asking = { run, program, signal };
      const words = ['image', 'inspect', reference];
      const image = await lookAtImage({ ...asking, words }, reference, (stdout) => readInspected(stdout));
      if (!image.ok || image.value === null) return image;
      const history = await askEngine({
        ...asking,
        words: ['history', '--no-trunc', '--format', '{{json .CreatedBy}}', reference],
        failing: `Cannot read the history of ${reference} with ${program}`,
      });
      if (!history.ok) return history;
      return { ok: true, value: { ...image.value, history: readHistoryLines(history.value.stdout) } };
    };
    return {
      kind: 'docker',
      program,
      version,
      canRun: true,
      ...createContainerVerbs({ run, program }),
      look,
      build: (request, onProgress, signal) =>
        buildImage({
          asking: { run, program, signal },
          // With a provenance the result is an index, whose digest is not that of what a pod pulls.
          verb: ['buildx', 'build', '--load', '--progress=plain', '--provenance=false'],
          request,
          reader: createBuildkitReader(),
          onProgress,
          look: (reference) => look(reference, signal),
        }),
      // The daemon itself takes 127.0.0.0/8 for insecure, so plain HTTP needs no word.
      async push(reference, _options, onProgress, signal) {
        const answer = await askEngine({
          run,
          program,
          signal,
          words: ['push', reference],
          failing: `Cannot push ${reference} with ${program}`,
          timeoutMs: pushTimeoutMs,
          onLine: tellProgress(createDockerPushReader(), onProgress),
        });
        return answer.ok ? { ok: true, value: { digest: dockerPushDigest(answer.value.lines) } } : answer;
      },
    };
  },
};
