/** The digest that a tag or a digest stands for, proved by the manifest itself where a digest is asked for. */
import { createHash } from 'node:crypto';
import type { RegistryResult } from './registry.ts';
import { unexpected } from './registry-failure.ts';
import type { RegistrySession } from './registry-session.ts';

/** A registry that is not asked for them by name converts a manifest, or hides it. */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const digestPattern = /^sha256:[0-9a-f]{64}$/;

type Asked = {
  readonly host: string;
  readonly repository: string;
  readonly tagOrDigest: string;
  readonly signal: AbortSignal;
};

/** null: there is none. */
export async function readDigest(ask: RegistrySession, asked: Asked): Promise<RegistryResult<string | null>> {
  const { repository, tagOrDigest, signal } = asked;
  const request = {
    path: `${repository}/manifests/${tagOrDigest}`,
    repository,
    rights: 'pull',
    accept: manifestTypes,
    failing: failingOf(asked),
    signal,
  } as const;
  if (digestPattern.test(tagOrDigest)) return digestOfBody(ask, request, asked);
  const head = await ask({ ...request, method: 'HEAD' });
  if (!head.ok) return head;
  if (head.status === 404) return { ok: true, value: null };
  const digest = head.headers.get('docker-content-digest') ?? '';
  if (head.status === 200 && digestPattern.test(digest)) return { ok: true, value: digest };
  // Some answer HEAD badly, or without the digest: then the manifest itself tells.
  return digestOfBody(ask, request, asked);
}

async function digestOfBody(
  ask: RegistrySession,
  request: Omit<Parameters<RegistrySession>[0], 'method'>,
  { tagOrDigest }: Asked,
): Promise<RegistryResult<string | null>> {
  const answer = await ask({ ...request, method: 'GET' });
  if (!answer.ok) return answer;
  if (answer.status === 404) return { ok: true, value: null };
  if (answer.status !== 200) return answer.refused();
  const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
  if (digest === tagOrDigest || !digestPattern.test(tagOrDigest)) return { ok: true, value: digest };
  return unexpected(
    request.failing,
    `what it gives has the digest ${digest}`,
    'Push the image again; if it stays so, the registry or what stands before it changes manifests.',
  );
}

function failingOf({ host, repository, tagOrDigest }: Asked): string {
  return `Cannot ask ${host} for ${repository}${tagOrDigest.includes(':') ? '@' : ':'}${tagOrDigest}`;
}
