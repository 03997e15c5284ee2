/** Single values of a pod, whether it is being made or edited: its image, the place of its volume, disk, start command. */
import { secretWithin } from '../base/looks-like-secret.ts';

type Problem = { readonly text: string; readonly fix: string };

export function imageProblem(image: string): Problem | null {
  if (/^[a-z0-9][\w.:/@-]*$/i.test(image)) return null;
  return {
    text: `"${image}" is no name of an image.`,
    fix: 'Write registry/repository:tag, without spaces and without https://.',
  };
}

export function containerDiskProblem(gigabytes: number): Problem | null {
  if (Number.isInteger(gigabytes) && gigabytes >= 1 && gigabytes <= 10_000) return null;
  return {
    text: `${Number.isNaN(gigabytes) ? 'What was given' : gigabytes} is no size of a container disk.`,
    fix: 'Give whole gigabytes from 1 to 10000; the image has to fit too.',
  };
}

export function mountPathProblem(path: string): Problem | null {
  if (/^\/[^\s:,]+$/.test(path)) return null;
  return { text: `"${path}" is no place for a volume.`, fix: 'Give a whole path such as /workspace.' };
}

/** The command is not quoted: it holds a secret. */
export function startCommandProblem(command: string): Problem | null {
  const reason = secretWithin(command);
  if (reason === null) return null;
  return {
    text: `The start command ${reason}.`,
    fix: 'Give it by a variable that refers to a secret of RunPod, {{ RUNPOD_SECRET_name }}.',
  };
}
