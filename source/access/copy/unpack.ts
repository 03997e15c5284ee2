/**
 * An archive from a pod, unpacked as it comes. The pod chooses names, kinds and link targets, so each is judged, nothing
 * is written through a link, and links are made when all files stand. Written without waiting: so the disk's pace
 * is the pod's, and nothing gathers in memory.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { safeText } from '../../base/safe-text.ts';
import { judgeEntryPath, judgeLinkTarget } from './safe-entry.ts';
import type { TarHeader } from './tar-headers.ts';
import { createTarReader } from './tar-reader.ts';

export type Unpacked = { readonly files: number; readonly refused: readonly string[] };

export type Unpacker = {
  /** Throws an Error where the archive is none, or the disk refuses. */
  feed(bytes: Buffer): void;
  /** Makes the links and sets the folders' times. Throws where the archive is not whole. */
  end(): Unpacked;
  /** After an error: what is half written goes. */
  abandon(): void;
};

type Current = {
  readonly descriptor: number;
  readonly temporary: string;
  readonly path: string;
  readonly header: TarHeader;
};

type Landing = {
  readonly name: string;
  readonly top: string;
  readonly refused: string[];
  /** Folders that are known to be real ones. */
  readonly sound: Set<string>;
  readonly written: Set<string>;
  readonly links: { readonly path: string; readonly target: string }[];
  readonly folders: { readonly path: string; readonly seconds: number }[];
  current: Current | null;
  files: number;
};

const maxRefusalsTold = 20;

/** `name`: the first part that every entry has to have; it becomes `top` here. */
export function createUnpacker({ name, top }: { readonly name: string; readonly top: string }): Unpacker {
  const landing: Landing = {
    ...{ name, top, refused: [], sound: new Set(), written: new Set() },
    ...{ links: [], folders: [], current: null, files: 0 },
  };
  const reader = createTarReader({
    begin(header) {
      const reason = place(landing, header);
      if (reason !== null) refuse(landing, header.path, reason);
    },
    write(bytes) {
      if (landing.current === null) return;
      for (let at = 0; at < bytes.length; ) at += writeSync(landing.current.descriptor, bytes, at);
    },
    finish: () => finishFile(landing),
  });
  return {
    feed: reader.feed,
    end() {
      if (!reader.isWhole()) throw new Error('the archive of the pod broke off');
      for (const link of landing.links) makeLink(landing, link);
      for (const { path, seconds } of landing.folders.reverse()) utimesSync(path, seconds, seconds);
      return { files: landing.files, refused: landing.refused };
    },
    abandon() {
      if (landing.current === null) return;
      closeSync(landing.current.descriptor);
      rmSync(landing.current.temporary, { force: true });
      landing.current = null;
    },
  };
}

function refuse({ refused }: Landing, path: string, reason: string): void {
  if (refused.length < maxRefusalsTold) refused.push(`${safeText(path, { maxLength: 200 })}: ${reason}`);
}

/** Why the entry is not taken; null where it is. */
function place(landing: Landing, header: TarHeader): string | null {
  const verdict = judgeEntryPath(header.path);
  if (!verdict.ok) return verdict.reason;
  const [first, ...parts] = landing.name === '.' ? ['.', ...verdict.parts] : verdict.parts;
  if (first !== landing.name) return 'it was not asked for';
  if (header.kind === 'other') return 'it is neither a file nor a folder nor a link';
  const path = join(landing.top, ...parts);
  if (!makeFolders(landing, parts.slice(0, -1), parts.length > 0)) return 'a link stands in its way here';
  if (header.kind === 'folder') {
    if (!makeFolders(landing, parts, true)) return 'something else stands in its place here';
    landing.folders.push({ path, seconds: header.modifiedSeconds });
    return null;
  }
  if (header.kind === 'link') {
    const target = judgeLinkTarget(parts, header.linkTarget);
    if (target.ok) landing.links.push({ path, target: header.linkTarget });
    return target.ok ? null : target.reason;
  }
  if (header.kind === 'hard-link') return placeCopy(landing, header, path);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  landing.current = { descriptor: openSync(temporary, 'wx', 0o600), temporary, path, header };
  return null;
}

/** Makes the top and every folder below it down to `parts`; false where one of them is something else. */
function makeFolders({ top, sound }: Landing, parts: readonly string[], withTop: boolean): boolean {
  for (let depth = withTop ? 0 : 1; depth <= parts.length; depth++) {
    const folder = join(top, ...parts.slice(0, depth));
    if (sound.has(folder)) continue;
    const found = lstatSync(folder, { throwIfNoEntry: false });
    // The top is what the operator named: a link there is his own.
    if (found === undefined) mkdirSync(folder, { mode: 0o755 });
    else if (!found.isDirectory() && !(depth === 0 && found.isSymbolicLink())) return false;
    sound.add(folder);
  }
  return true;
}

/** A second name of a file becomes a second file, of the first as it was written here. */
function placeCopy(landing: Landing, header: TarHeader, path: string): string | null {
  const verdict = judgeEntryPath(header.linkTarget);
  const parts = verdict.ok ? verdict.parts.slice(landing.name === '.' ? 0 : 1) : [];
  const original = join(landing.top, ...parts);
  if (!landing.written.has(original)) return 'it is a second name of what was not copied';
  rmSync(path, { force: true });
  copyFileSync(original, path);
  landing.files++;
  return null;
}

function finishFile(landing: Landing): void {
  if (landing.current === null) return;
  const { descriptor, temporary, path, header } = landing.current;
  fchmodSync(descriptor, header.mode);
  closeSync(descriptor);
  landing.current = null;
  utimesSync(temporary, header.modifiedSeconds, header.modifiedSeconds);
  // Renamed over a link, the link goes, not what it leads to.
  renameSync(temporary, path);
  landing.written.add(path);
  landing.files++;
}

function makeLink(landing: Landing, { path, target }: Landing['links'][number]): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    refuse(landing, path, 'it is a link, and a folder stands in its place');
    return;
  }
  rmSync(path, { force: true });
  symlinkSync(target, path);
  landing.files++;
}
