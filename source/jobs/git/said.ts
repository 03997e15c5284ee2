/** What git said, fit to be shown: without credentials, without what a terminal would obey, its end where it is long. */
import { redact } from '../../base/redact.ts';
import { safeText } from '../../base/safe-text.ts';

const maxLines = 30;
const maxLineLength = 500;
/** Looking for credentials in one endless line would take as long as it likes. */
const maxReadLength = 4000;

export function linesSaid(text: string): readonly string[] {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  return lines.slice(-maxLines).map((line) => {
    const shown = withoutCredentials(line.slice(0, maxReadLength));
    return safeText(shown, { maxLength: maxLineLength });
  });
}

/** The address stays readable: https://[redacted]@host/path. */
export function withoutCredentials(text: string): string {
  return (
    redact(text, [])
      // A password may hold what should have been escaped: with a colon, all up to the last @ is taken for one.
      .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s'"]*:[^\s'"]*@/gi, '$1[redacted]@')
      .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi, '$1[redacted]@')
      .replace(/([?&][\w-]*(?:token|key|password|secret)=)[^&\s'"]+/gi, '$1[redacted]')
  );
}
