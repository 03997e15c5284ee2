/** Files and folders of this machine as an archive, in pieces. Links are packed as links; what is neither is told. */
import { type FileHandle, lstat, open, readdir, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blockBytes, paddingOf, writeHeader } from './tar-headers.ts';

export type PackSource = {
  /** On this machine. */
  readonly path: string;
  /** In the archive: what it is called in the pod. */
  readonly name: string;
};

const pieceBytes = 64 * 1024;

/** Throws an Error that names the file which cannot be read, or changes meanwhile. */
export async function* pack(
  sources: readonly PackSource[],
  onSkipped: (path: string) => void,
): AsyncGenerator<Buffer> {
  for (const { path, name } of sources) yield* packOne(path, name, { onSkipped, isTop: true });
  yield Buffer.alloc(2 * blockBytes);
}

type Packing = { readonly onSkipped: (path: string) => void; readonly isTop: boolean };

async function* packOne(path: string, name: string, { onSkipped, isTop }: Packing): AsyncGenerator<Buffer> {
  // A link that is named itself is followed, as cp does with a source.
  const found = isTop ? await stat(path) : await lstat(path);
  const entry = { path: name, size: 0, mode: found.mode & 0o777, modifiedSeconds: found.mtimeMs / 1000 };
  if (found.isSymbolicLink()) {
    yield writeHeader({ ...entry, kind: 'link', linkTarget: await readlink(path) });
  } else if (found.isDirectory()) {
    yield writeHeader({ ...entry, path: `${name}/`, kind: 'folder' });
    for (const child of (await readdir(path)).sort())
      yield* packOne(join(path, child), `${name}/${child}`, { onSkipped, isTop: false });
  } else if (found.isFile()) {
    yield writeHeader({ ...entry, kind: 'file', size: found.size });
    yield* contentsOf(path, found.size);
  } else onSkipped(path);
}

async function* contentsOf(path: string, size: number): AsyncGenerator<Buffer> {
  const file: FileHandle = await open(path, 'r');
  try {
    for (let left = size; left > 0; ) {
      const piece = Buffer.alloc(Math.min(pieceBytes, left));
      const { bytesRead } = await file.read(piece, 0, piece.length);
      if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`);
      yield piece.subarray(0, bytesRead);
      left -= bytesRead;
    }
  } finally {
    await file.close();
  }
  if (paddingOf(size) > 0) yield Buffer.alloc(paddingOf(size));
}
