/** Room on this machine for an image, where the engine keeps them. */
import { statfs } from 'node:fs/promises';
import type { ContainerEngine, EngineKind } from '../../container/container-engine.ts';
import { isAsked } from './asked-steps.ts';
import type { Ground } from './ground.ts';
import { hangsOn, type Look, type Looked, notNeeded, well } from './look.ts';
import { errorOf, warningOf } from './problems.ts';

export const diskSpace: Look = {
  id: 'disk-space',
  title: 'Disk space',
  async look(ground) {
    if (!isAsked(ground.context, 'build')) return notNeeded('Nothing is built.');
    const found = await ground.engine();
    if (!found.ok) return hangsOn('It hangs on the container engine.');
    const folder = found.engine.imagesFolder ?? (await storeOf(ground, found.engine));
    const free = folder === null ? null : await freeBytes(folder);
    // The daemon may be another machine's.
    if (folder === null || free === null) return notNeeded('The images are kept elsewhere.');
    return judge(folder, free);
  },
};

const gigabyte = 1024 ** 3;
/** Even a small image with its layers needs that much while it is built. */
const leastBytes = gigabyte;
/** Images with CUDA in them are larger than that. */
const ampleBytes = 10 * gigabyte;
const askTimeoutMs = 15_000;

const questions: Readonly<Record<EngineKind, readonly string[]>> = {
  docker: ['info', '--format', '{{.DockerRootDir}}'],
  podman: ['info', '--format', '{{.Store.GraphRoot}}'],
  buildah: ['info', '--format', '{{.store.GraphRoot}}'],
};

/** null: it does not say. */
async function storeOf(
  { context: { doors, signal } }: Ground,
  { kind, program }: ContainerEngine,
): Promise<string | null> {
  const end = await doors.run({ program, words: questions[kind], timeoutMs: askTimeoutMs, signal });
  const folder = end.kind === 'ended' && end.exitCode === 0 ? end.stdout.trim() : '';
  return folder.startsWith('/') ? folder : null;
}

async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

function judge(folder: string, free: number): Looked {
  const text = `${(free / gigabyte).toFixed(1)} GB free in ${folder}`;
  if (free >= ampleBytes) return well(`${text}.`);
  const fix = 'Make room, e.g. by removing images that nobody needs.';
  if (free < leastBytes)
    return { text, problems: [errorOf(`Only ${text}: no image can be built there.`, fix)] };
  return { text, problems: [warningOf(`Only ${text}: a large image may not fit.`, fix)] };
}
