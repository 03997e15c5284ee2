/** The operator's clipboard, through the terminal (OSC 52), so that it works over SSH too. */

/** xterm takes no more than this many encoded bytes, and others less than twice as many. */
const maxEncodedLength = 74_994;

export type CopyPlan =
  | {
      readonly kind: 'copy';
      readonly sequence: string;
      readonly byteCount: number;
      readonly note: string | null;
    }
  | { readonly kind: 'too-long'; readonly byteCount: number; readonly maxByteCount: number };

/**
 * What to write to the terminal to copy `text`. A terminal does not say whether it has obeyed; `note` tells what the
 * operator may have to allow.
 */
export function planCopy(text: string, environment: Readonly<Record<string, string | undefined>>): CopyPlan {
  const bytes = Buffer.from(text);
  const encoded = bytes.toString('base64');
  const byteCount = bytes.length;
  if (encoded.length > maxEncodedLength) {
    return { kind: 'too-long', byteCount, maxByteCount: Math.floor(maxEncodedLength / 4) * 3 };
  }
  const isInTmux = environment.TMUX !== undefined && environment.TMUX !== '';
  const note = isInTmux ? 'tmux passes it on when "set-clipboard" is "on"' : null;
  return { kind: 'copy', sequence: `\x1b]52;c;${encoded}\x1b\\`, byteCount, note };
}
