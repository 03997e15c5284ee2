/** Sizes of images in words, and their budget. */
import type { Project } from '../../project/project.ts';

/** As engines count: 1 MB is a million bytes. */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1000)} kB`;
}

/** null: within the budget, or there is none. */
export function sizeProblem({ build }: Project, sizeBytes: number): string | null {
  const { maxSizeBytes } = build;
  if (maxSizeBytes === null || sizeBytes <= maxSizeBytes) return null;
  return `The image has ${sizeText(sizeBytes)}, and the project allows ${sizeText(maxSizeBytes)}.`;
}

export const sizeFix =
  'Take out what the pod does not need (several stages, .dockerignore, no caches of package managers), or raise the size limit in the project file.';
