import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inkPatches } from '../../build/ink-patches.mjs';
import { seededRandom } from '../source/terminal/random.ts';
import { randomWrites, type Write } from './random-writes.ts';

/** What a bundle of ink offers here: a random tree drawn from a seed. */
type Drawing = { draw(seed: number): string; drawCrosses(): string };
type OutputClass = new (size: {
  width: number;
  height: number;
}) => {
  write(x: number, y: number, text: string, options: { transformers: ((line: string) => string)[] }): void;
  clip(area: { x1?: number; x2?: number; y1?: number; y2?: number }): void;
  unclip(): void;
  get(): { output: string; height: number };
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pod-engine-ink-'));

afterAll(() => rmSync(folder, { recursive: true }));

async function bundled(name: string, plugins: Plugin[]): Promise<Drawing> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: ['test/build/random-tree.tsx'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    logLevel: 'error',
    alias: { 'react-devtools-core': `${root}build/empty.mjs` },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    plugins,
  });
  return (await import(pathToFileURL(outfile).href)) as Drawing;
}

describe('a bundle with the patches', () => {
  let stock: Drawing;
  let ours: Drawing;

  beforeAll(async () => {
    stock = await bundled('stock', []);
    ours = await bundled('ours', [inkPatches()]);
  });

  test('draws 1000 random trees as stock ink does', () => {
    const differing: number[] = [];
    let drawnLength = 0;
    for (let seed = 1; seed <= 1000; seed++) {
      const drawing = ours.draw(seed);
      drawnLength += drawing.length;
      if (drawing !== stock.draw(seed)) differing.push(seed);
    }
    expect(differing).toEqual([]);
    expect(drawnLength / 1000).toBeGreaterThan(100);
  }, 180_000);

  test('differs where a package beneath stock takes a text symbol for an emoji of two columns', () => {
    expect(stock.drawCrosses()).toBe('\n✖\n✖\n✖');
    expect(ours.drawCrosses()).toBe('✖✖✖\n✖');
  });
});

describe('our Output', () => {
  let Stock: OutputClass;
  let Ours: OutputClass;

  beforeAll(async () => {
    Stock = await outputAt('node_modules/ink/build/output.js');
    Ours = await outputAt('build/ink/output.mjs');
  });

  test('gives the text of stock for 5000 random sequences of writes and clips', () => {
    const differing: number[] = [];
    for (let seed = 1; seed <= 5000; seed++) {
      const writes = randomWrites(seededRandom(seed));
      const size = { width: 30, height: 6 };
      if (drawn(new Ours(size), writes) !== drawn(new Stock(size), writes)) differing.push(seed);
    }
    expect(differing).toEqual([]);
  });

  test('differs for a block that begins above the screen: stock draws none of it', () => {
    const size = { width: 10, height: 1 };
    const block: Write = { kind: 'write', x: 0, y: -1, text: 'above\nbelow' };
    expect(drawn(new Stock(size), [block])).toBe('');
    expect(drawn(new Ours(size), [block])).toBe('below');
  });

  test('draws a row again when one of its texts has changed, and remembers the order of the texts', () => {
    const size = { width: 10, height: 1 };
    const below: Write = { kind: 'write', x: 0, y: 0, text: 'aaaa' };
    const above: Write = { kind: 'write', x: 2, y: 0, text: 'bb' };
    expect(drawn(new Ours(size), [below, above])).toBe('aabb');
    expect(drawn(new Ours(size), [above, below])).toBe('aaaa');
    expect(drawn(new Ours(size), [below, { ...above, text: 'cc' }])).toBe('aacc');
    expect(drawn(new Ours(size), [below, { ...above, x: 3 }])).toBe('aaabb');
  });
});

async function outputAt(path: string): Promise<OutputClass> {
  const module = (await import(pathToFileURL(join(root, path)).href)) as { default: OutputClass };
  return module.default;
}

function drawn(output: InstanceType<OutputClass>, writes: readonly Write[]): string {
  for (const write of writes) {
    if (write.kind === 'clip') output.clip(write.area);
    else if (write.kind === 'unclip') output.unclip();
    else output.write(write.x, write.y, write.text, { transformers: write.isShouted ? [shout, bold] : [] });
  }
  return output.get().output;
}

function shout(line: string): string {
  return line.replaceAll('a', 'A');
}

function bold(line: string): string {
  return `\x1b[1m${line}\x1b[22m`;
}

describe('the plugin', () => {
  test('fails the build when a file is not the one its change was written for', async () => {
    const path = join(folder, 'ink/build/measure-text.js');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'export default () => ({ width: 0, height: 0 });');
    const changed: Plugin = {
      name: 'changed',
      setup: (esbuild) => esbuild.onResolve({ filter: /measure-text\.js$/ }, () => ({ path })),
    };
    await expect(bundled('changed', [changed, inkPatches()])).rejects.toThrow(
      /Cannot patch ink\/build\/measure-text.js/,
    );
  });
});
