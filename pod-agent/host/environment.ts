/**
 * RunPod sets its variables for PID 1 only. A shell over SSH does not have them, so that they are read from PID 1's own
 * environment, else from the file in which RunPod's start script leaves them for logins.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from './host.ts';

export type EnvironmentOptions = {
  readonly names: readonly string[];
  readonly root: string;
  /** What is believed last: this process's own variables, or none of a machine that is not this one. */
  readonly own: Readonly<Record<string, string | undefined>>;
};

/** `NAME=value` lines, in the order asked for; a name that is set nowhere has no line. */
export function answerEnvironment({ names, root, own }: EnvironmentOptions): Answer {
  const places = [
    variablesOf(textOf(join(root, 'proc/1/environ')), /([^=\0]+)=([^\0]*)/g),
    variablesOf(textOf(join(root, 'etc/rp_environment')), /^export +(\w+)="?(.*?)"?$/gm),
    new Map(Object.entries(own)),
  ];
  const lines: string[] = [];
  for (const name of names) {
    const value = places.map((place) => place.get(name)).find((found) => found !== undefined);
    // A value of several lines would look like other variables.
    if (value !== undefined) lines.push(`${name}=${value.replaceAll(/[\r\n]+/g, ' ')}`);
  }
  return { ok: true, text: lines.map((line) => `${line}\n`).join('') };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function variablesOf(text: string, pattern: RegExp): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]));
}
