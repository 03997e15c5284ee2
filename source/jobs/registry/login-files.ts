/** The files that docker, podman and buildah keep logins in, most exact first, read and checked. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { safeText } from '../../base/safe-text.ts';

const loginFile = z.object({
  auths: z
    .record(
      z.string(),
      z.object({
        /** base64 of user:password */
        auth: z.string().optional(),
        username: z.string().optional(),
        password: z.string().optional(),
        identitytoken: z.string().optional(),
      }),
    )
    .optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
  credsStore: z.string().optional(),
});

export type LoginFile = z.infer<typeof loginFile>;
export type LoginEntry = NonNullable<LoginFile['auths']>[string];

export type LoginFiles = {
  readonly files: readonly LoginFile[];
  /** Sentences about files that are there and cannot be read. Never what stands in them. */
  readonly problems: readonly string[];
};

export type LoginPlaces = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
};

export async function readLoginFiles(places: LoginPlaces): Promise<LoginFiles> {
  const files: LoginFile[] = [];
  const problems: string[] = [];
  for (const path of pathsOf(places)) {
    const read = await readLoginFile(path);
    if (read.kind === 'read') files.push(read.file);
    if (read.kind === 'bad') problems.push(read.reason);
  }
  return { files, problems };
}

/** As containers-auth.json(5) and docker's own documentation order them. */
function pathsOf({ environment, homeFolder }: LoginPlaces): readonly string[] {
  const { REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, XDG_CONFIG_HOME, DOCKER_CONFIG } = environment;
  const userId = process.getuid?.();
  return [
    ...given(REGISTRY_AUTH_FILE, []),
    ...given(XDG_RUNTIME_DIR, ['containers', 'auth.json']),
    // Where podman puts it for root, who has no such folder of his own.
    ...(userId === undefined ? [] : [`/run/containers/${userId}/auth.json`]),
    join(XDG_CONFIG_HOME || join(homeFolder, '.config'), 'containers', 'auth.json'),
    join(DOCKER_CONFIG || join(homeFolder, '.docker'), 'config.json'),
  ];
}

function given(folder: string | undefined, more: readonly string[]): readonly string[] {
  return folder === undefined || folder === '' ? [] : [join(folder, ...more)];
}

type ReadFile =
  | { readonly kind: 'read'; readonly file: LoginFile }
  | { readonly kind: 'missing' }
  | { readonly kind: 'bad'; readonly reason: string };

async function readLoginFile(path: string): Promise<ReadFile> {
  const name = safeText(path, { maxLength: 300 });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'bad', reason: `The logins in ${name} cannot be read (${code}).` };
  }
  try {
    return { kind: 'read', file: loginFile.parse(JSON.parse(text)) };
  } catch {
    // The parser's message would quote what stands there.
    return {
      kind: 'bad',
      reason: `The logins in ${name} cannot be read: it is not the JSON that docker and podman write.`,
    };
  }
}
