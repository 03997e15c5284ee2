import { pick } from '../source/terminal/random.ts';

export type Area = { x1?: number; x2?: number; y1?: number; y2?: number };
export type Write =
  | { kind: 'write'; x: number; y: number; text: string; isShouted?: boolean }
  | { kind: 'clip'; area: Area }
  | { kind: 'unclip' };

const pieces = [
  'a',
  'pod',
  ' ',
  '   ',
  '─│┌',
  '█▏',
  '⣿',
  '日本',
  '한국',
  '🚀',
  '👩‍💻',
  '👍🏽',
  '🇩🇪',
  '❤\ufe0f',
  'e\u0301',
  '\u200b',
  '✖',
  '\n',
] as const;
const colours = [
  '\x1b[31m',
  '\x1b[1;33m',
  '\x1b[38;5;200m',
  '\x1b[48;2;1;2;3m',
  '\x1b[2m',
  '\x1b[7m',
  '\x1b[39m',
  '\x1b[22m',
  '\x1b[0m',
  '\x1b[m',
  '\x1b]8;;http://pod\x07',
  '\x1b]8;;\x07',
] as const;

/** Texts of everything that is drawn at places in and around a small screen, some of them clipped. */
export function randomWrites(random: () => number): Write[] {
  const writes: Write[] = [];
  let depth = 0;
  for (let count = 1 + Math.floor(random() * 8); count > 0; count--) {
    const chance = random();
    if (chance < 0.15) {
      writes.push({ kind: 'clip', area: randomArea(random) });
      depth++;
    } else if (chance < 0.25 && depth > 0) {
      writes.push({ kind: 'unclip' });
      depth--;
    } else {
      writes.push(randomWrite(random));
    }
  }
  return writes;
}

function randomWrite(random: () => number): Write {
  let text = '';
  while (random() < 0.85) text += random() < 0.35 ? pick(random, colours) : pick(random, pieces);
  const x = Math.floor(random() * 36) - 4;
  const y = Math.floor(random() * 8);
  return { kind: 'write', x, y, text, isShouted: random() < 0.2 };
}

function randomArea(random: () => number): Area {
  const x1 = Math.floor(random() * 20);
  const y1 = Math.floor(random() * 4);
  const columns = random() < 0.8 ? { x1, x2: x1 + Math.floor(random() * 15) } : {};
  const rows = random() < 0.8 ? { y1, y2: y1 + Math.floor(random() * 4) } : {};
  return { ...columns, ...rows };
}
