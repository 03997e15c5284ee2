/** Puts an image of nothing under a tag, by the registry's own HTTP API, as somebody else would have pushed it. */
import { createHash } from 'node:crypto';

/** @returns The manifest's digest. */
export async function pushEmptyImage(host: string, repository: string, tag: string): Promise<string> {
  const base = `http://${host}/v2/${repository}`;
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', of: tag }));
  const configDigest = digestOf(config);
  const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(begun.headers.get('location') ?? '', base);
  place.searchParams.set('digest', configDigest);
  const put = await fetch(place, {
    method: 'PUT',
    body: config,
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  if (put.status !== 201) throw new Error(`The registry answered ${put.status} to a blob.`);
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = Buffer.from(
    JSON.stringify({
      ...{ schemaVersion: 2, mediaType, layers: [] },
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        ...{ size: config.length, digest: configDigest },
      },
    }),
  );
  const tagged = await fetch(`${base}/manifests/${tag}`, {
    method: 'PUT',
    body: manifest,
    headers: { 'Content-Type': mediaType },
  });
  if (tagged.status !== 201)
    throw new Error(`The registry answered ${tagged.status}: ${await tagged.text()}`);
  return digestOf(manifest);
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
