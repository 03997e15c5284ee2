/**
 * The ASCII form of everything the screen draws, for terminals without the glyphs. Each character becomes one of the
 * same width, so that no column moves and nothing else has to know of it.
 */
import { textWidth } from '../../terminal/text-width.ts';

const forms: Readonly<Record<string, string>> = {
  '─': '-',
  '│': '|',
  '┬': '+',
  '┴': '+',
  '├': '+',
  '┤': '+',
  '┼': '+',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '╴': '-',
  '▸': '>',
  '›': '>',
  '‹': '<',
  '●': 'R',
  '○': 'i',
  '◌': '.',
  '▲': 'W',
  '▼': 'v',
  '△': '^',
  '✖': 'X',
  '■': '#',
  '▶': '>',
  '⇋': '%',
  '◆': '+',
  '⇧': '^',
  '✔': 'v',
  '❄': '*',
  '×': 'x',
  '…': '~',
  '—': '-',
  '–': '-',
  '−': '-',
  '·': '.',
  '°': ' ',
  '↑': '^',
  '↓': 'v',
  '←': '<',
  '→': '>',
  '↵': '<',
  '⇥': '>',
  '█': '#',
  '▉': '#',
  '▊': '#',
  '▋': '#',
  '▌': '#',
  '▍': '.',
  '▎': '.',
  '▏': '.',
  '▁': '_',
  '▂': '_',
  '▃': '.',
  '▄': '-',
  '▅': '-',
  '▆': '=',
  '▇': '=',
  '“': '"',
  '”': '"',
  '’': "'",
  µ: 'u',
  '≥': '>',
  '≤': '<',
};

export function asciiForm(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  let result = '';
  for (const character of text) result += characterForm(character);
  return result;
}

function characterForm(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x7f) return character;
  if (code >= 0x2800 && code <= 0x28ff) return brailleForm(code - 0x2800);
  return forms[character] ?? '?'.repeat(textWidth(character));
}

/** By the number of dots that are set, out of eight. */
function brailleForm(dots: number): string {
  let count = 0;
  for (let rest = dots; rest > 0; rest >>= 1) count += rest & 1;
  return [' ', '.', '.', ':', ':', ':', '#', '#', '#'][count] ?? '#';
}
