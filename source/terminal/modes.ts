/** The terminal's modes that a full-screen program changes, after xterm's ctlseqs. Each is undone on leaving. */
import { restoreTitle, saveTitle } from './title.ts';

/** Whether mouse presses and moves are sent to us. It takes the terminal's own selection away, so it is a choice. */
export type ModeOptions = { readonly mouse: boolean };

const alternateScreen = '?1049';
const autoWrap = '?7';
const cursor = '?25';
const bracketedPaste = '?2004';
const focus = '?1004';
const mouseDrags = '?1002';
const mouseInSgrForm = '?1006';
const synchronized = '?2026';

/** Auto-wrap goes off so that a character in the last cell cannot scroll the screen. */
export function enterSequence({ mouse }: ModeOptions): string {
  return [
    saveTitle,
    on(alternateScreen),
    off(autoWrap),
    '\x1b[2J\x1b[H',
    off(cursor),
    on(bracketedPaste),
    on(focus),
    mouse ? mouseOn : '',
  ].join('');
}

/** Undoes every mode, the ones that may not be on too: a frame may have been cut off in the middle. */
export const leaveSequence: string = [
  off(mouseDrags),
  off(mouseInSgrForm),
  off(focus),
  off(bracketedPaste),
  off(synchronized),
  '\x1b[m',
  on(autoWrap),
  on(cursor),
  off(alternateScreen),
  restoreTitle,
].join('');

export const mouseOn: string = on(mouseDrags) + on(mouseInSgrForm);
export const mouseOff: string = off(mouseDrags) + off(mouseInSgrForm);

function on(mode: string): string {
  return `\x1b[${mode}h`;
}

function off(mode: string): string {
  return `\x1b[${mode}l`;
}
