/**
 * Bytes from the terminal, made into events.
 *
 * One read may hold several keys (a burst over a slow line) or part of one (a sequence or a character cut in two), so
 * nothing is decided by where a read ends. Only a lone escape byte needs time to tell: it is the Escape key if nothing
 * follows it soon.
 */
import { type BracketedPaste, pasteStart, plainText, readPaste } from './bracketed-paste.ts';
import type { TerminalEvent } from './events.ts';
import { takeToken, tokenOfAltKey } from './key-tokens.ts';
import type { StartTimer } from './timer.ts';

export type KeyReader = {
  /** Takes the bytes of one read. */
  feed(bytes: Uint8Array): void;
  /** Forgets what is half read and stops waiting for the rest. */
  stop(): void;
};

export type KeyReaderOptions = {
  readonly onEvent: (event: TerminalEvent) => void;
  readonly startTimer: StartTimer;
};

/** Over SSH the parts of one sequence arrive within a few milliseconds; a person notices a delay of more than 50. */
const escapeKeyMs = 40;
/** A longer beginning is never a key by itself, so it may take its time; what stays unfinished is dropped. */
const sequenceMs = 200;
/** A terminal that loses the end of a paste must not swallow keys for ever. */
const pasteMs = 5000;

export function createKeyReader({ onEvent, startTimer }: KeyReaderOptions): KeyReader {
  let decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let pending = '';
  let paste: BracketedPaste | null = null;
  let stopTimer: () => void = () => {};

  function feed(bytes: Uint8Array): void {
    stopTimer();
    pending += decoder.decode(bytes, { stream: true });
    while (pending !== '' && advance());
    waitForMore();
  }

  /** Takes one thing off the front of `pending`; false when it needs more bytes. */
  function advance(): boolean {
    if (paste !== null) return advancePaste(paste);
    if (pending.startsWith(pasteStart)) {
      pending = pending.slice(pasteStart.length);
      paste = { text: '' };
      return true;
    }
    const token = takeToken(pending);
    if (token === null) return false;
    pending = pending.slice(token.length);
    if (token.event !== null) onEvent(token.event);
    return true;
  }

  function advancePaste(current: BracketedPaste): boolean {
    const read = readPaste(current, pending);
    pending = read.rest;
    paste = { text: read.text };
    if (!read.isComplete) return false;
    endPaste(read.text);
    return true;
  }

  function endPaste(text: string): void {
    paste = null;
    onEvent({ kind: 'paste', text: plainText(text) });
  }

  function waitForMore(): void {
    if (paste !== null) stopTimer = startTimer(giveUpPaste, pasteMs);
    else if (pending === '\x1b') stopTimer = startTimer(emitEscape, escapeKeyMs);
    else if (pending !== '') stopTimer = startTimer(giveUpSequence, sequenceMs);
  }

  function giveUpPaste(): void {
    pending = '';
    if (paste !== null) endPaste(paste.text);
  }

  function emitEscape(): void {
    pending = '';
    onEvent({ kind: 'key', key: 'escape' });
  }

  /** The beginning of a sequence is also what Alt with "[" or "O" sends. */
  function giveUpSequence(): void {
    const token = pending.length === 2 ? tokenOfAltKey(pending) : null;
    pending = '';
    if (token !== null && token.event !== null) onEvent(token.event);
  }

  function stop(): void {
    stopTimer();
    pending = '';
    paste = null;
    decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  }

  return { feed, stop };
}
