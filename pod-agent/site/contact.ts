/** What the page has heard of the pod so far: the newest answer, and the last live one with its time. Pure. */
import type { ServedHealth } from '../protocol/served-health.ts';
import type { Answer } from './read-health.ts';

export type Contact = {
  /** null before the first answer. */
  readonly newest: Answer | null;
  readonly lastLive: {
    readonly health: ServedHealth;
    /** When it came, by the page's clock. */
    readonly cameAtMs: number;
  } | null;
};

export const noContact: Contact = { newest: null, lastLive: null };

export function heard(contact: Contact, answer: Answer, nowMs: number): Contact {
  const lastLive = answer.kind === 'live' ? { health: answer.health, cameAtMs: nowMs } : contact.lastLive;
  return { newest: answer, lastLive };
}
