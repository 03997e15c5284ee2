/** Draws a random tree of boxes and texts; bundled with and without the patches to compare the two. */
import { Box, renderToString, Text } from 'ink';
import type { ReactNode } from 'react';
import { pick, seededRandom } from '../source/terminal/random.ts';

export function draw(seed: number): string {
  const random = seededRandom(seed);
  const columns = 20 + Math.floor(random() * 60);
  return renderToString(
    <Box width={columns} height={4 + Math.floor(random() * 12)} flexDirection={pick(random, directions)}>
      {randomChildren(random, 3)}
    </Box>,
    { columns },
  );
}

/** A text of four crosses in a box of three columns. */
export function drawCrosses(): string {
  return renderToString(
    <Box width={3}>
      <Text>{'✖✖✖✖'}</Text>
    </Box>,
    { columns: 10 },
  );
}

const directions = ['row', 'column'] as const;
const borders = ['single', 'double', 'round', 'bold'] as const;
const colours = ['red', 'green', 'cyanBright', '#4080c0', 'ansi256(99)'] as const;
const wraps = ['wrap', 'truncate', 'truncate-middle', 'truncate-start'] as const;
const words = [
  'pod',
  'h100-train-0',
  '98%',
  '█████▏',
  '日本語',
  '▁▂▃',
  '🚀',
  'straggler g6',
  '\x1b[1;31mraw\x1b[0m',
  '\x1b[2Jcleared\x1b[31;1H\x1b[4mx\x1b[0m',
] as const;

function randomChildren(random: () => number, depth: number): ReactNode[] {
  const count = 1 + Math.floor(random() * 3);
  return Array.from({ length: count }, (_, index) =>
    // Nothing in the tree ever moves, so the place is the identity.
    depth > 0 && random() < 0.6 ? randomBox(random, depth, index) : randomText(random, index),
  );
}

function randomBox(random: () => number, depth: number, key: number): ReactNode {
  return (
    <Box
      key={key}
      flexDirection={pick(random, directions)}
      {...(random() < 0.4 ? { borderStyle: pick(random, borders), borderColor: pick(random, colours) } : {})}
      {...(random() < 0.2 ? { borderDimColor: true, borderTop: false } : {})}
      {...(random() < 0.2 ? { backgroundColor: pick(random, colours) } : {})}
      {...(random() < 0.4 ? { width: 4 + Math.floor(random() * 30) } : { flexGrow: 1 })}
      {...(random() < 0.3 ? { height: 2 + Math.floor(random() * 6) } : {})}
      {...(random() < 0.2
        ? { position: 'absolute', marginLeft: Math.floor(random() * 20), marginTop: 1 }
        : {})}
      {...(random() < 0.25 ? { overflow: 'hidden' } : {})}
      {...(random() < 0.1 ? { overflowX: 'hidden' } : {})}
      paddingX={random() < 0.3 ? 1 : 0}
      marginLeft={random() < 0.1 ? -2 : 0}
    >
      {randomChildren(random, depth - 1)}
    </Box>
  );
}

function randomText(random: () => number, key: number): ReactNode {
  let text = '';
  while (random() < 0.75) text += `${pick(random, words)}${random() < 0.1 ? '\n' : ' '}`;
  return (
    <Text
      key={key}
      wrap={pick(random, wraps)}
      bold={random() < 0.2}
      inverse={random() < 0.1}
      dimColor={random() < 0.1}
      {...(random() < 0.4 ? { color: pick(random, colours) } : {})}
      {...(random() < 0.2 ? { backgroundColor: pick(random, colours) } : {})}
    >
      {text}
      {random() < 0.3 ? <Text color="yellow">{pick(random, words)}</Text> : null}
    </Text>
  );
}
