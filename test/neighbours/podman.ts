/**
 * The container engine that the tests drive: CONTAINER_ENGINE, or one beside the project, or podman, or docker.
 * Whether it can really run a container is tried once, on the machine's own files, so that no image is needed for it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type EngineRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const beside = fileURLToPath(new URL('../../../shared/tools/podman', import.meta.url));

/** null where there is none. */
export const engineProgram: string | null = findEngine();
/** Docker has no --format for what is built, and no --rootfs. */
export const engineIsPodman =
  engineProgram !== null &&
  /podman/i.test(spawnSync(engineProgram, ['--version'], { encoding: 'utf8' }).stdout);

/** Why tests with containers cannot run here; null when they can. For `describe.skipIf` and its title. */
export const podmanMissing: string | null = tryEngine();

/** Everything that the tests make carries it; its value says who made it (see `leftovers.ts`). */
export const testLabel = 'pod-engine.test';

/** Runs the engine to its end. Rejects, with what it said, unless `anyCode` is given or it ended with 0. */
export async function engine(
  words: readonly string[],
  options: {
    readonly input?: string;
    readonly anyCode?: true;
    readonly environment?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
  } = {},
): Promise<EngineRun> {
  const child = startEngine(words, options.environment);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin?.on('error', () => {}).end(options.input ?? '');
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  if (code !== 0 && options.anyCode !== true)
    throw new Error(
      `${engineProgram} ${words.join(' ')} ended with ${code}:\n${(stdout + stderr).slice(-4000)}`,
    );
  return { code, stdout, stderr };
}

/** Lines of what the engine lists. It gives up where somebody removes an image or a container meanwhile, and is asked again. */
export async function engineList(words: readonly string[]): Promise<readonly string[]> {
  for (let attempt = 1; ; attempt += 1) {
    const { code, stdout } = await engine(words, attempt < listAttempts ? { anyCode: true } : {});
    if (code === 0) return stdout.split('\n').filter((line) => line !== '');
  }
}

const listAttempts = 10;

/** Makes an image where the engine has none of that tag. */
export async function unlessThere(tag: string, make: () => Promise<unknown>): Promise<void> {
  const { code } = await engine(['image', 'inspect', tag], { anyCode: true });
  if (code !== 0) await make();
}

/** For what goes on beside the test; the caller ends it. */
export function startEngine(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  if (engineProgram === null) throw new Error(`Cannot run a container: ${podmanMissing}.`);
  return spawn(engineProgram, [...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
}

function findEngine(): string | null {
  const given = process.env.CONTAINER_ENGINE ?? '';
  if (given !== '') return given;
  const candidates = [...(existsSync(beside) ? [beside] : []), 'podman', 'docker'];
  return candidates.find((name) => spawnSync(name, ['--version']).status === 0) ?? null;
}

function tryEngine(): string | null {
  if (engineProgram === null) return 'no container engine is installed (apt-get install podman)';
  // Docker cannot run a folder; whether its daemon answers is what there is to be known without an image.
  const trial = engineIsPodman
    ? ['run', '--rm', '--publish', '127.0.0.1::80', '--rootfs', '/:O', 'true']
    : ['info'];
  const { status, stderr, error } = spawnSync(engineProgram, trial, { encoding: 'utf8', timeout: 30_000 });
  if (status === 0) return null;
  const said = (error?.message ?? stderr.trim().split('\n').at(-1)) || `it ended with ${status}`;
  return `${engineProgram} cannot run a container here: ${said}`;
}
