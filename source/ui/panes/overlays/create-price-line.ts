/** What the pod of the form would cost by the hour and day: of the first wish that has stock. */
import type { GpuType } from '../../../fleet/catalogue.ts';
import { exactDollars } from '../../../fleet/exact-dollars.ts';
import { lowestBidAbove } from '../../../life/low-bid.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { stockSign } from '../../draw/release-look.ts';
import type { Frame } from '../../frame.ts';
import type { CreateForm } from '../../state/create-form.ts';
import { gpuTypeOf, priceOf } from '../../state/create-rows.ts';

export function createPriceLine({ resources }: Frame, form: CreateForm): Span[] {
  const head: Span[] = ['   ', ['price'.padEnd(12), 'dim'], '    '];
  const types = form.lists.gpus.flatMap((id) => gpuTypeOf(id, resources) ?? []);
  const type = types.find(({ stock }) => stock !== 'none' && stock !== null) ?? types[0];
  if (type === undefined) return [...head, ['it depends on the GPU', 'dim']];
  const count = Number(form.texts.count.text);
  const { glyph, word, role } = stockSign(type.stock);
  return [
    ...head,
    ...(form.choices.rental === 'spot'
      ? bidSpans(form, type, count)
      : [amount(priceOf(type, form.choices.cloud), count)]),
    [`  ${form.texts.count.text} × ${type.displayName}, stock `, 'dim'],
    [`${glyph} ${word}`, role],
  ];
}

function amount(each: number | null, count: number): Span {
  return each === null || !Number.isInteger(count) || count < 1
    ? ['not known', 'lost']
    : [`$${dollars(each * count)}/h, $${dollars(each * count * 24)} a day`, 'title'];
}

/** The lowest bid stands there until one is given, and where the one that is given is below it. */
function bidSpans({ texts }: CreateForm, { lowestBidDollars }: GpuType, count: number): Span[] {
  const bid = Number(texts.bid.text || Number.NaN);
  if (!Number.isFinite(bid))
    return [
      lowestBidDollars === null
        ? ['not known', 'lost']
        : [`bids from $${exactDollars(lowestBidDollars)} a card`, 'text'],
    ];
  const lowest = lowestBidAbove(bid, [lowestBidDollars]);
  const low: Span[] = lowest === null ? [] : [[`  below the lowest bid, $${exactDollars(lowest)}`, 'warn']];
  return [amount(bid, count), ...low];
}
