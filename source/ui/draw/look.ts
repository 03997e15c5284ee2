/** What the operator's terminal can show. */
export type Look = {
  readonly colours: 'none' | '16' | '256' | 'truecolor';
  readonly glyphs: 'unicode' | 'ascii';
};
