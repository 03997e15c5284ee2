/** A pod's start command: words as a shell splits them, or RunPod's JSON with `cmd` and `entrypoint`. */
import { splitWords } from '../pod/words.ts';

export type StartCommand = {
  readonly words: readonly string[];
  /** null: the image's own. */
  readonly entrypoint: readonly string[] | null;
};

/** null: it is not understood. */
export function commandOf(dockerArgs: string): StartCommand | null {
  const text = dockerArgs.trim();
  if (text.startsWith('{')) return fromJson(text);
  const words = splitWords(text);
  return words === null ? null : { words, entrypoint: null };
}

function fromJson(text: string): StartCommand | null {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return null;
  const words = 'cmd' in value ? wordsIn(value.cmd) : [];
  const entrypoint = 'entrypoint' in value ? wordsIn(value.entrypoint) : [];
  if (words === null || entrypoint === null) return null;
  return { words, entrypoint: entrypoint.length === 0 ? null : entrypoint };
}

function wordsIn(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const words = value.filter((word) => typeof word === 'string');
  return words.length === value.length ? words : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
