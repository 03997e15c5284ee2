/** A registry of images over HTTP, as the OCI Distribution Specification 1.1 has it. */
import { readDigest } from './read-digest.ts';
import { readTags } from './read-tags.ts';
import type { Registry } from './registry.ts';
import { isLoopback } from './registry-host.ts';
import { createRegistrySession, type RegistryOptions } from './registry-session.ts';

export function createRegistry(options: RegistryOptions): Registry {
  const { host } = options;
  const ask = createRegistrySession(options);
  return {
    host,
    isPlainHttp: isLoopback(host),
    digestOf: (repository, tagOrDigest, signal) => readDigest(ask, { host, repository, tagOrDigest, signal }),
    tags: (repository, signal) => readTags(ask, { host, repository, signal }),

    async canPush(repository, signal) {
      const failing = `Cannot push to ${repository} at ${host}`;
      const begun = { repository, rights: 'pull,push', failing, signal } as const;
      const answer = await ask({ ...begun, method: 'POST', path: `${repository}/blobs/uploads/` });
      if (!answer.ok) return answer;
      if (answer.status !== 202) return answer.refused();
      const location = answer.headers.get('location');
      // Not every registry takes an upload back; one that is left alone is forgotten by it after some time.
      if (location !== null && URL.canParse(location, 'http://relative.invalid'))
        await ask({ ...begun, method: 'DELETE', path: location });
      return { ok: true, value: null };
    },

    async remove(repository, digest, signal) {
      const answer = await ask({
        method: 'DELETE',
        path: `${repository}/manifests/${digest}`,
        repository,
        rights: 'delete',
        failing: `Cannot remove ${repository}@${digest} from ${host}`,
        signal,
      });
      if (!answer.ok) return answer;
      // What is gone already need not be removed.
      if ([200, 202, 204, 404].includes(answer.status)) return { ok: true, value: null };
      return answer.refused();
    },
  };
}
