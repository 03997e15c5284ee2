import { describe, expect, it } from 'vitest';
import { nullable, number, oneOf, optional, shape, string } from '../../../pod-agent/protocol/guards.ts';

type Fan = { readonly name: string; readonly percent: number | null; readonly side?: 'left' | 'right' };

const name = string(8);
const percent = nullable(number(0, 100));
const side = optional(oneOf<'left' | 'right'>({ left: true, right: true }));

function trace() {
  return { path: ['fan'], dropped: [], misfits: [] };
}

describe('shape', () => {
  it('compiles only with a guard for each field that covers all of its type', () => {
    // @ts-expect-error A field has no guard.
    shape<Fan>({ name, percent });
    // @ts-expect-error The guard does not let null pass.
    shape<Fan>({ name, percent: number(0, 100), side });
    // @ts-expect-error An optional field is not marked as one.
    shape<Fan>({ name, percent, side: side.optional });
    // @ts-expect-error A field that must be there is marked as optional.
    shape<Fan>({ name: optional(name), percent, side });
    // @ts-expect-error A member of the union is not named.
    oneOf<'left' | 'right'>({ left: true });
    expect(shape<Fan>({ name, percent, side })({ name: 'top', percent: null }, trace())).toEqual({
      name: 'top',
      percent: null,
    });
  });

  it('cuts text, keeps null, refuses what is out of range, and leaves a misfit of an optional field out', () => {
    const fan = shape<Fan>({ name, percent, side });
    expect(fan({ name: 'front-intake', percent: 100, side: 'left' }, trace())).toEqual({
      name: 'front-in',
      percent: 100,
      side: 'left',
    });
    expect(fan({ name: 'top', percent: 101 }, trace())).toBeUndefined();
    expect(fan({ name: 'top' }, trace())).toBeUndefined();
    const seen = trace();
    expect(fan({ name: 'top', percent: 1, side: 'valueOf' }, seen)).toEqual({ name: 'top', percent: 1 });
    expect(seen).toEqual({ path: ['fan'], dropped: ['fan.side'], misfits: ['fan.side'] });
  });
});
