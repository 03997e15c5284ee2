/** `pod-engine demo`: the console over a simulated fleet, which runs as a process of its own and ends with the console. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command, CommandContext } from './command.ts';
import { consoleCommand } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export const demo: Command = {
  words: 'demo',
  aliases: [],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'the console over a live local fleet; no account needed',
  flags: ['pods', 'seed', 'light', 'ascii', 'color', 'theme', 'intervalMs', 'readOnly'],
  run,
};

const readyWithinMs = 60_000;

async function run(context: CommandContext): Promise<ExitCode> {
  const { pods = 12, seed = 7, light = false } = context.flags;
  const words = [
    'simulate',
    '--json',
    '--pods',
    String(pods),
    '--seed',
    String(seed),
    ...(light ? ['--light'] : []),
  ];
  const [program = ''] = process.argv.slice(1);
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // The pipe closes when this process ends, however it ends; nothing must outlive the demo.
    env: { ...process.env, POD_ENGINE_END_WITH_STDIN: '1' },
  });
  const complaints = gatherComplaints(child);
  const folder = await mkdtemp(join(tmpdir(), 'pod-engine-demo-'));
  const endAtOnce = (): boolean => child.kill('SIGTERM');
  process.once('exit', endAtOnce);
  try {
    const variables = await readyLine(child, context.signal);
    if (variables === null) {
      context.say(`The local fleet did not start.\n${complaints()}`);
      return exitCodes.failed;
    }
    // The made-up pods' host keys are nothing to remember among those of real ones.
    const trust = { POD_ENGINE_TRUST_FILE: join(folder, 'known-pods.json') };
    const environment = { ...context.environment, ...variables, ...trust, POD_ENGINE_PROFILE: 'demo' };
    return await consoleCommand.run({ ...context, environment });
  } finally {
    await end(child);
    await rm(folder, { recursive: true, force: true });
    process.off('exit', endAtOnce);
  }
}

function gatherComplaints(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = `${text}${chunk.toString('utf8')}`.slice(-4000);
  });
  return () => text;
}

/** The one JSON line that the simulator prints once its pods are up; null when it ends without it. */
async function readyLine(child: ChildProcess, signal: AbortSignal): Promise<Record<string, string> | null> {
  if (child.stdout === null) return null;
  const lines = createInterface({ input: child.stdout, signal });
  const timer = setTimeout(() => lines.close(), readyWithinMs);
  try {
    for await (const line of lines) {
      const { RUNPOD_GRAPHQL_URL, RUNPOD_API_KEY } = JSON.parse(line) as Record<string, string>;
      if (RUNPOD_GRAPHQL_URL !== undefined && RUNPOD_API_KEY !== undefined)
        return { RUNPOD_GRAPHQL_URL, RUNPOD_API_KEY };
    }
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(timer);
}
