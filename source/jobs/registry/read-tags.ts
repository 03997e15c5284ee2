/** The tags of a repository, page by page, up to a bound. */
import { z } from 'zod';
import { safeText } from '../../base/safe-text.ts';
import type { RegistryResult } from './registry.ts';
import { unexpected } from './registry-failure.ts';
import type { RegistryAnswer, RegistrySession } from './registry-session.ts';

const maxTags = 1000;
const maxPages = 100;
const tagsShape = z.object({ tags: z.array(z.string()).nullish() });

export async function readTags(
  ask: RegistrySession,
  asked: { readonly host: string; readonly repository: string; readonly signal: AbortSignal },
): Promise<RegistryResult<readonly string[]>> {
  const { host, repository, signal } = asked;
  const failing = `Cannot list the tags of ${repository} at ${host}`;
  const found: string[] = [];
  let path: string | null = `${repository}/tags/list?n=${maxTags}`;
  for (let page = 0; path !== null && page < maxPages && found.length < maxTags; page += 1) {
    const answer: Awaited<ReturnType<RegistrySession>> = await ask({
      method: 'GET',
      path,
      repository,
      rights: 'pull',
      failing,
      signal,
    });
    if (!answer.ok) return answer;
    if (answer.status === 404) return { ok: true, value: found };
    if (answer.status !== 200) return answer.refused();
    const tags = tagsIn(answer);
    if (tags === null)
      return unexpected(
        failing,
        'its answer is no list of tags',
        `Check that a registry answers at ${host}.`,
      );
    found.push(...tags);
    path = nextPage(answer.headers.get('link'));
  }
  return { ok: true, value: found.slice(0, maxTags) };
}

function tagsIn({ body }: RegistryAnswer): readonly string[] | null {
  try {
    const { tags } = tagsShape.parse(JSON.parse(body.toString('utf8')));
    return (tags ?? []).map((tag) => safeText(tag, { maxLength: 128 }));
  } catch {
    return null;
  }
}

/** `</v2/acme/app/tags/list?last=…>; rel="next"` */
function nextPage(link: string | null): string | null {
  return /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1] ?? null;
}
