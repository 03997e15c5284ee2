/** A build by any engine: the words that all of them take, lines as they come, and the image's id from the file it writes. */
import { type Asking, askEngine, evidenceOf, questionTimeoutMs } from './ask-engine.ts';
import type { BuildProgress, BuildRequest, BuiltImage, EngineResult, ImageLook } from './container-engine.ts';
import { imageIdOf } from './image-id.ts';
import { type ProgressReader, tellProgress } from './progress.ts';
import { withTemporaryFile } from './with-temporary-file.ts';

export type Building = {
  readonly asking: Pick<Asking, 'run' | 'program' | 'signal'>;
  /** What begins the command: `build --format docker`. */
  readonly verb: readonly string[];
  readonly request: BuildRequest;
  readonly reader: ProgressReader;
  readonly onProgress: (progress: BuildProgress) => void;
  readonly look: (reference: string) => Promise<EngineResult<ImageLook | null>>;
};

export async function buildImage(building: Building): Promise<EngineResult<BuiltImage>> {
  const { asking, verb, request, reader, onProgress } = building;
  const failing = `Cannot build ${request.reference} with ${asking.program}`;
  return withTemporaryFile('image-id', async (path, read) => {
    const build = () =>
      askEngine({
        ...asking,
        failing,
        words: [...verb, ...wordsOf(request), '--iidfile', path, request.context],
        timeoutMs: Math.max(request.timeoutMs, questionTimeoutMs),
        onLine: tellProgress(reader, onProgress),
      });
    const first = await build();
    // Somebody has cleared the store meanwhile: what the engine took for a layer of an earlier build is gone.
    const isStoreCleared = !first.ok && /layer not known/.test(first.reason);
    const answer = isStoreCleared ? await build() : first;
    if (!answer.ok) return answer;
    const imageId = imageIdOf((await read()) ?? '');
    if (imageId === null)
      return {
        ok: false,
        reason: `${failing}: it ended well and did not say the id of the image.`,
        evidence: evidenceOf(answer.value.lines),
      };
    return builtImage(building, { imageId, failing });
  });
}

/**
 * Docker with containerd's store writes the id of the configuration and calls the image by that of its manifest; then
 * what the engine has under the reference, which the build has just set, is the image.
 */
async function builtImage(
  { look, request }: Building,
  { imageId, failing }: { imageId: string; failing: string },
): Promise<EngineResult<BuiltImage>> {
  const byId = await look(imageId);
  if (!byId.ok) return byId;
  const found = byId.value === null ? await look(request.reference) : byId;
  if (!found.ok) return found;
  if (found.value === null)
    return { ok: false, reason: `${failing}: the image ${imageId} is not there afterwards.`, evidence: [] };
  return { ok: true, value: { imageId: found.value.imageId, sizeBytes: found.value.sizeBytes } };
}

/** Build arguments stand in the image's history, so they are no secrets; those are handed over as files. */
function wordsOf(request: BuildRequest): readonly string[] {
  return [
    ...['--platform', request.platform, '--file', request.dockerfile, '--tag', request.reference],
    ...(request.target === null ? [] : ['--target', request.target]),
    ...Object.entries(request.labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...Object.entries(request.arguments).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...Object.entries(request.secrets).flatMap(([id, path]) => ['--secret', `id=${id},src=${path}`]),
  ];
}
