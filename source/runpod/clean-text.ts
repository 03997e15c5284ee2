import { createRedactor } from '../base/redact.ts';
import { safeText } from '../base/safe-text.ts';
import type { Secret } from '../base/secret.ts';

/** Makes a string of the API fit to be stored: one printable line of limited length, with no secret in it. */
export type CleanText = (text: string, maxLength?: number) => string;

/** The key goes after the invisible characters (which could hide it) and before the cut (which could leave half of it). */
export function createCleanText(secrets: readonly Secret[]): CleanText {
  const redact = createRedactor(secrets);
  return (text, maxLength = 200) => {
    const visible = safeText(text.slice(0, longestRead), { maxLength: longestRead });
    return safeText(redact(visible), { maxLength });
  };
}

/** More of one string is not looked at: nothing shown is anywhere near it. */
const longestRead = 100_000;
