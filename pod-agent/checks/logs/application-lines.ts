/** Lines of applications' logs that tell of trouble, as far as they are of the last minutes. */
import { isRecent, offsetIn } from '../web/error-log.ts';
import { otherError } from './classes.ts';
import { classOf, type LogLine } from './judge-lines.ts';

/** A line's own time, where it begins with one: `2026-11-25 16:27:00,123`, also in brackets or behind a level. */
const ownTime = /^.{0,24}?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/;

/**
 * @param text Logs behind lines `==> PATH <==`, each written to within ten minutes. A line without a time has that of
 * the line before it, and where there is none that of its file.
 */
export function troubledLines(
  text: string,
  { wallMs, zone }: { readonly wallMs: number; readonly zone: string },
): { readonly files: readonly string[]; readonly lines: readonly LogLine[] } {
  const files: string[] = [];
  const lines: LogLine[] = [];
  let source = '';
  let isNow = true;
  for (const line of text.split('\n')) {
    const path = /^==> (\/.*) <==$/.exec(line)?.[1];
    if (path !== undefined) {
      source = path;
      isNow = true;
      files.push(path);
      continue;
    }
    const [, day, time] = ownTime.exec(line) ?? [];
    if (day !== undefined) isNow = isRecent(Date.parse(`${day}T${time}${offsetIn(zone)}`), wallMs);
    const short = line.slice(0, 2000);
    if (isNow && (classOf(short) !== undefined || otherError.test(short)))
      lines.push({ text: short, source });
  }
  return { files, lines };
}
