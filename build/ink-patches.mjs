/**
 * An esbuild plugin for what this project changes in ink 6.8.0 and beneath it while bundling: bounded caches, a memory
 * of drawn rows, one table of widths, and a quicker start. And one line of ssh2, which minifying would break.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * The files, the content each change was written for, and the change: the module of ours that stands in for it, or a
 * function of its text.
 */
const patches = [
  {
    file: 'ink/build/output.js',
    sha256: ['de9078c7fc647c40cf9e32d6658fcbbee91dae9e3f6334e5f4ebfc5905fc401d'],
    replacement: 'ink/output.mjs',
  },
  {
    file: 'ink/build/measure-text.js',
    sha256: ['4562d24171af3063b91a0d965c652ebdf1e2bdf4fe7f75c6bc8664fefc77df6a'],
    replacement: 'ink/measure-text.mjs',
  },
  {
    file: 'ink/build/wrap-text.js',
    sha256: ['d2b8b4d05ed0eadd6c52149092f062ba048cda9928ce88e5176107c6fe38c19e'],
    replacement: 'ink/wrap-text.mjs',
  },
  {
    file: 'node_modules/string-width/index.js',
    // Version 8 of ink itself, and version 7 beneath wrap-ansi.
    sha256: [
      'abc20775da6b552188b098688ebec671e29f5416d6339d3534bb7b016174003e',
      '16421893c66e7c45a68251f0708caaa8d49d74e9570ae574371d21356e9d30a6',
    ],
    replacement: 'ink/string-width.mjs',
  },
  {
    file: 'ink/build/sanitize-ansi.js',
    sha256: ['6324e0b5396fda7b0e9dddad4acad023adee913dfb77e541636efa0a04d5f043'],
    change: withQuickSanitizing,
  },
  {
    // Development tools, and a WebSocket client for them, that a released console never loads.
    file: 'ink/build/devtools.js',
    sha256: ['0a0e36939a2dff73ae286c4a2e1ac44649070a1d06ce73526b1bb8b8f87e1716'],
    replacement: 'empty.mjs',
  },
  {
    file: 'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js',
    sha256: ['2cfeda49ae87f57bcd4a5fe433940edefc531a69bd0f83e32759fb5837df205c'],
    change: withoutFetch,
  },
  {
    file: 'slice-ansi/tokenize-ansi.js',
    sha256: ['8e4dcbf3c29a828963a6de01e7253b4fbcdcc231df424f779e5308cb27aa7f67'],
    change: withLateSegmenter,
  },
  {
    file: 'ansi-tokenize/build/tokenize.js',
    sha256: ['2685ddc940a005fb589f2af2182e90349fbe000da0b302c89ebbe782d97ade0d'],
    change: withLateSegmenter,
  },
  {
    file: 'ssh2/lib/utils.js',
    sha256: ['bbae8286bc64b049499ce353e8dc4eefbbedefca8f50591432c1057276097aee'],
    change: withoutClassName,
  },
];

/** The plugin. It fails the build when a file is not the one its change was written for. */
export function inkPatches() {
  return {
    name: 'ink-patches',
    setup(build) {
      for (const patch of patches) {
        build.onLoad({ filter: endOfPath(patch.file) }, ({ path }) => load(path, patch));
      }
    },
  };
}

async function load(path, { file, sha256, replacement, change }) {
  const source = await readFile(path);
  const found = createHash('sha256').update(source).digest('hex');
  if (!sha256.includes(found)) {
    const text = `Cannot patch ${file}: it has the hash ${found}, and the patch was written for ${sha256.join(' and ')}. Read what has changed in it, adapt build/ink-patches.mjs and build/ink/, and put the new hash there.`;
    return { errors: [{ text }] };
  }
  if (change !== undefined) return { contents: change(source.toString()), loader: 'js' };
  return { contents: `export { default } from ${JSON.stringify(ours(replacement))};`, loader: 'js' };
}

/**
 * Yoga unpacks its WASM by fetching a data: address when there is a `fetch`, and in Node the first look at `fetch` loads
 * an HTTP client of 45 ms. Without it, Yoga decodes the same bytes itself.
 */
function withoutFetch(source) {
  return `const fetch = undefined;\n${source}`;
}

/**
 * Ssh2 knows a session by the name of its class, and a minified class has another: then a server ends with an error
 * when its client leaves between opening a session and asking something of it. Only a session has no outgoing side.
 */
function withoutClassName(source) {
  return source.replace("channel.constructor.name === 'Session'", 'channel.outgoing === undefined');
}

function withQuickSanitizing(source) {
  const check = 'if (!hasAnsiControlCharacters(text))';
  const quickCheck = 'if (!hasAnsiControlCharacters(text) || hasColoursAlone(text))';
  return `import { hasColoursAlone } from ${JSON.stringify(ours('ink/colours-alone.mjs'))};\n${source.replace(check, quickCheck)}`;
}

/** Making one loads Unicode's tables, 16 ms of the start; a frame of plain characters takes none apart. */
function withLateSegmenter(source) {
  const made = /new Intl\.Segmenter\(undefined, \{ ?granularity: ['"]grapheme['"] ?\}\)/;
  return `import { lateSegmenter } from ${JSON.stringify(ours('ink/late-segmenter.mjs'))};\n${source.replace(made, 'lateSegmenter')}`;
}

function ours(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}

function endOfPath(file) {
  return new RegExp(`/${file.replaceAll('.', '\\.')}$`);
}
