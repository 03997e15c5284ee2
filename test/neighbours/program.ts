/** Runs the built console as a user does: as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../dist/pod-engine.js', import.meta.url));

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Without the surrounding machine's keys and settings: only what the test gives. */
export function cleanEnvironment(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, LANG: 'C.UTF-8', ...given };
}

export async function runProgram(
  words: readonly string[],
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
    /** What is put into its standard input; without it there is none. */
    readonly input?: string;
  } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: cleanEnvironment(options.environment ?? {}),
  });
  // It may end without reading.
  child.stdin.on('error', () => undefined).end(options.input);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { code, stdout, stderr };
}

export type RunningSimulator = {
  readonly variables: {
    readonly RUNPOD_GRAPHQL_URL: string;
    readonly RUNPOD_REST_URL: string;
    readonly RUNPOD_API_KEY: string;
    /** With {podId} and {port} to be put in. */
    readonly RUNPOD_PROXY_URL: string;
    readonly RUNPOD_SSH_PROXY: string;
  };
  readonly pods: readonly {
    readonly id: string;
    readonly name: string;
    readonly sshHost: string;
    readonly sshPort: number;
    readonly httpPort: number | null;
  }[];
  readonly child: ChildProcess;
  stop(): Promise<number | null>;
};

/** `pod-engine simulate --json` until its one line has come. */
export async function startSimulator(
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningSimulator> {
  const child = spawn(process.execPath, [program, 'simulate', '--json', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: cleanEnvironment(environment),
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code} before it was ready`)));
  });
  const { pods, ...variables } = JSON.parse(line) as RunningSimulator['variables'] &
    Pick<RunningSimulator, 'pods'>;
  return {
    variables,
    pods,
    child,
    stop() {
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      return ended;
    },
  };
}
