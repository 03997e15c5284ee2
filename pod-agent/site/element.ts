/**
 * Elements as values, and a function that makes a part of the page equal to them. What is equal already is not touched, so
 * that a selection, the focus and what the visitor unfolded stay as they are.
 */
export type Piece = {
  readonly tag: string;
  readonly look: string;
  readonly content: string | readonly Piece[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Set through the style object, which the content security policy allows; null leaves it alone. */
  readonly widthPercent: number | null;
};

export function piece(
  tag: string,
  look: string,
  content: string | readonly Piece[] = '',
  attributes: Readonly<Record<string, string>> = {},
): Piece {
  return { tag, look, content, attributes, widthPercent: null };
}

const drawn = new WeakMap<Element, Piece>();

/** The element's children become the pieces. Texts come from a pod and are only ever set as text. */
export function fill(parent: Element, pieces: readonly Piece[]): void {
  for (const [at, wanted] of pieces.entries()) {
    const there = parent.children[at];
    if (there !== undefined && drawn.get(there)?.tag === wanted.tag) update(there, wanted);
    else {
      const made = document.createElement(wanted.tag);
      if (there === undefined) parent.append(made);
      else there.replaceWith(made);
      update(made, wanted);
    }
  }
  while (parent.children.length > pieces.length) parent.lastElementChild?.remove();
}

function update(element: Element, wanted: Piece): void {
  const before = drawn.get(element);
  drawn.set(element, wanted);
  if (before?.look !== wanted.look) element.className = wanted.look;
  updateAttributes(element, before?.attributes ?? {}, wanted.attributes);
  if (wanted.widthPercent !== null && element instanceof HTMLElement)
    element.style.width = `${wanted.widthPercent}%`;
  if (typeof wanted.content !== 'string') {
    if (typeof before?.content === 'string') element.textContent = '';
    fill(element, wanted.content);
  } else if (before?.content !== wanted.content) element.textContent = visible(wanted.content);
}

/** An attribute that the visitor changed, such as `open`, stays as long as what is wanted does. */
function updateAttributes(element: Element, before: Piece['attributes'], wanted: Piece['attributes']): void {
  for (const name of Object.keys(before)) if (!(name in wanted)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(wanted))
    if (before[name] !== value) element.setAttribute(name, visible(value));
}

/** Characters that turn the direction of what follows, or that cannot be seen, would let a text pass for another one. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g,
    ' ',
  );
}
