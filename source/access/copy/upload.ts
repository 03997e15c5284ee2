/** Files and folders of this machine, or standard input, into a pod. */
import { basename, resolve } from 'node:path';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { quoted } from '../../ssh/shell-quote.ts';
import { pack } from './pack.ts';
import { fileIn, parted, pathOf, tarIn } from './pod-scripts.ts';
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
  return sendToPod({
    ...options,
    consume: tarIn(into ? target : folder),
    pieces: pack(
      sources.map((path) => ({ path, name: into ? basename(resolve(path)) : name })),
      onSkipped,
    ),
  });
}

/** What comes on `input` becomes the file. */
export function uploadStream(
  options: Common & { readonly input: AsyncIterable<Buffer> },
): Promise<StreamEnd> {
  return sendToPod({ ...options, consume: fileIn(options.target), pieces: options.input });
}

async function isFolder(door: PodDoor, path: string): Promise<boolean> {
  const asked = await door.script({
    text: `if [ -d ${quoted(pathOf(path))} ]; then printf '\\n@folder@\\n'; fi\n`,
    timeoutMs: 20_000,
    maxOutputBytes: 10_000,
  });
  return asked.ok && asked.value.output.includes('\n@folder@');
}
