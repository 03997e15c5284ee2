/** RunPod's two words for how much of a GPU is free. */
import { expect, test } from 'vitest';
import { bestStock } from '../../../source/fleet/stock.ts';

test('a type that is said to be sold out is in stock where a region has it', () => {
  const places = [
    { id: 'EU-RO-1', stock: 'low' },
    { id: 'US-TX-3', stock: 'high' },
  ] as const;
  expect(bestStock({ stock: 'none', dataCentres: places })).toBe('high');
  expect(bestStock({ stock: 'medium', dataCentres: [] })).toBe('medium');
  expect(bestStock({ stock: null, dataCentres: [{ id: 'EU-RO-1', stock: 'none' }] })).toBe('none');
  expect(bestStock({ stock: null, dataCentres: [{ id: 'EU-RO-1', stock: null }] })).toBe(null);
});
