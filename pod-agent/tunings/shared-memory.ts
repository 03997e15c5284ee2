/**
 * The size of /dev/shm, through which data loaders of PyTorch and processes of NCCL hand each other their data. The
 * 64 MiB of an ordinary container end training with "bus error". 1 GiB is what NVIDIA's own containers ask for.
 */
import { refusalOfTool } from './refusals.ts';
import type { Attempt, Changeable, Look, Machine, Refusal, Tuning } from './tuning.ts';

const path = '/dev/shm';
const kibibyte = 1024;
const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const wantedBytes = gibibyte;
const toolTimeoutMs = 5000;

export const sharedMemory: Tuning = {
  id: 'shared-memory',
  title: 'Room in /dev/shm, for data loaders and NCCL',
  wanted: `at least ${sizeText(wantedBytes)}`,
  scope: 'container',
  fix: 'Start the container with --shm-size=1g or more; a running container may not mount. On RunPod the platform sets it.',
  look,
  apply,
};

async function look({ host }: Machine): Promise<Look> {
  const mounts = await host.answer({
    kind: 'file',
    id: 'mounts',
    cadence: 'once',
    path: '/proc/self/mountinfo',
  });
  if (!mounts.ok) return { kind: 'unread', reason: mounts.message };
  if (!isTmpfs(mounts.text)) {
    return { kind: 'not-applicable', reason: `${path} is no tmpfs here, so that it has no size of its own.` };
  }
  const size = await host.answer({
    kind: 'filesystem',
    id: path,
    cadence: 'once',
    path,
    timeoutMs: toolTimeoutMs,
  });
  return size.ok ? lookAt(size.text) : { kind: 'unread', reason: size.message };
}

/** The last mount over the path is what programs see: `36 35 0:23 / /dev/shm rw,nosuid - tmpfs shm rw,size=65536k`. */
function isTmpfs(mountInfo: string): boolean {
  const mount = mountInfo
    .split('\n')
    .filter((line) => line.split(' ')[4] === path)
    .at(-1);
  return mount !== undefined && / - tmpfs /.test(mount);
}

/** Six numbers, of which the first two are the size of a block and their count: see FilesystemSource. */
function lookAt(size: string): Look {
  const [blockBytes = 0, blocks = 0] = size.split(' ').map(Number);
  const bytes = blockBytes * blocks;
  // A tmpfs that is not limited says that it has no blocks.
  const value = bytes === 0 ? 'unlimited' : sizeText(bytes);
  const missing = bytes === 0 ? 0 : Math.max(0, wantedBytes - bytes);
  return { kind: 'read', value, missing, clause: `the size of ${path} is ${value}` };
}

async function apply({ changes }: Changeable): Promise<Attempt> {
  const options = `remount,size=${wantedBytes / mebibyte}m`;
  const answer = await changes.run(['mount', '-o', options, path], toolTimeoutMs);
  const refusal = refusalOfTool({ tool: 'mount', package: 'mount' }, answer);
  return { tried: `Remounting ${path} with ${sizeText(wantedBytes)}`, refusal: asMountMeans(refusal) };
}

/**
 * mount(8) has its own words: the first two stand for EPERM, the next for EACCES or EROFS, and the last for a setuid
 * program that may not even become its caller, as in a container without capabilities.
 */
function asMountMeans(refusal: Refusal | null): Refusal | null {
  if (refusal?.errno !== null || refusal === null) return refusal;
  if (/permission denied|must be superuser/.test(refusal.message)) {
    return { ...refusal, kind: 'refused', errno: 'EPERM' };
  }
  return /write-protected|drop permissions failed/.test(refusal.message)
    ? { ...refusal, kind: 'refused' }
    : refusal;
}

function sizeText(bytes: number): string {
  const [unit, name] =
    bytes >= gibibyte ? [gibibyte, 'GiB'] : bytes >= mebibyte ? [mebibyte, 'MiB'] : [kibibyte, 'KiB'];
  return `${Number((bytes / unit).toFixed(1))} ${name}`;
}
