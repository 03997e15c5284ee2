/** The digest of all that the build may read, or why there is none. */
import { messageOf } from '../../../base/message-of.ts';
import type { Project } from '../../project/project.ts';
import type { PreflightTools } from './tools.ts';

export type Hash =
  /** sha256:… */
  { readonly ok: true; readonly hash: string } | { readonly ok: false; readonly reason: string };

export async function hashOf(project: Project, tools: PreflightTools): Promise<Hash> {
  try {
    return { ok: true, hash: await tools.sourceHash(project) };
  } catch (error) {
    return { ok: false, reason: messageOf(error) };
  }
}
