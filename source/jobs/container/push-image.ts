/** A push by podman or buildah, which write the manifest's digest to a file. */
import { type Asking, askEngine } from './ask-engine.ts';
import type { BuildProgress, EngineResult } from './container-engine.ts';
import { digestIn } from './image-id.ts';
import { tellProgress } from './progress.ts';
import { createCopyReader } from './push-lines.ts';
import { withTemporaryFile } from './with-temporary-file.ts';

/** Images of tens of gigabytes go over ordinary lines. */
export const pushTimeoutMs = 2 * 60 * 60_000;

export async function pushWithDigestFile(
  engine: Pick<Asking, 'run' | 'program' | 'signal'>,
  request: { readonly reference: string; readonly isPlainHttp: boolean },
  onProgress: (progress: BuildProgress) => void,
): Promise<EngineResult<{ readonly digest: string | null }>> {
  const { reference, isPlainHttp } = request;
  return withTemporaryFile('digest', async (path, read) => {
    const answer = await askEngine({
      ...engine,
      words: ['push', '--digestfile', path, ...(isPlainHttp ? ['--tls-verify=false'] : []), reference],
      failing: `Cannot push ${reference} with ${engine.program}`,
      timeoutMs: pushTimeoutMs,
      onLine: tellProgress(createCopyReader(), onProgress),
    });
    return answer.ok ? { ok: true, value: { digest: digestIn(await read()) } } : answer;
  });
}
