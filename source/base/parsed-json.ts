/** JSON that somebody else has written. */

/** null where it is none, as for the text "null": whoever asks looks at the shape next. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
