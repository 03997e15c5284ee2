/** The terminal made usable again: in one that is emulated here, and in tmux, which keeps cursors in its own way. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { repairSequence } from '../../../source/terminal/repair.ts';
import { startTmux, tmuxIsThere } from '../../neighbours/tmux.ts';

/** A full-screen program that has come and gone before; its place in the list is the second row. */
const earlier = 'one\r\n\x1b[?1049h\x1b[5;5Hearlier\x1b[?1049l';
const modes = '\x1b[?1003h\x1b[?1006h\x1b[?2004h\x1b[?25l\x1b[4h\x1b[2;4r\x1b[3;1H';

const cases = [
  ['after a shell that wrote lines', `${earlier}two\r\nthree\r\n`, ['one', 'two', 'three', 'next']],
  ['after margins', `${earlier}two\r\n${modes}three\r\n`, ['one', 'two', 'three', 'next']],
  ['after a killed full-screen program', `${earlier}two\r\n\x1b[?1049h${modes}dead`, ['one', 'two', 'next']],
] as const;

describe.each(cases)('%s what is written next stands where the cursor was', (_name, before, rows) => {
  it('in xterm', async () => {
    const terminal = new xterm.Terminal({ cols: 40, rows: 10, allowProposedApi: true });
    await new Promise<void>((resolve) => terminal.write(`${before}${repairSequence}next`, resolve));
    const { active } = terminal.buffer;
    expect(active.type).toBe('normal');
    const seen = Array.from({ length: 10 }, (_, at) => active.getLine(at)?.translateToString(true) ?? '');
    expect(seen.filter((row) => row !== '')).toEqual(rows);
    expect(terminal.modes).toMatchObject({ mouseTrackingMode: 'none', bracketedPasteMode: false });
    terminal.dispose();
  });

  it.skipIf(!tmuxIsThere)('in tmux', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pod-engine-repair-'));
    const file = join(folder, 'bytes');
    writeFileSync(file, `${before}${repairSequence}next`);
    const tmux = startTmux({ columns: 40, rows: 10, command: `cat ${file}; exec sleep 600` });
    try {
      const screen = await tmux.until((seen) => seen.includes('next'), 'what is written next');
      expect(screen.split('\n').filter((row) => row !== '')).toEqual(rows);
    } finally {
      tmux.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
