/** What a folder's files let guess of the project, each guess with its reason. Pure. */
import { allInstructions, imageStages, lastInstruction, type Stage } from '../dockerfile/dockerfile.ts';
import { imageName } from '../image-name.ts';
import { exposedBy } from '../lints/exposed-ports.ts';
import { runpodsPort } from '../template-problems.ts';
import type { FolderLook } from './folder-look.ts';

export type Guess<Value> = {
  readonly value: Value;
  /** "EXPOSE in Dockerfile". null: nothing told, it is the usual. */
  readonly because: string | null;
};

export type Guesses = {
  readonly name: Guess<string>;
  readonly image: Guess<string>;
  readonly dockerfile: Guess<string>;
  /** null: there is none to run. */
  readonly test: Guess<string> | null;
  readonly healthPort: Guess<number>;
  readonly healthPath: Guess<string>;
  /** "80/http", health first. */
  readonly ports: Guess<readonly string[]>;
  readonly version: Guess<'auto' | 'package.json'>;
};

export function guess(look: FolderLook): Guesses {
  const name = guessName(look);
  const stages = look.dockerfile === null ? [] : imageStages(look.dockerfile.content, null);
  const health = guessHealth(look, stages);
  return {
    name,
    image: guessImage(look, name.value),
    dockerfile:
      look.dockerfile === null || look.dockerfile.path === 'Dockerfile'
        ? { value: 'Dockerfile', because: null }
        : { value: look.dockerfile.path, because: 'where it lies' },
    test: guessTest(look),
    healthPort: health.port,
    healthPath: health.path,
    ports: guessPorts(stages, health.port.value),
    version: { value: 'auto', because: null },
  };
}

function guessName({ packageJson, pythonName, folderName }: FolderLook): Guess<string> {
  const sources: readonly (readonly [string | null | undefined, string])[] = [
    [packageJson?.name, 'name in package.json'],
    [pythonName, 'name in pyproject.toml'],
    [folderName, "the folder's name"],
  ];
  for (const [name, because] of sources) {
    const plain = plainName(name ?? '');
    if (plain !== '') return { value: plain, because };
  }
  return { value: 'my-app', because: null };
}

/** `@acme/My_App` as `my-app`. */
function plainName(name: string): string {
  return name
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '');
}

const registryOfHost: Readonly<Record<string, string>> = {
  'github.com': 'ghcr.io',
  'gitlab.com': 'registry.gitlab.com',
};

/** `git@github.com:acme/app.git` and `https://github.com/acme/app`; credentials in an address are passed over. */
function guessImage({ remote }: FolderLook, name: string): Guess<string> {
  const [, host = '', path = ''] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:@]+)(?::\d+)?[:/](.+?)(?:\.git)?\/?$/.exec(remote ?? '') ?? [];
  const registry = Object.hasOwn(registryOfHost, host) ? registryOfHost[host] : undefined;
  const image = `${registry}/${path.toLowerCase()}`;
  if (registry === undefined || !path.includes('/') || !imageName(image, null).ok)
    return { value: `ghcr.io/your-name/${name}`, because: null };
  return { value: image, because: `git's remote at ${host}` };
}

function guessTest({ packageJson }: FolderLook): Guess<string> | null {
  const script = packageJson?.scripts?.test;
  // What npm itself puts there is no test.
  if (script === undefined || /no test specified/.test(script)) return null;
  return { value: 'npm test', because: 'the script "test" in package.json' };
}

type Health = { readonly port: Guess<number>; readonly path: Guess<string> };

/** The image's own health check knows best; then nginx; then EXPOSE. */
function guessHealth({ nginx }: FolderLook, stages: readonly Stage[]): Health {
  const check = lastInstruction(stages, 'HEALTHCHECK')?.text ?? '';
  const [, checkPort, checkPath] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d{1,5}))?(\/[\w./~%?&=-]*)?/.exec(check) ?? [];
  const nginxPort = /^\s*listen\s+(?:[\d.*]+:)?(\d{1,5})\b/m.exec(nginx?.text ?? '')?.[1];
  const nginxPath = /location\s+=?\s*(\/(?:health|healthz|status|ping|ready)[\w./-]*)/.exec(
    nginx?.text ?? '',
  )?.[1];
  const exposed = usablePorts(stages);
  const isOurs = allInstructions(stages, 'CMD').some(({ text }) => /pod-agent/.test(text));
  return {
    port: firstGuess([
      [portOf(checkPort), 'HEALTHCHECK in the Dockerfile'],
      [exposed[0], 'EXPOSE in the Dockerfile'],
      [portOf(nginxPort), `listen in ${nginx?.path}`],
    ]) ?? { value: 80, because: null },
    path: firstGuess([
      [checkPath, 'HEALTHCHECK in the Dockerfile'],
      [nginxPath, `a location in ${nginx?.path}`],
      [isOurs ? '/health.json' : undefined, 'the image starts pod-agent'],
    ]) ?? { value: '/', because: null },
  };
}

const sshPort = 22;

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  const isTaken = port === sshPort || port === runpodsPort;
  return text !== undefined && port >= 1 && port <= 65_535 && !isTaken ? port : undefined;
}

function firstGuess<Value>(
  candidates: readonly (readonly [Value | undefined, string])[],
): Guess<Value> | null {
  for (const [value, because] of candidates) if (value !== undefined) return { value, because };
  return null;
}

const maxHttpPorts = 10;

function guessPorts(stages: readonly Stage[], health: number): Guess<readonly string[]> {
  const exposed = usablePorts(stages);
  const http = [...new Set([health, ...exposed])].slice(0, maxHttpPorts);
  return {
    value: [...http.map((port) => `${port}/http`), '22/tcp'],
    because: exposed.length === 0 ? null : 'EXPOSE in the Dockerfile',
  };
}

/** Those that a pod may give out by HTTP: one at a time, by TCP, and not those of sshd and of RunPod itself. */
function usablePorts(stages: readonly Stage[]): readonly number[] {
  return exposedBy(stages)
    .filter(
      ({ protocol, from, to }) => protocol === 'tcp' && from === to && portOf(String(from)) !== undefined,
    )
    .map(({ from }) => from);
}
