/** The probe's output, line by line, as the events it tells of. What it looks like stands in probe-script.ts. */

export type ProbeEvent =
  | { readonly kind: 'hello'; readonly wallSeconds: number | null; readonly uptimeMs: number | null }
  | { readonly kind: 'about'; readonly name: string; readonly value: string }
  | { readonly kind: 'tick'; readonly uptimeMs: number | null }
  | { readonly kind: 'none'; readonly number: number; readonly reason: 'absent' | 'denied' }
  | { readonly kind: 'text'; readonly number: number; readonly text: string }
  | { readonly kind: 'value'; readonly number: number; readonly exitCode: number; readonly text: string }
  /** `stat`: the shell's own /proc/PID/stat from its third field on. */
  | { readonly kind: 'done'; readonly uptimeMs: number | null; readonly stat: string }
  /** Something stands where it cannot be: the sample it belongs to is not to be used. */
  | { readonly kind: 'garbled' };

export type ProbeLines = {
  line(line: string): void;
  /** A line was too long and is missing. */
  lost(): void;
};

type Block =
  | { readonly kind: 'files'; readonly numbers: readonly number[]; readonly texts: string[] }
  | { readonly kind: 'value'; readonly number: number; readonly exitCode: number };

/** A pod that never ends a block must not fill the console's memory. */
const maxBlockLength = 2_000_000;

export function createProbeLines(nonce: string, onEvent: (event: ProbeEvent) => void): ProbeLines {
  const mark = `@${nonce} `;
  let separator = nonce;
  let block: Block | null = null;
  let lines: string[] = [];
  let heldLength = 0;
  /** Files that a command's answer has come in between of. */
  let interrupted: { readonly block: Block; readonly lines: string[] } | null = null;

  function garble(): void {
    block = null;
    lines = [];
    interrupted = null;
    onEvent({ kind: 'garbled' });
  }

  function content(line: string): void {
    if (block === null) {
      // The empty line before each mark belongs to nothing.
      if (line !== '') garble();
      return;
    }
    heldLength += line.length + 1;
    if (heldLength > maxBlockLength) garble();
    else if (block.kind === 'files' && line.endsWith(separator)) finishFile(block.texts, line);
    else lines.push(line);
  }

  function finishFile(texts: string[], line: string): void {
    const rest = line.slice(0, line.length - separator.length);
    texts.push([...lines, rest].join('\n'));
    lines = [];
  }

  function endBlock(): void {
    const ended = block;
    const text = lines.join('\n');
    block = interrupted?.block ?? null;
    lines = interrupted?.lines ?? [];
    interrupted = null;
    if (ended?.kind === 'value') {
      onEvent({ kind: 'value', number: ended.number, exitCode: ended.exitCode, text });
    } else if (ended?.kind === 'files' && ended.texts.length === ended.numbers.length && text === '') {
      for (const [at, number] of ended.numbers.entries()) {
        onEvent({ kind: 'text', number, text: ended.texts[at] ?? '' });
      }
    } else {
      garble();
    }
  }

  function marked(word: string, rest: readonly string[]): void {
    if (word === 'end') {
      endBlock();
      return;
    }
    const event = eventOf(word, rest);
    if (block?.kind === 'files' && event?.kind === 'value') interrupt(block);
    else if (block !== null) garble();
    if (event === null) garble();
    else if (event.kind === 'files' || event.kind === 'value') open(event);
    else {
      if (event.kind === 'about' && event.name === 'separator') separator = event.value;
      onEvent(event);
    }
  }

  /** A command that was slow prints while the next sample's files are being printed: in one write, so between two of them. */
  function interrupt(files: Block): void {
    // The empty line before the mark is not the file's.
    interrupted = { block: files, lines: lines.at(-1) === '' ? lines.slice(0, -1) : lines };
  }

  function open(opened: Block): void {
    block = opened;
    lines = [];
    if (interrupted === null) heldLength = 0;
  }

  return {
    line(line) {
      if (!line.startsWith(mark)) content(line);
      else {
        const [word = '', ...rest] = line.slice(mark.length).split(' ');
        marked(word, rest);
      }
    },
    lost: garble,
  };
}

type Marked = Exclude<ProbeEvent, { readonly kind: 'value' | 'text' | 'garbled' }> | Block;

function eventOf(word: string, rest: readonly string[]): Marked | null {
  const [first = '', second = ''] = rest;
  switch (word) {
    case 'hello':
      return { kind: 'hello', wallSeconds: wholeNumber(first), uptimeMs: milliseconds(second) };
    case 'about':
      return { kind: 'about', name: first, value: rest.slice(1).join(' ') };
    case 'tick':
      return { kind: 'tick', uptimeMs: milliseconds(first) };
    case 'none':
      return numbered(first, (number) => ({
        kind: 'none',
        number,
        reason: second === 'denied' ? 'denied' : 'absent',
      }));
    case 'files': {
      const numbers = rest.map(wholeNumber).filter((number) => number !== null);
      return numbers.length === rest.length ? { kind: 'files', numbers, texts: [] } : null;
    }
    case 'value':
      return numbered(first, (number) => ({ kind: 'value', number, exitCode: wholeNumber(second) ?? 1 }));
    case 'done':
      return { kind: 'done', uptimeMs: milliseconds(first), stat: rest.slice(1).join(' ') };
    default:
      return null;
  }
}

function numbered(text: string, make: (number: number) => Marked): Marked | null {
  const number = wholeNumber(text);
  return number === null ? null : make(number);
}

function wholeNumber(text: string): number | null {
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** Of seconds with decimals, as in /proc/uptime. */
function milliseconds(text: string): number | null {
  return /^\d{1,12}\.\d+$/.test(text) ? Math.round(Number(text) * 1000) : null;
}
