/** Tags of base images say how they were made. */
import { createHash } from 'node:crypto';

export function hashOf(...texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);
}
