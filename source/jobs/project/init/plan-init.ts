/** What `pod-engine init` would write for a folder, with what it was guessed from. Nothing is changed. */
import { dirname } from 'node:path';
import { safeText } from '../../../base/safe-text.ts';
import type { RunProgram } from '../../programs/run-program.ts';
import { parseProject } from '../read-project.ts';
import { lookAtFolder } from './folder-look.ts';
import { type Guess, guess } from './guesses.ts';
import { initText } from './init-text.ts';

export type InitPlan = {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly guesses: readonly {
    readonly key: string;
    readonly value: string;
    readonly because: string | null;
  }[];
  /** Sentences: what a person has to fill in or look at. */
  readonly next: readonly string[];
};

/** `file` is absolute; its folder is looked at. */
export async function planInit(
  file: string,
  doors: { readonly run: RunProgram; readonly signal: AbortSignal },
): Promise<InitPlan> {
  const look = await lookAtFolder(dirname(file), doors);
  const guesses = guess(look);
  const text = initText(guesses, look.variableNames);
  const read = parseProject(file, text);
  // Whatever lies in the folder, the guesses are made to fit, so this would be a fault of ours.
  if (!read.ok) throw new Error(`The file would not be accepted: ${read.problems[0]?.text ?? ''}`);
  const { name, image, dockerfile, test, healthPort, healthPath, ports } = guesses;
  const told: readonly (readonly [string, Guess<unknown> | null])[] = [
    ['name', name],
    ['image', image],
    ['build.dockerfile', dockerfile],
    ['test', test],
    ['health.port', healthPort],
    ['health.path', healthPath],
    ['ports', ports],
  ];
  return {
    file,
    text,
    guesses: told.map(([key, found]) => ({
      key,
      value: found === null ? 'none' : shown(found.value),
      because: found === null || found.because === null ? null : safeText(found.because, { maxLength: 100 }),
    })),
    next: nextSteps(guesses, look.dockerfile !== null),
  };
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function nextSteps(guesses: ReturnType<typeof guess>, hasDockerfile: boolean): readonly string[] {
  return [
    hasDockerfile ? null : 'Write a Dockerfile, or name it by build.dockerfile.',
    guesses.image.because === null ? 'Set image to a repository that you may push to.' : null,
    'Set gpu to the GPU types that the application needs, in order of wish.',
    guesses.healthPath.because === null
      ? 'Set health.path to what answers 200 only when the application is well.'
      : null,
  ].filter((step) => step !== null);
}
