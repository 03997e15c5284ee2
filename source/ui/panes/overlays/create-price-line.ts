/** What the pod of the form would cost by the hour and day: of the first wish that has stock. */
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
  const bid = Number(form.texts.bid.text || Number.NaN);
  const each =
    form.choices.rental === 'spot' ? (Number.isFinite(bid) ? bid : null) : priceOf(type, form.choices.cloud);
  const count = Number(form.texts.count.text);
  const { glyph, word, role } = stockSign(type.stock);
  return [
    ...head,
    each === null || !Number.isInteger(count) || count < 1
      ? ['not known', 'lost']
      : [`$${dollars(each * count)}/h, $${dollars(each * count * 24)} a day`, 'title'],
    [`  ${form.texts.count.text} × ${type.displayName}, stock `, 'dim'],
    [`${glyph} ${word}`, role],
  ];
}
