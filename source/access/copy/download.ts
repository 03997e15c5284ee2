/** Files and folders of a pod onto this machine, or one file onto standard output. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { localTrouble } from './local-trouble.ts';
import { fileOut, parted, tarOut } from './pod-scripts.ts';
import { createUnpacker } from './unpack.ts';
import { receiveFromPod, type StreamEnd } from './verified-stream.ts';

type Common = {
  readonly door: PodDoor;
  /** In the pod. */
  readonly source: string;
  readonly signal: AbortSignal;
  onBytes(count: number): void;
};

export async function downloadFiles(
  options: Common & {
    /** On this machine. */
    readonly target: string;
    readonly severalSources: boolean;
    onRefused(text: string): void;
  },
): Promise<StreamEnd> {
  const { source, target, onBytes, onRefused } = options;
  const { name } = parted(source);
  const found = statSync(target, { throwIfNoEntry: false });
  const isInto = found?.isDirectory() === true;
  if (!isInto && (options.severalSources || target.endsWith('/')))
    return { ok: false, reason: `${target} is no folder of this machine`, failure: null };
  const unpacker = createUnpacker({ name, top: isInto && name !== '.' ? join(target, name) : target });
  const end = await receiveFromPod({
    ...options,
    produce: tarOut(source),
    onBytes(bytes) {
      unpacker.feed(bytes);
      onBytes(bytes.length);
    },
  });
  try {
    if (!end.ok) return end;
    const { refused, files } = unpacker.end();
    for (const text of refused) onRefused(text);
    if (refused.length === 0) return end;
    return { ok: false, reason: `not everything was taken; ${files} files are here`, failure: null };
  } catch (error) {
    return { ok: false, reason: localTrouble(error), failure: null };
  } finally {
    unpacker.abandon();
  }
}

export function downloadStream(options: Common & { write(bytes: Buffer): void }): Promise<StreamEnd> {
  const { source, write, onBytes } = options;
  return receiveFromPod({
    ...options,
    produce: fileOut(source),
    onBytes(bytes) {
      write(bytes);
      onBytes(bytes.length);
    },
  });
}
