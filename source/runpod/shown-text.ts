/** Texts of a pod as they are shown. */
import type { CleanText } from './clean-text.ts';

/** null for a text that is empty or not there. */
export function shownText(text: string | null | undefined, clean: CleanText): string | null {
  const cleaned = clean(text ?? '').trim();
  return cleaned === '' ? null : cleaned;
}
