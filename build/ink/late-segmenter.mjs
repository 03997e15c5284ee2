/** What `new Intl.Segmenter(undefined, { granularity: 'grapheme' })` is, made with the first text that needs one. */
let segmenter;

export const lateSegmenter = {
  segment(text) {
    if (isPlain.test(text)) return plainSegments(text);
    segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    return segmenter.segment(text);
  },
};

/** Nothing joins two of these characters. */
const isPlain = /^[\x1b\x20-\x7e]*$/;

function plainSegments(text) {
  const segments = Array.from(text, (segment, index) => ({ segment, index, input: text }));
  return Object.assign(segments, { containing: (index) => segments[index] });
}
