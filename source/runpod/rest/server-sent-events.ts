/** Server-sent events, taken apart as the HTML standard has it (9.2.6), with a limit on what one event may hold. */

export type ServerSentEvent = {
  /** null where the event brought none of its own. */
  readonly id: string | null;
  readonly data: string;
  /** It was longer than the limit, and `data` is not the whole of it. */
  readonly isCut: boolean;
};

/** Is fed text as it arrives, cut anywhere, and gives the events that are whole with it. Comments give none. */
export type EventSplitter = { push(text: string): readonly ServerSentEvent[] };

export function createEventSplitter(longestEvent: number): EventSplitter {
  const line = createLineSplitter(longestEvent);
  let id: string | null = null;
  let data: string[] = [];
  let dataLength = 0;
  let isCut = false;

  function field(text: string, isCutLine: boolean): void {
    const colon = text.indexOf(':');
    if (colon === 0) return;
    const name = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(text[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'id' && !value.includes('\0')) id = value;
    if (name !== 'data') return;
    isCut ||= isCutLine || dataLength + value.length > longestEvent;
    if (isCut) return;
    data.push(value);
    dataLength += value.length;
  }

  function event(): ServerSentEvent | null {
    const whole = data.length === 0 && !isCut ? null : { id, data: data.join('\n'), isCut };
    id = null;
    data = [];
    dataLength = 0;
    isCut = false;
    return whole;
  }

  return {
    push(text) {
      const events: ServerSentEvent[] = [];
      for (const each of line.push(text)) {
        if (each.text !== '') {
          field(each.text, each.isCut);
          continue;
        }
        const whole = event();
        if (whole !== null) events.push(whole);
      }
      return events;
    },
  };
}

type Line = { readonly text: string; readonly isCut: boolean };

/** Lines end in CR, LF or both, of which the second may come with the next piece. */
function createLineSplitter(longestLine: number): { push(text: string): readonly Line[] } {
  let begun = '';
  let isCut = false;
  let endedInReturn = false;

  function take(piece: string): void {
    const room = longestLine - begun.length;
    isCut ||= piece.length > room;
    begun += piece.length > room ? piece.slice(0, Math.max(0, room)) : piece;
  }

  return {
    push(text) {
      const lines: Line[] = [];
      let from = endedInReturn && text.startsWith('\n') ? 1 : 0;
      if (text !== '') endedInReturn = text.endsWith('\r');
      const end = /\r\n|\n|\r/g;
      end.lastIndex = from;
      for (let match = end.exec(text); match !== null; match = end.exec(text)) {
        take(text.slice(from, match.index));
        lines.push({ text: begun, isCut });
        begun = '';
        isCut = false;
        from = end.lastIndex;
      }
      take(text.slice(from));
      return lines;
    },
  };
}
