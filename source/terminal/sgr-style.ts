/**
 * The style of a cell as the parameters that switch it on from a reset: "1;31" is bold and red, "" is plain.
 * Parameters are those of Select Graphic Rendition (ECMA-48, with xterm's colours 38, 48 and 58).
 */
export type SgrStyle = string;

/** The style after the escape sequence; a sequence that is not SGR changes nothing. */
export function styleAfter(style: SgrStyle, sequence: string): SgrStyle {
  if (sequence === '\x1b[0m' || sequence === '\x1b[m') return '';
  const key = `${style}${sequence}`;
  const known = styles.get(key);
  if (known !== undefined) return known;
  return remembered(styles, key, computeStyle(style, sequence));
}

/** What of the style can be seen on a blank: no colour of a character that is not there. */
export function blankStyle(style: SgrStyle): SgrStyle {
  if (style === '') return style;
  const known = blankStyles.get(style);
  if (known !== undefined) return known;
  const active = activeIn(style);
  for (const slot of unseenOnBlank) active.delete(slot);
  // An inverse blank and a line through or under it have the colour of the character.
  if (!showsForeground.some((slot) => active.has(slot))) active.delete('foreground');
  return remembered(blankStyles, style, joined(active));
}

/** The shortest sequence that leads from one style to another. */
export function switchSequence(from: SgrStyle, to: SgrStyle): string {
  if (from === to) return '';
  if (to === '') return '\x1b[m';
  const key = `${from} ${to}`;
  const known = switches.get(key);
  if (known !== undefined) return known;
  const anew = from === '' ? to : `0;${to}`;
  const onward = onwardParameters(activeIn(from), activeIn(to));
  return remembered(switches, key, `\x1b[${onward.length < anew.length ? onward : anew}m`);
}

const blankStyles = new Map<SgrStyle, SgrStyle>();
const switches = new Map<string, string>();
const unseenOnBlank = ['bold', 'dim', 'italic', 'hidden'] as const;
const showsForeground = ['inverse', 'underline', 'struck', 'overline'] as const;

/** A screen uses some dozens of styles; a picture in true colour may use any number. */
const styles = new Map<string, SgrStyle>();
const maxStyles = 4096;

function computeStyle(style: SgrStyle, sequence: string): SgrStyle {
  const match = /^\x1b\[([0-9;:]*)m$/.exec(sequence);
  if (match === null) return style;
  const parameters = match[1] ?? '';
  if (parameters === '') return '';
  const active = activeIn(style);
  for (const attribute of attributesOf(parameters)) apply(active, attribute);
  return joined(active);
}

/** The attributes of a style by what they set. */
function activeIn(style: SgrStyle): Map<string, string> {
  const active = new Map<string, string>();
  for (const attribute of attributesOf(style)) apply(active, attribute);
  return active;
}

/** In one order, so that styles that look alike are equal. */
function joined(active: ReadonlyMap<string, string>): SgrStyle {
  const attributes = [...active].sort(([left], [right]) => (left < right ? -1 : 1));
  return attributes.map(([, attribute]) => attribute).join(';');
}

/** What ends and begins on the way; "0", which ends everything, where something has no end of its own. */
function onwardParameters(from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>): string {
  const ends = new Set(
    [...from.keys()].filter((slot) => !to.has(slot)).map((slot) => endOf.get(slot) ?? '0'),
  );
  if (ends.has('0')) return ['0', ...to.values()].join(';');
  const starts = [...to].filter(
    ([slot, attribute]) => from.get(slot) !== attribute || ends.has(endOf.get(slot) ?? ''),
  );
  return [...ends, ...starts.map(([, attribute]) => attribute)].join(';');
}

function remembered<Value extends string>(memory: Map<string, Value>, key: string, value: Value): Value {
  if (memory.size >= maxStyles) memory.clear();
  memory.set(key, value);
  return value;
}

/** "1;38;5;3" is bold and a colour: a colour keeps its own parameters. */
function attributesOf(parameters: string): string[] {
  const parts = parameters === '' ? [] : parameters.split(';');
  const attributes: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    const length = isExtendedColour(parts[index]) ? colourLength(parts[index + 1]) : 1;
    attributes.push(parts.slice(index, index + length).join(';'));
    index += length - 1;
  }
  return attributes;
}

function isExtendedColour(part: string | undefined): boolean {
  return part === '38' || part === '48' || part === '58';
}

function colourLength(kind: string | undefined): number {
  if (kind === '5') return 3;
  return kind === '2' ? 5 : 1;
}

function apply(active: Map<string, string>, attribute: string): void {
  const code = Number.parseInt(attribute, 10) || 0;
  if (code === 0) {
    active.clear();
    return;
  }
  const ended = endedBy.get(code);
  if (ended !== undefined) {
    for (const slot of ended) active.delete(slot);
    return;
  }
  const slot = slotOf(code);
  active.delete(slot);
  active.set(slot, attribute);
}

const endedBy: ReadonlyMap<number, readonly string[]> = new Map([
  [22, ['bold', 'dim']],
  [23, ['italic']],
  [24, ['underline']],
  [25, ['blink']],
  [27, ['inverse']],
  [28, ['hidden']],
  [29, ['struck']],
  [39, ['foreground']],
  [49, ['background']],
  [55, ['overline']],
  [59, ['underline-colour']],
]);

/** Bold and dim have one end, so what ends the one must begin the other again. */
const endOf: ReadonlyMap<string, string> = new Map(
  [...endedBy].flatMap(([code, ended]) => ended.map((slot) => [slot, String(code)] as const)),
);

const slots: ReadonlyMap<number, string> = new Map([
  [1, 'bold'],
  [2, 'dim'],
  [3, 'italic'],
  [4, 'underline'],
  [5, 'blink'],
  [6, 'blink'],
  [7, 'inverse'],
  [8, 'hidden'],
  [9, 'struck'],
  [21, 'underline'],
  [48, 'background'],
  [53, 'overline'],
  [58, 'underline-colour'],
]);

function slotOf(code: number): string {
  const slot = slots.get(code);
  if (slot !== undefined) return slot;
  if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) return 'foreground';
  if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107)) return 'background';
  return `other ${code}`;
}
