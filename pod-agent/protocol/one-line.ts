/** Text of another program or of a file, for a line of the pod's log or a report. */

const longest = 400;

/** Without control and format characters, which could move a terminal's cursor or hide what follows; cut at 400 characters. */
export function oneLine(text: string, maxLength = longest): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, maxLength);
}

/** The same of a text of several lines, whole, for the terminal that it is printed to. */
export function plainText(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]|\p{Cf}/gu, ' ');
}

/** What an error says, in one line. */
export function messageOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error));
}
