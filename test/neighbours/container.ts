/** A container of the real image, with RunPod's variables, and its ports published on free ones of 127.0.0.1. */
import { readFileSync } from 'node:fs';
import { freePort } from './free-port.ts';
import { type EngineRun, engine, testLabel } from './podman.ts';
import { makeKey } from './sshd.ts';
import { testRun } from './test-run.ts';

export type Container = {
  readonly id: string;
  readonly httpPort: number;
  readonly sshPort: number;
  /** e.g. http://127.0.0.1:41234 */
  readonly url: string;
  /** In the container, by sh. */
  sh(script: string): Promise<string>;
  /** The same, where an exit code other than 0 is expected. */
  trySh(script: string): Promise<EngineRun>;
  /** A module's source for the container's own node; prints its answer. */
  node(source: string): Promise<string>;
  log(): Promise<string>;
  /** As RunPod ends a pod: SIGTERM, and SIGKILL after ten seconds. */
  stop(): Promise<{ readonly tookMs: number; readonly exitCode: number }>;
  remove(): Promise<void>;
};

export const podId = 'imagetestpod01';

export async function startContainer(
  image: string,
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    /** Path of the public key that is let in. */
    readonly publicKeyPath?: string;
    /** Further words of `run`. */
    readonly words?: readonly string[];
  } = {},
): Promise<Container> {
  const httpPort = await freePort();
  const sshPort = await freePort();
  const environment = {
    RUNPOD_POD_ID: podId,
    RUNPOD_DC_ID: 'EU-RO-1',
    RUNPOD_TCP_PORT_22: String(sshPort),
    RUNPOD_PUBLIC_IP: '127.0.0.1',
    ...(options.publicKeyPath === undefined
      ? {}
      : { PUBLIC_KEY: readFileSync(options.publicKeyPath, 'utf8').trim() }),
    ...options.environment,
  };
  const words = [
    ...['run', '--detach', '--label', `${testLabel}=${testRun}`],
    ...Object.keys(environment).flatMap((name) => ['--env', name]),
    ...['--publish', `127.0.0.1:${httpPort}:80`, '--publish', `127.0.0.1:${sshPort}:22`],
    ...(options.words ?? []),
    image,
  ];
  const { stdout } = await engine(words, { environment });
  return containerOf(stdout.trim().split('\n').at(-1) ?? '', httpPort, sshPort);
}

function containerOf(id: string, httpPort: number, sshPort: number): Container {
  const trySh = (script: string) => engine(['exec', id, 'sh', '-c', script], { anyCode: true });
  return {
    id,
    httpPort,
    sshPort,
    url: `http://127.0.0.1:${httpPort}`,
    sh: async (script) => (await engine(['exec', id, 'sh', '-c', script])).stdout,
    trySh,
    node: async (source) =>
      (await engine(['exec', id, 'node', '--input-type=module', '-e', source])).stdout.trim(),
    async log() {
      const { stdout, stderr } = await engine(['logs', id], { anyCode: true });
      return `${stdout}${stderr}`;
    },
    async stop() {
      const beganMs = performance.now();
      await engine(['stop', '--time', '10', id]);
      const tookMs = performance.now() - beganMs;
      const { stdout } = await engine(['inspect', '--format', '{{.State.ExitCode}}', id]);
      return { tookMs, exitCode: Number(stdout) };
    },
    async remove() {
      await engine(['kill', id], { anyCode: true });
      await engine(['rm', '--force', '--volumes', id], { anyCode: true });
    },
  };
}

/** Waits until the pod says that it is ready; rejects with its log when it does not. */
export async function readyOf(container: Container, withinMs = 60_000): Promise<Record<string, unknown>> {
  const deadlineMs = performance.now() + withinMs;
  while (performance.now() < deadlineMs) {
    const { code, stdout } = await container.trySh('cat /tmp/pod-ready.json');
    // Checked border: a file of the agent's own, whose members the tests look at.
    if (code === 0) return JSON.parse(stdout) as Record<string, unknown>;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The pod was not ready within ${withinMs} ms. Its log:\n${await container.log()}`);
}

/** A pair of keys at `path` and `path.pub`. */
export function makeClientKey(path: string): void {
  makeKey(path, 'ed25519');
}
