/**
 * What is typed into a shell on a terminal. Pure.
 *
 * All of it is lines of 76 letters of base64 or of plain ASCII: a terminal in its usual mode cuts lines at 4095 bytes,
 * and takes control bytes for keys. The mark is always typed in two halves.
 */
import type { PtyMark } from './pty-mark.ts';

/** Raw bytes that go as one piece: 400 lines, below what a server may echo in one packet that ssh2 still takes. */
export const pieceBytes = 400 * 57;

/** Beyond about 128 kB a program can be given no single word, and the command is one. */
export const longestCommandBytes = 96 * 1024;

/**
 * Typed at a login shell, whichever it is: it becomes a shell that shows no prompt, keeps no history and reads no start-up
 * file, because its standard error is no terminal. The space in front and the unset keep it out of the operator's history.
 */
export function openingLine({ first, second }: PtyMark): string {
  const stty = 'stty -echo -icanon -icrnl -ixon -opost -onlcr isig min 1 time 0';
  return ` unset HISTFILE; exec sh -c '${stty}; printf "%s%s" ${first} "${second}o;"; exec sh -s' 2>/dev/null\n`;
}

/**
 * What each command needs, defined once: `f` hands on the terminal's input to a command, piece by piece, and says when it
 * wants the next. Answered by "r" and the number, or by "n" where there is nothing to decode with.
 */
export function preparationText({ first, second }: PtyMark, tryNumber: number): string {
  return `exec 3>&1
m() { printf '%s%s%s;' ${first} ${second} "$1" >&3; }
f() {
 m a
 while IFS= read -r l; do
  [ "$l" = . ] && return 0
  head -n "$l" | base64 -d 3>&-; m a
 done
}
if [ "$(echo b2s= | head -n 1 | base64 -d)" = ok ]; then m r${tryNumber}; else m n; fi
`;
}

/** Words that come back: "a" for each piece that is wanted, "e" with the exit code, "d" when the shell is free again. */
export function commandText(command: string): string {
  return `c=$(base64 -d <<'.'
${lines(Buffer.from(command))}.
)
f | { sh -c "$c" 2>&1 3>&-; m e$?; }; m d
`;
}

/** How many lines, then the lines: head reads them in a few gulps, where a shell reads byte by byte. */
export function pieceText(bytes: Uint8Array): string {
  const text = lines(bytes);
  return `${text.split('\n').length - 1}\n${text}`;
}

export const endOfInput = '.\n';

function lines(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('base64')
    .replace(/.{1,76}/g, '$&\n');
}
