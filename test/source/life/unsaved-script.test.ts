import { describe, expect, it } from 'vitest';
import { readUnsaved, unsavedEnd } from '../../../source/life/unsaved-script.ts';

const start = 'pod-engine-unsaved-start';

describe('what a pod answers of its unsaved files', () => {
  it.each(['', 'sh: find: not found', `${unsavedEnd}\n`, `${start}\nnonsense\n${unsavedEnd}\n`])(
    'is not taken for none where it is no answer: %j',
    (output) => expect(readUnsaved(output)).toBeNull(),
  );

  it('is none where it was cut off', () => {
    expect(readUnsaved(`${start}\n3 10 0\n/root/a\n`)).toBeNull();
  });

  it('is a part where it ran out of its time, and its names are made safe', () => {
    expect(readUnsaved(`${start}\n3 10 1\n/root/a\u001b[2J\n${unsavedEnd}\n`)).toEqual({
      fileCount: 3,
      bytes: 10,
      examples: ['/root/a'],
      isPartial: true,
    });
  });
});
