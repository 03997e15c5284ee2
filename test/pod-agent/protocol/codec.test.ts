import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from '../../../pod-agent/protocol/codec.ts';
import { maxLineBytes } from '../../../pod-agent/protocol/frames.ts';
import { event, health, hello, sample } from './frames-of-everything.ts';

describe('a frame', () => {
  it.each([hello, sample, health, event])('of kind $kind comes back whole from its line', (frame) => {
    const line = encodeFrame(frame);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(decodeFrame(line)).toEqual({ ok: true, frame, dropped: [] });
  });

  it('carries figures to three decimals', () => {
    const line = encodeFrame({ ...sample, tookMs: 12.345678901, atMs: 1_800_000_000_123 });
    expect(line).toContain('"tookMs":12.346,');
    expect(line).toContain('"atMs":1800000000123,');
  });

  it('keeps its line when a string holds a newline', () => {
    const frame = { ...event, text: 'first\nsecond\r\u2028third' };
    expect(encodeFrame(frame).split('\n')).toHaveLength(2);
    expect(decodeFrame(encodeFrame(frame))).toMatchObject({ frame });
  });

  it('loses fields that are not known, at any depth', () => {
    const line = JSON.stringify({ ...sample, extra: 1, cpu: { ...sample.cpu, more: { deep: true } } });
    expect(decodeFrame(line)).toEqual({ ok: true, frame: sample, dropped: [] });
  });

  it('tells a kind it does not know from a garbled line', () => {
    expect(decodeFrame('{"kind":"progress","share":0.5}')).toMatchObject({
      ok: false,
      reason: 'unknown-kind',
    });
    expect(decodeFrame('{"kind":"__proto__"}')).toMatchObject({ reason: 'unknown-kind' });
    expect(decodeFrame('{"kind":"toString"}')).toMatchObject({ reason: 'unknown-kind' });
    expect(decodeFrame('{"__proto__":{"kind":"event"}}')).toMatchObject({ reason: 'garbled' });
  });

  it.each(['', '{', 'null', '[]', '42', '"hello"', '{"kind":7}', '{}', '{"kind":"hello"}', '\u0000'])(
    'does not come from %j',
    (line) => {
      expect(decodeFrame(line)).toMatchObject({ ok: false, reason: 'garbled' });
    },
  );

  it('says which field made a line garbled, and repeats nothing of it', () => {
    const decoded = decodeFrame(JSON.stringify({ ...sample, sequence: '\u001b[31m7' }));
    expect(decoded).toEqual({
      ok: false,
      reason: 'garbled',
      message: 'sample.sequence is missing or out of range.',
    });
  });
});

describe('a reading', () => {
  it('that does not fit is dropped alone and named', () => {
    const decoded = decodeFrame(JSON.stringify({ ...sample, cpu: { ...sample.cpu, usedPercent: 1e9 } }));
    const { cpu: _, ...rest } = sample;
    expect(decoded).toEqual({ ok: true, frame: rest, dropped: ['sample.cpu'] });
  });

  it.each([
    ['NaN as null in a figure that is never null', { load: { ...sample.load, scope: null } }, 'sample.load'],
    ['a figure below zero', { memory: { ...sample.memory, usedBytes: -1 } }, 'sample.memory'],
    ['an infinity', '{"scope":"host","load1":1e999,"load5":1,"load15":1,"uptimeSeconds":1}', 'sample.load'],
    ['a list where an object belongs', { network: [] }, 'sample.network'],
    ['a card of a status never heard of', { gpu: { ...sample.gpu, vendor: 'constructor' } }, 'sample.gpu'],
  ])('with %s is dropped', (_title, change, path) => {
    const text =
      typeof change === 'string'
        ? JSON.stringify({ ...sample, load: 0 }).replace('"load":0', `"load":${change}`)
        : JSON.stringify({ ...sample, ...change });
    expect(decodeFrame(text)).toMatchObject({ ok: true, dropped: [path] });
  });

  it('with more members than anybody shows is cut, and the cut is named', () => {
    const interfaces = Array.from({ length: 500 }, () => sample.network?.interfaces[0]);
    const decoded = decodeFrame(JSON.stringify({ ...sample, network: { ...sample.network, interfaces } }));
    expect(decoded.ok && decoded.frame.kind === 'sample' && decoded.frame.network?.interfaces.length).toBe(
      32,
    );
    expect(decoded).toMatchObject({ dropped: ['sample.network.interfaces'] });
  });
});

describe('a hostile line', () => {
  it('does not reach a prototype', () => {
    const text = JSON.stringify(hello).replace(
      '"RUNPOD_POD_ID"',
      '"__proto__":{"polluted":"yes"},"constructor":"x","RUNPOD_POD_ID"',
    );
    const decoded = decodeFrame(text.replace('{', '{"__proto__":{"polluted":"yes"},'));
    expect(decoded).toEqual({ ok: true, frame: hello, dropped: ['hello.inventory.runpod'] });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    const inventory = decoded.ok && decoded.frame.kind === 'hello' ? decoded.frame.inventory : null;
    expect(Object.getPrototypeOf(inventory?.runpod)).toBe(Object.prototype);
  });

  it('does not lend a field through a prototype', () => {
    const { sequence: _, ...rest } = sample;
    const text = JSON.stringify(rest).replace('{', '{"__proto__":{"sequence":1},');
    expect(decodeFrame(text)).toMatchObject({ ok: false, reason: 'garbled' });
  });

  it('has its strings and records cut', () => {
    const many = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`NAME_${index}`, 'x']));
    const text = JSON.stringify({
      ...hello,
      agentVersion: 'v'.repeat(50_000),
      inventory: { ...hello.inventory, runpod: many },
    });
    const decoded = decodeFrame(text);
    if (!decoded.ok || decoded.frame.kind !== 'hello') throw new Error('the hello was refused');
    expect(decoded.frame.agentVersion).toHaveLength(128);
    expect(Object.keys(decoded.frame.inventory?.runpod ?? {})).toHaveLength(64);
  });

  it('as deep as a line can be, or longer than one, is only garbled', () => {
    expect(decodeFrame('['.repeat(maxLineBytes))).toMatchObject({ reason: 'garbled' });
    expect(decodeFrame(`{"kind":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_001)}`)).toMatchObject({
      reason: 'garbled',
    });
    const long = encodeFrame({ ...event, text: 'x'.repeat(maxLineBytes) });
    expect(decodeFrame(long)).toMatchObject({ reason: 'garbled' });
  });
});

describe('any single value replaced by a hostile one', () => {
  const hostile: readonly unknown[] = [
    null,
    -1,
    1.5,
    1e308,
    '',
    'x'.repeat(2000),
    true,
    [],
    {},
    [[]],
    [null],
  ];

  it.each([hello, sample, health, event])(
    'in $kind gives a frame that passes again whole, or none',
    (frame) => {
      const text = JSON.stringify(frame);
      const paths = pathsOf(frame);
      expect(paths.length).toBeGreaterThan(3);
      for (const path of paths) {
        for (const value of hostile) {
          const decoded = decodeFrame(JSON.stringify(replaced(JSON.parse(text), path, value)));
          if (!decoded.ok) continue;
          expect(decodeFrame(encodeFrame(decoded.frame))).toEqual({
            ok: true,
            frame: decoded.frame,
            dropped: [],
          });
        }
      }
    },
  );

  function pathsOf(value: unknown): readonly (readonly string[])[] {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => [
      [name],
      ...pathsOf(inner).map((path) => [name, ...path]),
    ]);
  }

  function replaced(value: unknown, [name, ...rest]: readonly string[], given: unknown): unknown {
    if (name === undefined) return given;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, inner]) => [
      key,
      key === name ? replaced(inner, rest, given) : inner,
    ]);
    return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
  }
});
