/**
 * Local stand-ins for the base images that the Dockerfile names, made once a machine from Debian's packages and this
 * machine's own node, so that the image is built and run without any image registry.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf } from './base-tags.ts';
import { debianBase } from './debian-base.ts';
import { exclusively } from './exclusive.ts';
import { engine, unlessThere } from './podman.ts';

export type BaseImages = {
  /** Stands for debian:bookworm-slim. */
  readonly debian: string;
  /** Stands for node:22-bookworm-slim: node and npm lie in /usr/local, as there. */
  readonly node: string;
  /** Stands for a CUDA image: Debian with an `nvidia-smi` that knows one card. */
  readonly gpu: string;
};

/** Makes those that are not there. Their tags hold a hash of how they are made, so a change makes them anew. */
export function baseImages(): Promise<BaseImages> {
  return exclusively('base-images', async () => {
    const debian = await debianBase();
    const node = `localhost/pod-engine-test/node:${process.version}-${hashOf(nodeRecipe(debian))}`;
    await unlessThere(node, () => buildNode(node, debian));
    const gpu = `localhost/pod-engine-test/gpu:${hashOf(gpuRecipe(debian), fakeNvidiaSmi())}`;
    await unlessThere(gpu, () => buildGpu(gpu, debian));
    return { debian, node, gpu };
  });
}

function nodeRecipe(debian: string): string {
  return `FROM ${debian}\nCOPY . /usr/local/\nRUN node --version && npm --version\n`;
}

async function buildNode(tag: string, debian: string): Promise<void> {
  await buildIn(tag, nodeRecipe(debian), (folder) => {
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'lib/node_modules'), { recursive: true });
    cpSync(realpathSync(process.execPath), join(folder, 'bin/node'));
    cpSync(npmFolder(), join(folder, 'lib/node_modules/npm'), { recursive: true });
    symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'bin/npm'));
  });
}

/** npm tells its own program what it is; without it, the one on PATH. */
function npmFolder(): string {
  const places = [
    process.env.npm_execpath,
    ...(process.env.PATH ?? '').split(':').map((at) => join(at, 'npm')),
  ];
  for (const place of places) {
    try {
      const file = realpathSync(place ?? '');
      if (file.endsWith('/bin/npm-cli.js')) return dirname(dirname(file));
    } catch {
      // Not there.
    }
  }
  throw new Error('Cannot find npm beside node, which the stand-in for the node image needs.');
}

/** The script reads what it is to say from files beside it, so that what is on PATH only leads there. */
function gpuRecipe(debian: string): string {
  return `FROM ${debian}\nCOPY fake /opt/fake-nvidia/\nCOPY nvidia-smi /usr/bin/nvidia-smi\n`;
}

function fakeNvidiaSmi(): string {
  return readFileSync(fileURLToPath(new URL('../pod-agent/fake-nvidia-smi.sh', import.meta.url)), 'utf8');
}

async function buildGpu(tag: string, debian: string): Promise<void> {
  await buildIn(tag, gpuRecipe(debian), (folder) => {
    const start = '#!/bin/sh\nexec /opt/fake-nvidia/nvidia-smi "$@"\n';
    writeFileSync(join(folder, 'nvidia-smi'), start, { mode: 0o755 });
    mkdirSync(join(folder, 'fake'));
    writeFileSync(join(folder, 'fake/nvidia-smi'), fakeNvidiaSmi(), { mode: 0o755 });
    writeFileSync(join(folder, 'fake/cards'), '0\n');
    writeFileSync(join(folder, 'fake/utilization'), '37\n');
  });
}

async function buildIn(tag: string, recipe: string, fill: (folder: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-base-'));
  try {
    writeFileSync(join(folder, '.dockerignore'), 'Containerfile\n.dockerignore\n');
    writeFileSync(join(folder, 'Containerfile'), recipe);
    fill(folder);
    await engine(['build', '--quiet', '--file', join(folder, 'Containerfile'), '--tag', tag, folder], {
      timeoutMs: 120_000,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
