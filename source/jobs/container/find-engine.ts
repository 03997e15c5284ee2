/** The engine that works on this machine: the one that CONTAINER_ENGINE names, else docker, podman or buildah. */
import { askEngine } from './ask-engine.ts';
import { buildah } from './buildah.ts';
import type { ContainerEngine, EngineKind, EngineOptions, FoundEngine } from './container-engine.ts';
import { docker } from './docker.ts';
import type { EngineMaker } from './engine-maker.ts';
import { podman } from './podman.ts';

/** In the order in which they are tried. */
const makers: readonly EngineMaker[] = [docker, podman, buildah];
const probeTimeoutMs = 20_000;

export async function findEngine(
  { run, environment }: EngineOptions,
  signal: AbortSignal,
): Promise<FoundEngine> {
  const given = environment.CONTAINER_ENGINE ?? '';
  const programs = given === '' ? makers.map(({ kind }) => kind) : [given];
  const said: string[] = [];
  for (const program of programs) {
    const tried = await tryProgram({ run, program, signal });
    if (tried.ok) return tried;
    said.push(tried.reason);
  }
  return {
    ok: false,
    reason: `No container engine works here. ${said.join(' ')}`,
    fix:
      given === ''
        ? 'Start docker, or install podman or buildah.'
        : 'Correct CONTAINER_ENGINE, or unset it so that docker, podman and buildah are tried.',
  };
}

/** One that was found before. Without its kind that is read from the program's name; one that names none is like docker. */
export function engineNamed(
  {
    program,
    kind,
    version,
  }: { readonly program: string; readonly kind?: EngineKind; readonly version?: string },
  { run }: Pick<EngineOptions, 'run'>,
): ContainerEngine {
  const maker = makers.find((each) => each.kind === (kind ?? kindIn(program))) ?? docker;
  return maker.make({ run, program, version: version ?? 'unknown' });
}

type Trial = { readonly run: EngineOptions['run']; readonly program: string; readonly signal: AbortSignal };

async function tryProgram({ run, program, signal }: Trial): Promise<FoundEngine> {
  const question = { run, program, signal, timeoutMs: probeTimeoutMs, failing: `"${program}" does not work` };
  const asked = await askEngine({ ...question, words: ['--version'] });
  if (!asked.ok) return { ...asked, fix: '' };
  const version = versionIn(asked.value.stdout);
  // What calls itself docker may be podman.
  const maker = makers.find(({ kind }) => kind === kindIn(asked.value.stdout));
  if (maker === undefined)
    return { ok: false, reason: `"${program}" is neither docker nor podman nor buildah.`, fix: '' };
  let last = '';
  for (const words of maker.working) {
    const answer = await askEngine({ ...question, words });
    if (!answer.ok) return { ...answer, fix: '' };
    last = answer.value.stdout.trim();
  }
  const engine = maker.make({ run, program, version });
  const knowsFolder = maker.tellsFolder === true && last.startsWith('/');
  return { ok: true, engine: knowsFolder ? { ...engine, imagesFolder: last } : engine };
}

/** "Docker version 27.3.1, build ce12230", "podman version 4.3.1", "buildah version 1.28.2 (image-spec …)". */
function kindIn(text: string): EngineKind | null {
  const word = /docker|podman|buildah/i.exec(text.split('/').at(-1) ?? text)?.[0].toLowerCase();
  return makers.find(({ kind }) => kind === word)?.kind ?? null;
}

function versionIn(stdout: string): string {
  return /\d+\.\d+[\w.+-]*/.exec(stdout)?.[0] ?? 'unknown';
}
