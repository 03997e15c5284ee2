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
  if (styles.size >= maxStyles) styles.clear();
  const result = computeStyle(style, sequence);
  styles.set(key, result);
  return result;
}

/** A screen uses some dozens of styles; a picture in true colour may use any number. */
const styles = new Map<string, SgrStyle>();
const maxStyles = 4096;

function computeStyle(style: SgrStyle, sequence: string): SgrStyle {
  const match = /^\x1b\[([0-9;:]*)m$/.exec(sequence);
  if (match === null) return style;
  const active = new Map<string, string>();
  for (const attribute of attributesOf(style)) apply(active, attribute);
  for (const attribute of attributesOf(match[1] ?? '')) apply(active, attribute);
  return [...active.values()].join(';');
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
