/**
 * Makes docs/screen.svg: the real console over the local fleet, run in a real pseudo-terminal for a minute, and then
 * drawn cell by cell from what the terminal shows. `npm run picture`.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const root = fileURLToPath(new URL('..', import.meta.url));
const size = { cols: 120, rows: 40 };
const watchForMs = Number(process.argv[2] ?? 75) * 1000;

const terminal = new xterm.Terminal({ ...size, allowProposedApi: true });
const console_ = spawn(process.execPath, [`${root}dist/pod-engine.js`, 'demo'], {
  ...size,
  cwd: root,
  env: {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
  },
});
console_.onData((text) => terminal.write(text));
await new Promise((resolve) => setTimeout(resolve, watchForMs));
await writeFile(`${root}docs/screen.svg`, svgOf(terminal.buffer.active));
const ended = new Promise((resolve) => console_.onExit(resolve));
console_.write('q');
await ended;

/** A text element for each run of words that look alike; backgrounds are rectangles below. */
function svgOf(buffer) {
  const cell = { width: 8.4, height: 18 };
  const margin = 12;
  const width = size.cols * cell.width + 2 * margin;
  const height = size.rows * cell.height + 2 * margin;
  const placeOf = (column, cells) => ({
    x: (margin + column * cell.width).toFixed(1),
    length: (cells * cell.width).toFixed(1),
  });
  const parts = [];
  for (let row = 0; row < size.rows; row++) {
    const top = margin + row * cell.height;
    const runs = runsOf(buffer.getLine(buffer.viewportY + row));
    for (const run of runs) {
      if (run.background !== null) {
        const place = placeOf(run.column, run.cells);
        parts.push(
          `<rect x="${place.x}" y="${top}" width="${place.length}" height="${cell.height}" fill="${run.background}"/>`,
        );
      }
      const weight = run.bold ? ' font-weight="bold"' : '';
      const opacity = run.dim ? ' opacity="0.6"' : '';
      // Browsers that drop spaces at an end, or make one of several, would stretch the rest over their room.
      for (const { 0: text, index } of run.text.matchAll(/\S+(?: \S+)*/g)) {
        const { x, length } = placeOf(run.column + index, text.length);
        parts.push(
          `<text x="${x}" y="${top + 13.5}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${run.colour}"${weight}${opacity}>${escapeXml(text)}</text>`,
        );
      }
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="#11151a"/>
${parts.join('\n')}
</svg>
`;
}

function runsOf(line) {
  const runs = [];
  for (let column = 0; column < size.cols; column++) {
    const at = line.getCell(column);
    const look = lookOf(at);
    const characters = at.getChars() === '' ? ' ' : at.getChars();
    const last = runs.at(-1);
    if (last !== undefined && last.key === look.key) {
      last.text += characters;
      last.cells++;
    } else runs.push({ ...look, column, cells: 1, text: characters });
  }
  return runs;
}

function lookOf(at) {
  let colour = colourOf(at.getFgColor(), at.isFgRGB(), at.isFgPalette()) ?? '#d5dae0';
  let background = colourOf(at.getBgColor(), at.isBgRGB(), at.isBgPalette());
  if (at.isInverse()) [colour, background] = [background ?? '#11151a', colour];
  const bold = at.isBold() !== 0;
  const dim = at.isDim() !== 0;
  return { colour, background, bold, dim, key: `${colour} ${background} ${bold} ${dim}` };
}

const sixteen = [
  '#1c2127',
  '#e0585b',
  '#5fb46b',
  '#d9a23d',
  '#5a9bd8',
  '#b07cc6',
  '#4fb3b3',
  '#c3c9d0',
  '#6b7480',
  '#f07578',
  '#7fd08a',
  '#f0bd5a',
  '#7ab6ee',
  '#ca98de',
  '#6fd0d0',
  '#f2f5f8',
];

function colourOf(value, isRgb, isPalette) {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  if (!isPalette) return null;
  if (value < 16) return sixteen[value];
  if (value >= 232) return `#${(8 + (value - 232) * 10).toString(16).padStart(2, '0').repeat(3)}`;
  const steps = [0, 95, 135, 175, 215, 255];
  const index = value - 16;
  return `#${[Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map((step) => steps[step].toString(16).padStart(2, '0')).join('')}`;
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
