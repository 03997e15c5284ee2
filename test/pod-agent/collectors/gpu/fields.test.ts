import { describe, expect, test } from 'vitest';
import {
  hotFields,
  narrowFields,
  nvidiaLoop,
  nvidiaQuery,
  plainFields,
  warmFields,
} from '../../../../pod-agent/collectors/gpu/fields.ts';

const help = `List of valid properties to query for the switch "--query-gpu=":

"index"
Zero based index of the GPU. Can change at each boot.

"uuid" or "gpu_uuid"
This value is the globally unique immutable alphanumeric identifier of the GPU.

"power.draw"
The last measured power draw for the entire board.
`;

describe('the fields asked for', () => {
  test('are those that the driver names, in the wanted order', () => {
    expect(narrowFields(hotFields, help)).toEqual(['index', 'uuid', 'power.draw']);
  });

  test('take the newest spelling a driver names, and only one', () => {
    const old = `${help}"clocks_throttle_reasons.active"\nBitmask.\n`;
    const recent = `${help}"clocks_event_reasons.active" or "clocks_throttle_reasons.active"\nBitmask.\n`;
    expect(narrowFields(hotFields, old).at(-1)).toBe('clocks_throttle_reasons.active');
    expect(narrowFields(hotFields, recent).at(-1)).toBe('clocks_event_reasons.active');
    expect(narrowFields(hotFields, recent)).not.toContain('clocks_throttle_reasons.active');
  });

  test('are not taken for named by a longer name that holds theirs', () => {
    expect(narrowFields(warmFields, `"index" "retired_pages.pending_total"`)).toEqual(['index']);
  });

  test('are the plain ones where the help could not be had', () => {
    expect(narrowFields(hotFields, '')).toEqual(plainFields);
    expect(narrowFields(hotFields, 'NVIDIA-SMI has failed')).toEqual(plainFields);
  });

  test('make a query with a header, once or again and again', () => {
    expect(nvidiaQuery(['index', 'name'])).toEqual([
      'nvidia-smi',
      '--query-gpu=index,name',
      '--format=csv,nounits',
    ]);
    expect(nvidiaLoop(['index'], 500).at(-1)).toBe('--loop-ms=500');
  });
});
