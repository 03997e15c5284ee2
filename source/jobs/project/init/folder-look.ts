/** What `init` finds in a folder: files that people have anyway, and that tell how the application is built and served. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunProgram } from '../../programs/run-program.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';

export type FolderLook = {
  /** Its own name, without where it lies. */
  readonly folderName: string;
  /** Path from the folder. null: there is none in the usual places. */
  readonly dockerfile: { readonly path: string; readonly content: Dockerfile } | null;
  readonly packageJson: z.infer<typeof packageSchema> | null;
  /** Of pyproject.toml. */
  readonly pythonName: string | null;
  /** The address of git's remote "origin"; null: there is none, or no git. */
  readonly remote: string | null;
  /** Names of variables in .env.example or .env.sample; their values are never read further. */
  readonly variableNames: readonly string[];
  /** The text of nginx's configuration, where it lies in a usual place. */
  readonly nginx: { readonly path: string; readonly text: string } | null;
};

const packageSchema = z.object({
  name: z.string().optional().catch(undefined),
  version: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).optional().catch(undefined),
});

const dockerfilePlaces = ['Dockerfile', 'Containerfile', 'docker/Dockerfile', 'deploy/Dockerfile'];
const nginxPlaces = [
  'nginx.conf',
  'nginx/nginx.conf',
  'nginx/default.conf',
  'conf/nginx.conf',
  'default.conf',
];
const examplePlaces = ['.env.example', '.env.sample', '.env.template'];
const maxBytes = 256_000;
const gitTimeoutMs = 5000;

/** What cannot be read counts as not there: init only guesses. */
export async function lookAtFolder(
  folder: string,
  { run, signal }: { readonly run: RunProgram; readonly signal: AbortSignal },
): Promise<FolderLook> {
  const dockerfile = await firstOf(folder, dockerfilePlaces);
  const example = await firstOf(folder, examplePlaces);
  const python = await textOf(join(folder, 'pyproject.toml'));
  return {
    folderName: folder.split('/').at(-1) ?? '',
    dockerfile:
      dockerfile === null ? null : { path: dockerfile.path, content: parseDockerfile(dockerfile.text) },
    packageJson: packageOf(await textOf(join(folder, 'package.json'))),
    pythonName: /^name\s*=\s*["']([^"']+)["']/m.exec(python ?? '')?.[1] ?? null,
    remote: await remoteOf(folder, { run, signal }),
    variableNames: [...(example?.text ?? '').matchAll(/^\s*(?:export\s+)?([A-Z_][A-Z0-9_]*)\s*=/gm)]
      .map(([, name = '']) => name)
      .slice(0, 20),
    nginx: (await firstOf(folder, nginxPlaces)) ?? (await nginxSite(folder)),
  };
}

async function firstOf(
  folder: string,
  places: readonly string[],
): Promise<{ readonly path: string; readonly text: string } | null> {
  for (const path of places) {
    const text = await textOf(join(folder, path));
    if (text !== null) return { path, text };
  }
  return null;
}

async function nginxSite(folder: string) {
  const names = await readdir(join(folder, 'nginx')).catch((): string[] => []);
  return await firstOf(
    folder,
    names
      .filter((name) => name.endsWith('.conf'))
      .sort()
      .slice(0, 5)
      .map((name) => `nginx/${name}`),
  );
}

async function textOf(path: string): Promise<string | null> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= maxBytes ? await readFile(path, 'utf8') : null;
  } catch {
    return null;
  }
}

function packageOf(text: string | null): FolderLook['packageJson'] {
  if (text === null) return null;
  try {
    return packageSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

async function remoteOf(
  folder: string,
  { run, signal }: { readonly run: RunProgram; readonly signal: AbortSignal },
): Promise<string | null> {
  const words = ['-C', folder, 'remote', 'get-url', 'origin'];
  const end = await run({ program: 'git', words, timeoutMs: gitTimeoutMs, signal });
  return end.kind === 'ended' && end.exitCode === 0 ? end.stdout.trim() : null;
}
