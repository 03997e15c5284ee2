/** A question about an image, whose answer may be that there is none. */
import { type Asking, askEngine } from './ask-engine.ts';
import type { EngineResult, ImageLook } from './container-engine.ts';

export async function lookAtImage(
  asking: Pick<Asking, 'run' | 'program' | 'signal' | 'words'>,
  reference: string,
  read: (stdout: string) => ImageLook | null,
): Promise<EngineResult<ImageLook | null>> {
  const failing = `Cannot look at the image ${reference} with ${asking.program}`;
  const answer = await askEngine({ ...asking, failing });
  if (!answer.ok) return answer.isNoSuch ? { ok: true, value: null } : answer;
  const image = read(answer.value.stdout);
  if (image !== null) return { ok: true, value: image };
  return { ok: false, reason: `${failing}: its answer cannot be read.`, evidence: [] };
}
