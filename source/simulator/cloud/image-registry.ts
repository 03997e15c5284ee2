/**
 * A registry with the one made-up application of the local fleet, as far as a deploy asks of a registry that it only reads
 * (OCI Distribution Specification 1.1): its tags, and a manifest for each. There are no layers: pods made of text need none.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export const registryPath = '/v2/';
export const sampleRepository = 'demo/app';
/** Newest last. */
export const sampleTags = ['1.0.0', '1.1.0', '1.2.0'] as const;

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

type Manifest = { readonly tag: string; readonly digest: string; readonly body: Buffer };

const manifests: readonly Manifest[] = sampleTags.map(manifestOf);

export function serveRegistry(request: IncomingMessage, response: ServerResponse, pathname: string): void {
  request.resume();
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const { status, type, body, digest } = isRead ? answerTo(pathname) : readOnly;
  response.writeHead(status, {
    'content-type': type,
    'content-length': body.length,
    'docker-distribution-api-version': 'registry/2.0',
    ...(digest === undefined ? {} : { 'docker-content-digest': digest }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly digest?: string;
};

function answerTo(pathname: string): Answer {
  if (pathname === registryPath) return json(200, {});
  if (pathname === `${registryPath}${sampleRepository}/tags/list`)
    return json(200, { name: sampleRepository, tags: sampleTags });
  const wanted = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(pathname);
  const found = manifests.find(({ tag, digest }) => wanted?.[2] === tag || wanted?.[2] === digest);
  if (wanted?.[1] !== sampleRepository || found === undefined)
    return refusal(404, 'MANIFEST_UNKNOWN', 'There is no such image here.');
  return { status: 200, type: manifestType, body: found.body, digest: found.digest };
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}

function refusal(status: number, code: string, message: string): Answer {
  return json(status, { errors: [{ code, message }] });
}

const readOnly = refusal(405, 'UNSUPPORTED', 'This registry is only read from.');

function manifestOf(tag: string): Manifest {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(tag), size: 2 };
  const body = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers: [], annotations: { tag } }),
  );
  return { tag, body, digest: digestOf(body) };
}

function digestOf(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
