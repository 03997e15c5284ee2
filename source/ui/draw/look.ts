/** What the operator's terminal can show. */
export type Look = {
  readonly colours: 'none' | '16' | '256' | 'truecolor';
  readonly glyphs: 'unicode' | 'ascii';
  /** One of `themeNames`; the dark one where it is not given. */
  readonly theme?: string;
};
