/**
 * What a program in a pod writes, on its way to the operator's terminal: whole sequences are judged by sequence-policy,
 * text goes through as it is. Sequences may come in any number of pieces. What is no UTF-8 becomes the replacement
 * character, as a terminal in UTF-8 draws it, so that no byte can stand for a control.
 */
import { allowedCommand, allowedControl, allowedEscape, allowedWindowName } from './sequence-policy.ts';

export type OutputFilter = {
  /** What of it may be written now; a sequence that is not complete yet is kept back. */
  feed(bytes: Uint8Array): string;
};

type State =
  | { readonly kind: 'text' }
  | { readonly kind: 'escape'; readonly intermediates: string }
  | { readonly kind: 'control'; readonly text: string }
  /** `opener` null: nothing of it will be passed on. */
  | { readonly kind: 'string'; readonly opener: ']' | 'k' | null; readonly payload: string }
  | { readonly kind: 'string-escape'; readonly opener: ']' | 'k' | null; readonly payload: string };

type Escape = Extract<State, { readonly kind: 'escape' }>;

const text: State = { kind: 'text' };
const freshEscape: Escape = { kind: 'escape', intermediates: '' };
/** Longer ones are taken to their end and dropped. */
const maxControlLength = 256;
const maxPayloadLength = 4096;

export function createOutputFilter(): OutputFilter {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let state: State = text;
  return {
    feed(bytes) {
      const input = decoder.decode(bytes, { stream: true });
      let passed = '';
      for (let at = 0; at < input.length; ) {
        const plain = state.kind === 'text' ? plainLength(input, at) : 0;
        if (plain > 0) {
          passed += input.slice(at, at + plain);
          at += plain;
          continue;
        }
        // What is judged stands below 0x100; half of a character beyond is taken as one of its two units.
        const next = advance(state, input[at] ?? '');
        state = next.state;
        passed += next.passed;
        at++;
      }
      return passed;
    },
  };
}

/** Most of what programs write is text, and need not be looked at one by one. */
function plainLength(input: string, start: number): number {
  judged.lastIndex = start;
  return (judged.exec(input)?.index ?? input.length) - start;
}

const judged = /[\x05\x1b\x80-\x9f]/g;

type Step = { readonly state: State; readonly passed: string };

function advance(state: State, character: string): Step {
  switch (state.kind) {
    case 'text':
      return inText(character);
    case 'escape':
      return inEscape(state, character);
    case 'control':
      return inControl(state, character);
    case 'string':
      return inString(state, character);
    case 'string-escape':
      if (character === '\\') return { state: text, passed: passedString(state) };
      // Anything else after ESC makes a terminal give the string up, and begins anew.
      return inEscape(freshEscape, character);
  }
}

function inText(character: string): Step {
  const code = character.charCodeAt(0);
  if (code === 0x1b) return { state: freshEscape, passed: '' };
  // ENQ would have the terminal answer with what somebody has set.
  if (code === 0x05) return { state: text, passed: '' };
  if (code < 0x80 || code > 0x9f) return { state: text, passed: character };
  return inEightBits(code);
}

/** The controls from 0x80 on stand for ESC and a letter; of those alone nothing is in use today. */
function inEightBits(code: number): Step {
  const letter = String.fromCharCode(code - 0x40);
  const opens = letter === '[' || isStringOpener(letter);
  return opens ? inEscape(freshEscape, letter) : { state: text, passed: '' };
}

function inEscape({ intermediates }: Escape, character: string): Step {
  const code = character.charCodeAt(0);
  if (code === 0x1b) return { state: freshEscape, passed: '' };
  if (isCancel(code) || code > 0x7e) return { state: text, passed: '' };
  if (code < 0x20) return { state: { kind: 'escape', intermediates }, passed: character };
  if (intermediates === '') {
    if (character === '[') return { state: { kind: 'control', text: '' }, passed: '' };
    if (isStringOpener(character)) return { state: openedString(character), passed: '' };
  }
  if (code <= 0x2f)
    return { state: { kind: 'escape', intermediates: intermediates + character }, passed: '' };
  return { state: text, passed: allowedEscape(intermediates, character) };
}

/** DCS, SOS, OSC, PM, APC, and the window's name of screen. */
function isStringOpener(character: string): boolean {
  return /^[PX\]^_k]$/.test(character);
}

function openedString(character: string): State {
  return { kind: 'string', opener: character === ']' || character === 'k' ? character : null, payload: '' };
}

function inControl(state: Extract<State, { kind: 'control' }>, character: string): Step {
  const code = character.charCodeAt(0);
  if (code === 0x1b) return { state: freshEscape, passed: '' };
  if (isCancel(code) || code > 0x7e) return { state: text, passed: '' };
  // Other controls within a sequence are obeyed at once, and it goes on.
  if (code < 0x20) return { state, passed: code === 0x05 ? '' : character };
  if (code < 0x40) {
    const longer = state.text.length < maxControlLength ? state.text + character : state.text;
    return { state: { kind: 'control', text: longer }, passed: '' };
  }
  return { state: text, passed: passedControl(state.text, character) };
}

function passedControl(body: string, final: string): string {
  const [whole, prefix = '', parameters = '', intermediates = ''] =
    /^([<=>?]?)([\d:;]*)([ -/]*)$/.exec(body) ?? [];
  if (whole === undefined || body.length >= maxControlLength) return '';
  return allowedControl({ prefix, parameters, intermediates, final });
}

function inString(state: Extract<State, { kind: 'string' }>, character: string): Step {
  const code = character.charCodeAt(0);
  if (code === 0x1b) return { state: { ...state, kind: 'string-escape' }, passed: '' };
  if (code === 0x07 || code === 0x9c) return { state: text, passed: passedString(state) };
  if (isCancel(code)) return { state: text, passed: '' };
  if (state.opener === null) return { state, passed: '' };
  if (state.payload.length >= maxPayloadLength) return { state: { ...state, opener: null }, passed: '' };
  return { state: { ...state, payload: state.payload + character }, passed: '' };
}

function passedString({ opener, payload }: Extract<State, { kind: 'string' | 'string-escape' }>): string {
  if (opener === null) return '';
  return opener === 'k' ? allowedWindowName(payload) : allowedCommand(payload);
}

function isCancel(code: number): boolean {
  return code === 0x18 || code === 0x1a;
}
