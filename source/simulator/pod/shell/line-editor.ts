/** The line that is typed into a simulated shell: echo, backspace, a history. What it cannot do it does not answer. */

export type LineEvent =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'end' };

export type LineEditor = {
  feed(input: string): void;
  /** The prompt and what is typed so far, as after output that came between. */
  show(): void;
};

const maxLineLength = 1000;
const maxHistory = 100;

export function createLineEditor(options: {
  readonly prompt: string;
  write(text: string): void;
  onEvent(event: LineEvent): void;
}): LineEditor {
  const { prompt, write, onEvent } = options;
  let line = '';
  let history: readonly string[] = [];
  let recalled = -1;

  function show(): void {
    write(`\r\x1b[K${prompt}${line}`);
  }

  function replace(text: string): void {
    line = text;
    show();
  }

  function recall(step: 1 | -1): void {
    const next = recalled + step;
    if (next < -1 || next >= history.length) return;
    recalled = next;
    replace(history[recalled] ?? '');
  }

  function enter(): void {
    const text = line;
    line = '';
    recalled = -1;
    if (text.trim() !== '') history = [text, ...history].slice(0, maxHistory);
    write('\r\n');
    onEvent({ kind: 'line', text });
  }

  function take(key: string): void {
    if (key === '\r' || key === '\n') enter();
    else if (key === '\x7f' || key === '\b') replace([...line].slice(0, -1).join(''));
    else if (key === '\x15') replace('');
    else if (key === '\x0c') {
      write('\x1b[2J\x1b[H');
      show();
    } else if (key === '\x1b[A' || key === '\x1bOA') recall(1);
    else if (key === '\x1b[B' || key === '\x1bOB') recall(-1);
    else if (key === '\x03') {
      line = '';
      write('^C\r\n');
      onEvent({ kind: 'interrupt' });
    } else if (key === '\x04' && line === '') onEvent({ kind: 'end' });
    else if (!/^[\x00-\x1f]/.test(key) && line.length < maxLineLength) {
      line += key;
      write(key);
    }
  }

  return {
    show,
    feed(input) {
      // Sequences of keys as one, everything else by itself.
      for (const [key] of input.matchAll(/\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)?|[^\x1b]/gsu)) take(key);
    },
  };
}
