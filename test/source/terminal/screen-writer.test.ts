import { describe, expect, test } from 'vitest';
import { createScreenWriter } from '../../../source/terminal/screen-writer.ts';
import { startTimer } from '../../../source/terminal/timer.ts';
import { pick, seededRandom } from './random.ts';
import { virtualTerminal } from './virtual-terminal.ts';

const size = { columns: 40, rows: 8 };

function opened(of = size) {
  const terminal = virtualTerminal(of);
  const writer = createScreenWriter({ output: terminal.output, startTimer });
  writer.start();
  return { terminal, writer };
}

describe('what is on the screen', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'is the newest frame after any sequence of frames (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const { terminal, writer } = opened();
      for (let round = 0; round < 60; round++) {
        const frame = randomFrame(random);
        writer.stream.write(frame);
        await writer.settle(5000);
        expect(terminal.cells(), `round ${round}`).toEqual(await paintedFromScratch(frame));
      }
    },
  );

  test('is cleared of a frame that was larger', async () => {
    const { terminal, writer } = opened();
    writer.stream.write('one\ntwo\nthree');
    await writer.settle(5000);
    writer.stream.write('1');
    await writer.settle(5000);
    expect(terminal.lines()).toEqual(['1', '', '', '', '', '', '', '']);
  });

  test('never scrolls, even when the frame is larger than the screen', async () => {
    const { terminal, writer } = opened();
    const row = 'x'.repeat(size.columns + 5);
    writer.stream.write(Array.from({ length: size.rows + 3 }, (_, index) => `${index}${row}`).join('\n'));
    await writer.settle(5000);
    expect(terminal.lines()).toEqual(
      Array.from({ length: size.rows }, (_, index) => `${index}${'x'.repeat(39)}`),
    );
  });

  test('is made whole by a repaint after something else has written on it', async () => {
    const { terminal, writer } = opened();
    writer.stream.write('pods\nhealth');
    await writer.settle(5000);
    await terminal.write('\x1b[3;3Hstray\x1b[1;1Hstray');
    writer.repaint();
    await writer.settle(5000);
    expect(terminal.lines().slice(0, 3)).toEqual(['pods', 'health', '']);
  });
});

describe('what is written', () => {
  test('is nothing for the same frame', async () => {
    const { terminal, writer } = opened();
    writer.stream.write('same');
    await writer.settle(5000);
    writer.stream.write('same');
    expect(terminal.written).toHaveLength(1);
    expect(writer.counts()).toMatchObject({ frames: 2, painted: 1, skipped: 0 });
  });

  test('is one synchronized update with only the changed cells', async () => {
    const { terminal, writer } = opened();
    writer.stream.write('h100-train-0  \x1b[32m86%\x1b[39m  straggler  \x1b[1m14:32:07\x1b[22m');
    await writer.settle(5000);
    writer.stream.write('h100-train-0  \x1b[32m87%\x1b[39m  straggler  \x1b[1m14:32:08\x1b[22m');
    await writer.settle(5000);
    expect(terminal.written[1]).toBe('\x1b[?2026h\x1b[1;16H\x1b[32m7\x1b[38G\x1b[0;1m8\x1b[m\x1b[?2026l');
  });

  test('clears the screen only when its state is not known', async () => {
    const { terminal, writer } = opened();
    writer.stream.write('first');
    await writer.settle(5000);
    writer.stream.write('second\nframe');
    await writer.settle(5000);
    writer.repaint();
    await writer.settle(5000);
    expect(terminal.written.map((text) => text.includes('\x1b[2J'))).toEqual([true, false, true]);
  });

  test('is counted in bytes', async () => {
    const { terminal, writer } = opened();
    writer.stream.write('°C ▁▂▃');
    await writer.settle(5000);
    expect(writer.counts().bytes).toBe(Buffer.byteLength(terminal.written.join('')));
  });
});

describe('a terminal that does not read', () => {
  test('gets the newest frame when it goes on, and none in between', async () => {
    const { terminal, writer } = opened();
    terminal.stall();
    for (let index = 0; index < 100; index++) writer.stream.write(`frame ${index}\nrow`);
    terminal.goOn();
    await writer.settle(5000);
    expect(terminal.written).toHaveLength(2);
    expect(terminal.lines().slice(0, 2)).toEqual(['frame 99', 'row']);
    expect(writer.counts()).toMatchObject({ frames: 100, painted: 2, skipped: 98 });
  });

  test('does not hold up who waits for it beyond the deadline', async () => {
    const { terminal, writer } = opened();
    terminal.stall();
    writer.stream.write('frame');
    await expect(writer.settle(20)).resolves.toBeUndefined();
  });
});

describe('a resize', () => {
  test('reaches ink after the storm, and the frame drawn for it is painted on a cleared screen', async () => {
    const { terminal, writer } = opened();
    let resizeCount = 0;
    writer.stream.on('resize', () => {
      resizeCount++;
      writer.stream.write('old layout');
      queueMicrotask(() => writer.stream.write(`${writer.stream.columns}x${writer.stream.rows}`));
    });
    writer.stream.write('before');
    await writer.settle(5000);
    for (let columns = 41; columns <= 60; columns++) terminal.resize({ columns, rows: 10 });
    await untilTrue(() => terminal.lines()[0] === '60x10');
    expect(resizeCount).toBeLessThan(20);
    expect(terminal.written).toHaveLength(2);
    expect(terminal.written[1]).toContain('\x1b[2J');
  });

  test('repaints the frame there is when ink draws no other', async () => {
    const { terminal, writer } = opened();
    writer.stream.write('0123456789');
    await writer.settle(5000);
    terminal.resize({ columns: 5, rows: 4 });
    await untilTrue(() => terminal.written.length === 2);
    await writer.settle(5000);
    expect(terminal.lines()).toEqual(['01234', '', '', '']);
  });

  test('that comes right after another is not lost', async () => {
    const { terminal, writer } = opened();
    let isSecond = false;
    writer.stream.on('resize', () => {
      writer.stream.write(`${writer.stream.columns} columns`);
      if (!isSecond) setTimeout(() => terminal.resize({ columns: 30, rows: 8 }), 0);
      isSecond = true;
    });
    terminal.resize({ columns: 20, rows: 8 });
    await untilTrue(() => terminal.lines()[0] === '30 columns');
  });

  test('while the screen belongs to another is noticed on return', async () => {
    const { terminal, writer } = opened();
    writer.stream.on('resize', () => writer.stream.write(`${writer.stream.columns} columns`));
    writer.stop();
    terminal.resize({ columns: 30, rows: 8 });
    writer.start();
    await untilTrue(() => terminal.lines()[0] === '30 columns');
  });
});

test('stopping and starting again paints what was drawn meanwhile', async () => {
  const { terminal, writer } = opened();
  writer.stream.write('before');
  await writer.settle(5000);
  writer.stop();
  writer.stream.write('meanwhile');
  expect(terminal.written).toHaveLength(1);
  writer.start();
  await writer.settle(5000);
  expect(terminal.lines()[0]).toBe('meanwhile');
});

async function paintedFromScratch(frame: string) {
  const terminal = virtualTerminal(size);
  const rows = frame.split('\n').slice(0, size.rows);
  await terminal.write(`\x1b[?7l${rows.map((row, index) => `\x1b[${index + 1};1H\x1b[m${row}`).join('')}`);
  return terminal.cells();
}

const styles = [
  '\x1b[31m',
  '\x1b[1m',
  '\x1b[7m',
  '\x1b[2m',
  '\x1b[22m',
  '\x1b[48;5;24m',
  '\x1b[38;2;9;8;7m',
  '\x1b[0m',
  '\x1b[39m',
  '\x1b[1;4;33m',
] as const;
const texts = [' ', '   ', 'a', 'abc', '日本', '│', '█▏', '⣿', 'e\u0301', '한', '·', 'h100-train-0'] as const;

/** Rows of few kinds of pieces, so that two frames have much in common. */
function randomFrame(random: () => number): string {
  const rowCount = 1 + Math.floor(random() * size.rows);
  return Array.from({ length: rowCount }, () => randomRow(random)).join('\n');
}

function randomRow(random: () => number): string {
  let row = '';
  let width = 0;
  while (random() > 0.06) {
    const text = pick(random, texts);
    // A wide character across the edge is drawn differently by every terminal.
    width += [...text].length * 2;
    if (width > size.columns) break;
    row += random() < 0.4 ? pick(random, styles) + text : text;
  }
  return `${row}\x1b[0m`;
}

async function untilTrue(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { interval: 5 }).toBe(true);
}
