import { describe, expect, it } from 'vitest';
import { emptySeries, recordValue, type Series } from '../../../../source/fleet/series.ts';
import { textWidth } from '../../../../source/terminal/text-width.ts';
import { asciiForm } from '../../../../source/ui/draw/ascii.ts';
import { brailleChart } from '../../../../source/ui/draw/braille-chart.ts';
import { gauge } from '../../../../source/ui/draw/gauge.ts';
import { bytes, dollars, percent, rate, watts } from '../../../../source/ui/draw/numbers.ts';
import { createPaint, spansWidth } from '../../../../source/ui/draw/paint.ts';
import { fitEnds } from '../../../../source/ui/draw/rows.ts';
import { historyOf, sparkline } from '../../../../source/ui/draw/sparkline.ts';
import { roles } from '../../../../source/ui/draw/theme.ts';
import { longDuration } from '../../../../source/ui/draw/time.ts';
import { titleLine } from '../../../../source/ui/draw/title-line.ts';
import { brokenText, wrapHanging, wrapText } from '../../../../source/ui/draw/wrap.ts';

const plain = createPaint({ colours: 'none', glyphs: 'unicode' });

describe('numbers', () => {
  it.each([
    [percent(99.6), '100%'],
    [percent(0), '0%'],
    [percent(null), '—'],
    [dollars(23.9), '23.90'],
    [dollars(1234.56), '1234.6'],
    [bytes(0), '0 B'],
    [bytes(1023), '1.0 KiB'],
    [bytes(79.6 * 1024 ** 3), '79.6 GiB'],
    [bytes(412 * 1024 ** 3), '412 GiB'],
    [rate(3.1e9), '3.1 GB/s'],
    [rate(999), '999 B/s'],
    [rate(999.6), '1.0 kB/s'],
    [watts(5210.4), '5210 W'],
    [watts(24_600), '24.6 kW'],
  ])('%s is %s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it.each([
    [47, '47s'],
    [720, '12m'],
    [9 * 3600 + 40 * 60, '9h40m'],
    [26 * 3600, '1d02h'],
    [22 * 3600, '22h'],
    [6 * 86_400 + 4 * 3600, '6d04h'],
    [120 * 86_400, '120d'],
    [null, '—'],
  ])('%s seconds are %s', (seconds, expected) => {
    expect(longDuration(seconds)).toBe(expected);
    expect(longDuration(seconds).length).toBeLessThanOrEqual(5);
  });
});

describe('a gauge', () => {
  const textOf = (value: number | null, width: number) =>
    gauge(value, width)
      .map((span) => span[0])
      .join('');

  it.each([
    [0, '····'],
    [100, '████'],
    [50, '██··'],
    [86, '███▌'],
    [3, '▏···'],
    [250, '████'],
    [-5, '····'],
    [null, '—   '],
  ])('of %s %% is %s', (value, expected) => {
    expect(textOf(value, 4)).toBe(expected);
  });
});

describe('a sparkline', () => {
  it('has eight levels and shows gaps', () => {
    expect(sparkline([0, 14, 27, 40, 52, 65, 77, 100, null], { low: 0, high: 100 })).toBe('▁▂▃▄▅▆▇█·');
  });

  const second = 1_800_000_000;
  const filled = (): Series => {
    let series = emptySeries();
    for (let at = second - 600; at <= second; at++) series = recordValue(series, at, at % 97);
    return series;
  };

  it('changes only its newest part within the time of a part', () => {
    const series = filled();
    // 60 seconds a part: the second 1_800_000_000 begins one.
    const lines = [0, 1, 30, 59].map((later) => historyOf(series, 10, (second + later) * 1000).slice(0, 9));
    for (const line of lines) expect(line).toEqual(lines[0]);
    expect(historyOf(series, 10, (second + 60) * 1000).slice(0, 8)).toEqual(lines[0]?.slice(1));
  });

  it('keeps a peak however narrow it is drawn', () => {
    const series = recordValue(filled(), second, 1000);
    expect(Math.max(...historyOf(series, 3, second * 1000).map((value) => value ?? 0))).toBe(1000);
  });
});

describe('a braille chart', () => {
  it('fills from below, two values in a cell', () => {
    const rows = brailleChart({ values: [0, 50, 100, null], width: 2, height: 2, low: 0, high: 100 });
    expect(rows).toEqual([' ⡇', '⣸⡇']);
  });
});

describe('a painted row', () => {
  it.each(['ascii', 'abc…', '日本語テキスト', 'é́́é', '👩‍👩‍👧‍👦 family', ''])(
    'is exactly as wide as asked with %j',
    (text) => {
      for (const width of [1, 2, 3, 7, 40])
        for (const glyphs of ['unicode', 'ascii'] as const)
          for (const colours of ['none', '16', '256', 'truecolor'] as const)
            expect(textWidth(createPaint({ colours, glyphs }).line([text, [text, 'crit']], width))).toBe(
              width,
            );
    },
  );

  it('has one form in ASCII for each character, of the same width', () => {
    const drawn = '─│┬┴├┤┼╭╮╰╯▸›●○◌▲✖■✔×…—–·°↑↓←→↵█▉▊▋▌▍▎▏▁▂▃▄▅▆▇⣿⡇名é';
    expect(asciiForm(drawn)).toMatch(/^[\x20-\x7e]+$/);
    for (const character of drawn) expect(textWidth(asciiForm(character))).toBe(textWidth(character));
  });

  it('closes every colour that it opens', () => {
    for (const colours of ['16', '256', 'truecolor'] as const)
      for (const selected of [false, true]) {
        const row = createPaint({ colours, glyphs: 'unicode' }).line(
          roles.map((role) => [role, role] as const),
          120,
          { selected },
        );
        const open = row.match(/\u001b\[[1-9][0-9;]*m/g)?.length ?? 0;
        expect(open).toBeGreaterThan(5);
        expect(row.match(/\u001b\[0m/g)).toHaveLength(open);
      }
  });
});

describe('what does not fit', () => {
  it('goes whole, the greatest rank first', () => {
    const item = (text: string, rank: number) => ({ spans: [text], rank });
    const sides = { left: [item('one', 0), item('two', 2)], right: [item('three', 1)] };
    const textAt = (width: number) => fitEnds(sides, width, ' ').join('').trimEnd();
    expect(textAt(20)).toBe('one two        three');
    expect(textAt(10)).toBe('one  three');
    expect(textAt(5)).toBe('one');
    expect(textAt(1)).toBe('');
    expect(spansWidth(fitEnds(sides, 20, ' '))).toBe(20);
  });

  it('leaves a title line exactly as wide as its pane, joined to the rule above or below', () => {
    for (const width of [10, 30, 80]) {
      const line = titleLine(plain, width, {
        title: 'a long title',
        right: ['right end'],
        focused: true,
        joints: [25],
      });
      expect(textWidth(line)).toBe(width);
    }
    expect(
      titleLine(plain, 30, { title: 'x', focused: false, joints: [20] }).replace(/\u001b\[\d*m/g, '')[20],
    ).toBe('┴');
  });
});

describe('wrapped text', () => {
  it('breaks between words, keeps to its rows, and says when something is missing', () => {
    expect(wrapText('one two three four', 9, 3)).toEqual(['one two', 'three', 'four']);
    expect(wrapText('one two three four', 9, 2)).toEqual(['one two', 'three fo…']);
    expect(wrapText('extraordinarily', 5, 2)).toEqual(['extra', 'ordi…']);
    expect(wrapText('extraordinarily', 5, 3)).toEqual(['extra', 'ordin', 'arily']);
    const digest = 'digest  sha256:0123456789abcdef to';
    expect(wrapText(digest, 20, 3)).toEqual(['digest  sha256:01234', '56789abcdef to']);
    expect(wrapText(digest, 20, 2)).toEqual(['digest  sha256:01234', '56789abcdef to']);
    expect(wrapText('a long beginning sha256:0123456789abcdef', 20, 2)).toEqual([
      'a long beginning',
      'sha256:0123456789ab…',
    ]);
    expect(wrapText('', 5, 2)).toEqual(['']);
  });

  it('hangs, and breaks a command anywhere', () => {
    const hanging = { first: 9, rest: 5, maxRows: 4 };
    expect(wrapHanging('one two three four', hanging)).toEqual(['one two', 'three', 'four']);
    expect(wrapHanging('one', hanging)).toEqual(['one']);
    expect(wrapHanging('extraordinarily long', hanging)).toEqual(['extraordi', 'naril', 'y', 'long']);
    expect(brokenText('rm -rf /a b', 4)).toEqual(['rm -', 'rf /', 'a b']);
    expect(brokenText('日本語', 4)).toEqual(['日本', '語']);
    expect(brokenText('', 4)).toEqual(['']);
  });
});
