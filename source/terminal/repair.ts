/** The terminal made usable again after somebody else's program, whatever that left behind. */
import { restoreTitle, saveTitle } from './title.ts';

/** Written before a program in a pod has the terminal: its title is put back afterwards. */
export const lendSequence: string = saveTitle;

const mouse = ['9', '1000', '1001', '1002', '1003', '1005', '1006', '1015', '1016'];
/** Cursor keys, reversed video, margins at the sides, focus, paste, synchronised frames, news of colours and of sizes. */
const others = ['1', '5', '69', '1004', '2004', '2026', '2031', '2048'];

/** The kitty protocol keeps its keys' modes for each screen, so they are reset in both. */
const plainKeys = '\x1b[=0u\x1b[>4m';

/**
 * Leaves strings, alternate screen, mouse, paste and keyboard modes; ends colours and other character sets; shows the
 * cursor. The end of scrolling margins moves the cursor, so its place is saved before. Leaving an alternate screen that
 * one is not in moves it too, in tmux to where the screen was last entered, whatever has been saved since: so it is
 * entered first, which saves the place in each terminal's own way, and within it changes nothing that stays. The soft
 * reset ends origin mode, whose own sequence would move the cursor for good.
 */
export const repairSequence: string = [
  '\x1b\\',
  '\x1b[!p\x0f\x1b(B\x1b[m',
  ...[...mouse, ...others].map((mode) => `\x1b[?${mode}l`),
  '\x1b[4l\x1b[20l\x1b>',
  plainKeys,
  '\x1b7\x1b[r\x1b8',
  '\x1b[?1049h\x1b[?1049l',
  plainKeys,
  '\x1b[m\x1b[?7h\x1b[?25h\x1b[0 q',
  restoreTitle,
].join('');
