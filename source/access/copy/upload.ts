/** Files and folders of this machine, or standard input, into a pod. */
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { safeText } from '../../base/safe-text.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { quoted } from '../../ssh/shell-quote.ts';
import { pack } from './pack.ts';
import { fileGivenUp, fileIn, fileInPlace, parted, pathOf, tarFileIn, tarIn } from './pod-scripts.ts';
import { type StreamEnd, sendToPod } from './verified-stream.ts';

type Common = {
  readonly door: PodDoor;
  /** In the pod. */
  readonly target: string;
  readonly signal: AbortSignal;
  onBytes(count: number): void;
};

/** Into the target where that is a folder, or ends in a slash; else the one source becomes the target. */
export async function uploadFiles(
  options: Common & { readonly sources: readonly string[]; onSkipped(path: string): void },
): Promise<StreamEnd> {
  const { door, target, sources, onSkipped } = options;
  const isInto = target.endsWith('/') || sources.length > 1 || (await isFolder(door, target));
  const { folder, name } = parted(target);
  const into = isInto || name === '.';
  const entries = sources.map((path) => ({ path, name: into ? basename(resolve(path)) : name }));
  const [only] = entries;
  const where = into ? target : folder;
  const isFile = entries.length === 1 && statSync(only?.path ?? '', { throwIfNoEntry: false })?.isFile();
  return sendToPod({
    ...options,
    consume: isFile && only !== undefined ? tarFileIn(where, only.name) : tarIn(where),
    pieces: pack(entries, onSkipped),
  });
}

/** What comes on `input` becomes the file. */
export async function uploadStream(
  options: Common & { readonly input: AsyncIterable<Buffer> },
): Promise<StreamEnd> {
  const { door, target } = options;
  const end = await sendToPod({ ...options, consume: fileIn(target), pieces: options.input });
  const limits = { timeoutMs: 20_000, maxOutputBytes: 10_000 };
  if (!end.ok) {
    if (end.failure === null) await door.script({ text: fileGivenUp(target), ...limits });
    return end;
  }
  const moved = await door.script({ text: fileInPlace(target), ...limits });
  if (!moved.ok) return { ok: false, reason: moved.failure.message, failure: moved.failure };
  if (moved.value.output.includes('\n@moved@')) return end;
  const why = safeText(moved.value.output.trim(), { maxLength: 300 });
  return { ok: false, reason: `it could not be put in its place: ${why}`, failure: null };
}

async function isFolder(door: PodDoor, path: string): Promise<boolean> {
  const asked = await door.script({
    text: `if [ -d ${quoted(pathOf(path))} ]; then printf '\\n@folder@\\n'; fi\n`,
    timeoutMs: 20_000,
    maxOutputBytes: 10_000,
  });
  return asked.ok && asked.value.output.includes('\n@folder@');
}
