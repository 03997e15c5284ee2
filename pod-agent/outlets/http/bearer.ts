/** Whether a request brings the token. */
import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * @param authorization The header `Authorization: Bearer TOKEN` (RFC 6750, section 2.1).
 * How long it takes tells nothing of the token: what is compared is two digests, always whole.
 */
export function bringsToken(authorization: string | undefined, token: string): boolean {
  const brought = /^Bearer +([^ ]+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(brought), digest(token)) && brought !== '';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
