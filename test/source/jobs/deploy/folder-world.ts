/**
 * A world to deploy to that is a folder: an image, a tag, a template, a pod and a container are a file each, of a name by
 * chance, so that one made twice is seen. Its steps and effects are real ones, and can be told to break or to die anywhere.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Kind = 'container' | 'image' | 'tag' | 'template' | 'pod';

export type World = {
  readonly folder: string;
  /** Called with each place that a deploy passes, e.g. "push:after-act"; it may throw, or end the process. */
  readonly passes: (place: string) => void;
};

/** What stands in the world, e.g. "image 1.0.0"; doubles are listed twice. */
export function standing({ folder }: World): readonly string[] {
  return readdirSyncOrNone(folder)
    .map((name) => `${name.split('~', 1)[0]} ${readFileSync(join(folder, name), 'utf8')}`)
    .sort();
}

export function make({ folder }: World, kind: Kind, text: string): string {
  mkdirSync(folder, { recursive: true });
  const name = `${kind}~${randomBytes(4).toString('hex')}`;
  writeFileSync(join(folder, name), text);
  return name;
}

export function find({ folder }: World, kind: Kind, text: string): string | null {
  const names = readdirSyncOrNone(folder).filter((name) => name.startsWith(`${kind}~`));
  return names.find((name) => readFileSync(join(folder, name), 'utf8') === text) ?? null;
}

export function remove({ folder }: World, name: string): boolean {
  const path = join(folder, name);
  const wasThere = existsSync(path);
  rmSync(path, { force: true });
  return wasThere;
}

function readdirSyncOrNone(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
