/**
 * Builds the pod's site: `index.html`, and in `assets/` script, style and icon, whose names change with what is in them,
 * so that a browser may keep them for ever. Beside each file that shrinks lies its `.gz`, which nginx's gzip_static sends.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import esbuild from 'esbuild';
import { root } from './common.mjs';

const source = join(root, 'pod-agent/site');

/**
 * @param folder Where the site is put; what lay there before is removed.
 * @returns The files, by their path below the folder, without those that are only compressed.
 */
export async function buildSite(folder = join(root, 'dist/site')) {
  const assets = [...(await bundled()), ['favicon.svg', await readFile(join(source, 'favicon.svg'))]];
  let page = await readFile(join(source, 'index.html'), 'utf8');
  const files = new Map();
  for (const [name, content] of assets) {
    const path = `assets/${hashedName(name, content)}`;
    files.set(path, content);
    page = withReference(page, name, path);
  }
  files.set('index.html', Buffer.from(page));
  await rm(folder, { recursive: true, force: true });
  for (const [path, content] of files) await writeBoth(join(folder, path), content);
  return files;
}

/** Script and style, minified, under the names that the page's source has for them. */
async function bundled() {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [join(source, 'main.ts'), join(source, 'style.css')],
    outdir: source,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome100', 'firefox100', 'safari15.4'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const content = new Map(outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
  return [
    ['main.ts', content.get('main.js')],
    ['style.css', content.get('style.css')],
  ];
}

function hashedName(name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const extension = extname(name) === '.ts' ? '.js' : extname(name);
  return `${basename(name, extname(name))}-${hash}${extension}`;
}

/** The page is shown under any path, so what it refers to begins at the root. */
function withReference(page, name, path) {
  const parts = page.split(`"./${name}"`);
  if (parts.length !== 2)
    throw new Error(
      `pod-agent/site/index.html refers to "./${name}" ${parts.length - 1} times; it must do so once.`,
    );
  return parts.join(`"/${path}"`);
}

async function writeBoth(path, content) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  const compressed = gzipSync(content, { level: constants.Z_BEST_COMPRESSION });
  // Node leaves the time out; the byte that names the system stays, and would differ from one to another (RFC 1952).
  compressed[9] = 255;
  if (compressed.length < content.length) await writeFile(`${path}.gz`, compressed);
}
