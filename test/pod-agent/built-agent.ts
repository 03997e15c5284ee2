/** The agent as it runs in a pod: one bundled file, as `build/bundle.mjs` makes it, in a folder of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type BuiltAgent = { readonly scriptPath: string; readonly folder: string };

/** Call it at the top of a test file; the folder goes with the file's last test. */
export function buildAgent(): BuiltAgent {
  const folder = mkdtempSync(join(tmpdir(), 'pod-agent-test-'));
  const scriptPath = join(folder, 'pod-agent.mjs');
  buildSync({
    absWorkingDir: root,
    entryPoints: ['pod-agent/pod-agent.ts'],
    outfile: scriptPath,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node18',
    external: ['osx-temperature-sensor'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    define: { __VERSION__: '"0.0.0-test"' },
    logLevel: 'silent',
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return { scriptPath, folder };
}

export type AgentRun = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
  output(): string;
  errorOutput(): string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
};

export function runAgent(
  agent: BuiltAgent,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): AgentRun {
  const child = spawn(process.execPath, [agent.scriptPath, ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  let output = '';
  let errorOutput = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errorOutput += chunk;
  });
  child.stdin.on('error', () => {});
  return {
    child,
    pid: child.pid ?? 0,
    output: () => output,
    errorOutput: () => errorOutput,
    ended: new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal }))),
  };
}

/** Processes that were started by this one, by its id, and still run. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** A zombie waits for its parent to look at it; it runs no more. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
  } catch {
    return false;
  }
}

export async function until(condition: () => boolean, what: string, timeoutMs = 40_000): Promise<void> {
  const lastAtMs = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > lastAtMs) throw new Error(`waited for ${what} in vain`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
