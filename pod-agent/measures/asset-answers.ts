/** One file of the page asked for three ways: as it is, compressed, and with the validator that it was given. */
import { answerTimeoutMs, targetOf } from './answers.ts';
import { askOnce } from './engine/ask-once.ts';
import type { MeasureContext } from './measure.ts';

export type AssetAnswers = {
  readonly path: string;
  /** HTTP status of the plain question; 0 where there was no answer. */
  readonly status: number;
  /** Of the body without compression, and as it is sent to a browser. */
  readonly plainBytes: number;
  readonly sentBytes: number;
  /** "br" or "gzip"; null where it was sent as it is. */
  readonly encoding: string | null;
  readonly isCompressible: boolean;
  /** Its name holds a hash of its content, so that it never changes. */
  readonly isHashed: boolean;
  readonly cacheControl: string;
  readonly hasValidator: boolean;
  /** Asked with its validator it was answered 304, without a body. */
  readonly isNotModified: boolean;
};

const textTypes = /^(text\/|application\/(javascript|json|manifest\+json|xml|wasm)\b|image\/svg)/;
/** One packet holds that much anyhow. */
const leastCompressedBytes = 1024;

/** An answer that fails leaves the file as not served; it never rejects for that. */
export async function askForAsset(context: MeasureContext, path: string): Promise<AssetAnswers> {
  const plain = await ask(context, path, { 'Accept-Encoding': 'identity' });
  const packed = await ask(context, path, { 'Accept-Encoding': 'br, gzip' });
  const headers = plain.ok ? plain.headers : {};
  const validators = validatorsOf(headers);
  const again = Object.keys(validators).length === 0 ? null : await ask(context, path, validators);
  const plainBytes = plain.ok ? plain.body.length : 0;
  const encoding = packed.ok ? (packed.headers['content-encoding'] ?? 'identity') : 'identity';
  return {
    path,
    status: plain.ok ? plain.status : 0,
    plainBytes,
    sentBytes: packed.ok ? packed.body.length : 0,
    encoding: encoding === 'identity' ? null : encoding,
    isCompressible: plainBytes >= leastCompressedBytes && textTypes.test(headers['content-type'] ?? ''),
    isHashed: isHashedName(path),
    cacheControl: headers['cache-control'] ?? '',
    hasValidator: again !== null,
    isNotModified: again?.ok === true && again.status === 304,
  };
}

function ask(context: MeasureContext, path: string, headers: Readonly<Record<string, string>>) {
  const target = { ...targetOf(context, encodeURI(path)), headers };
  return askOnce(target, { timeoutMs: answerTimeoutMs(context), signal: context.signal });
}

function validatorsOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { etag, 'last-modified': lastModified } = headers;
  if (etag !== undefined) return { 'If-None-Match': etag };
  return lastModified === undefined ? {} : { 'If-Modified-Since': lastModified };
}

/** As builders write them: index-DiwrgTda.js, main.0f3a9c2e.css. Eight letters and more, a digit or a capital among them. */
export function isHashedName(path: string): boolean {
  return /[.-](?=[\w-]*[\dA-Z])[\w-]{8,}\.\w+$/.test(path);
}
