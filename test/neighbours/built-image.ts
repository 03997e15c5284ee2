/** The real image, built from the real Dockerfile once a run, on local stand-ins for its base images. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseImages } from './base-images.ts';
import { debianBaseMissing } from './debian-base.ts';
import { exclusively } from './exclusive.ts';
import { engine, engineIsPodman, podmanMissing, unlessThere } from './podman.ts';
import { imageTag, removeOf, testRun } from './test-run.ts';

export const buildArguments = { version: '9.8.7-test', revision: 'c0ffee0123456789c0ffee0123456789c0ffee01' };

/** A line of the npm configuration that the build is given as a secret; no layer may hold it. */
export const plantedSecret = 'planted-secret-8d1f0c5be2a94471';

/** There as soon as this run has asked the engine for anything. */
export const usedMark = join(tmpdir(), `pod-engine-test-images-${testRun}`);

/** Why the image cannot be built and run here; null when it can. For `describe.skipIf` and its title. */
export const imageMissing: string | null = podmanMissing ?? debianBaseMissing;

/** @returns The tag. The first caller waits for the build, half a minute with base images and two without. */
export async function builtImage(target: 'runtime' | 'gpu'): Promise<string> {
  writeFileSync(usedMark, '');
  const bases = await baseImages();
  const tag = imageTag(target);
  await exclusively(`build-${target}`, async () => {
    await unlessThere(tag, async () => {
      await removeOf('runs that are gone');
      await build(target, tag, [
        `NODE_IMAGE=${bases.node}`,
        `RUNTIME_IMAGE=${bases.debian}`,
        `GPU_IMAGE=${bases.gpu}`,
        `VERSION=${buildArguments.version}`,
        `REVISION=${buildArguments.revision}`,
      ]);
    });
  });
  return tag;
}

async function build(target: string, tag: string, values: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-build-'));
  try {
    const npmrc = join(folder, 'npmrc');
    writeFileSync(npmrc, npmConfiguration(), { mode: 0o600 });
    const certificates = certificateFile();
    await engine(
      [
        'build',
        // The health check is Docker's; and no layers between are kept, which would stay behind without a name.
        ...(engineIsPodman ? ['--format', 'docker', '--layers=false'] : []),
        ...['--target', target, '--tag', tag],
        ...values.flatMap((value) => ['--build-arg', value]),
        ...['--secret', `id=npmrc,src=${npmrc}`],
        ...(certificates === null ? [] : ['--secret', `id=certificates,src=${certificates}`]),
        fileURLToPath(new URL('../..', import.meta.url)),
      ],
      { timeoutMs: 300_000 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What this machine's npm is told by its own files, so that the build asks the same registry. */
function npmConfiguration(): string {
  const own = join(homedir(), '.npmrc');
  // Paths in it are of this machine.
  const lines = (existsSync(own) ? readFileSync(own, 'utf8') : '')
    .split('\n')
    .filter((line) => !/^\s*(cafile|prefix|cache|nodedir|registry)\s*=/.test(line));
  return [
    ...lines,
    `registry=${npmSetting('registry')}`,
    `//pod-engine.invalid/:_authToken=${plantedSecret}`,
    '',
  ].join('\n');
}

function certificateFile(): string | null {
  const file = process.env.NODE_EXTRA_CA_CERTS ?? npmSetting('cafile');
  return existsSync(file) ? file : null;
}

/** As npm itself has it, asked from a folder without a project. */
function npmSetting(name: string): string {
  return spawnSync('npm', ['config', 'get', name], { cwd: tmpdir(), encoding: 'utf8' }).stdout.trim();
}
