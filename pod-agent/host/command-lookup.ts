/** Where commands are looked up. */
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** A shell that is no login shell has no CUDA in its path; these are where images put the GPU tools. */
const toolFolders = ['/usr/local/nvidia/bin', '/usr/local/cuda/bin', '/opt/rocm/bin'];
const usualFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** With a root, the folders within it and no others, so that a made-up machine never runs a tool of the real one. */
export function commandFolders(root: string | null): readonly string[] {
  if (root !== null) return [...usualFolders, ...toolFolders].map((folder) => join(root, folder));
  const own = (process.env.PATH ?? '').split(':').filter((folder) => isAbsolute(folder));
  return [...new Set([...own, ...usualFolders, ...toolFolders])];
}

/** The whole path of a command, or null where no folder has it. */
export function findCommand(name: string, root: string | null): string | null {
  const candidates = name.includes('/')
    ? [join(root ?? '/', name)]
    : commandFolders(root).map((folder) => join(folder, name));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
