/** `pod-engine demo`: the console over a simulated fleet, which runs as a process of its own and ends with the console. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command, CommandContext } from './command.ts';
import { consoleCommand } from './console.ts';
import { writeDemoProject } from './demo-project.ts';
import { exitCodes } from './exit-codes.ts';

export const demo: Command = {
  words: 'demo',
  aliases: [],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'the console over a live local fleet; no account needed',
  flags: ['pods', 'seed', 'light', 'containers', 'ascii', 'color', 'theme', 'intervalMs', 'readOnly'],
  run,
};

/** In the registry that the local fleet serves beside its API. */
function sampleImage(apiUrl: string): string {
  return `${new URL(apiUrl).host}/demo/app:1.2.0`;
}

const readyWithinMs = 60_000;

async function run(context: CommandContext): Promise<number> {
  const { pods = 12, seed = 7, light = false, containers = false } = context.flags;
  const words = [
    'simulate',
    '--json',
    '--pods',
    String(pods),
    '--seed',
    String(seed),
    ...(light ? ['--light'] : []),
    ...(containers ? ['--containers'] : []),
  ];
  const [program = ''] = process.argv.slice(1);
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-demo-'));
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // The pipe closes when this process ends, however it ends; nothing must outlive the demo.
    env: { ...process.env, POD_ENGINE_END_WITH_STDIN: '1' },
  });
  const complaints = gatherComplaints(child);
  const letGo = onEveryEnd(() => {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });
  try {
    const variables = await readyLine(child, context.signal);
    if (context.signal.aborted) return exitCodes.interrupted;
    if (variables === null) {
      context.say(`The local fleet did not start.\n${complaints()}`);
      return exitCodes.failed;
    }
    // The made-up pods' host keys, jobs and histories are nothing to remember among those of real ones.
    const kept = { POD_ENGINE_TRUST_FILE: join(folder, 'known-pods.json'), XDG_STATE_HOME: folder };
    const environment = {
      ...{ ...context.environment, ...variables, ...kept, POD_ENGINE_PROFILE: 'demo' },
      POD_ENGINE_PROJECT: writeDemoProject(folder, sampleImage(variables.RUNPOD_GRAPHQL_URL)),
    };
    const news = (tell: (text: string) => void): void => {
      child.once('exit', () => tell('The local fleet has ended: nothing more will come from it.'));
    };
    return await consoleCommand.run({ ...context, environment, news });
  } finally {
    await end(child);
    letGo();
  }
}

/**
 * Cleans up when it is told to, and also where the process ends without coming that far: by a second signal, by an
 * error, and by the signals that would end it without a word.
 */
function onEveryEnd(cleanUp: () => void): () => void {
  const hangUp = (): never => process.exit(exitCodes.hungUp);
  const quit = (): never => process.exit(exitCodes.quit);
  process.once('exit', cleanUp).once('SIGHUP', hangUp).once('SIGQUIT', quit);
  return () => {
    process.off('exit', cleanUp).off('SIGHUP', hangUp).off('SIGQUIT', quit);
    cleanUp();
  };
}

function gatherComplaints(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = `${text}${chunk.toString('utf8')}`.slice(-4000);
  });
  return () => text;
}

const variableNames = [
  'RUNPOD_GRAPHQL_URL',
  'RUNPOD_REST_URL',
  'RUNPOD_API_KEY',
  'RUNPOD_PROXY_URL',
  'RUNPOD_SSH_PROXY',
] as const;
type Variables = Readonly<Record<(typeof variableNames)[number], string>>;

/** The one JSON line that the simulator prints once its pods are up; null when it ends without it. */
async function readyLine(child: ChildProcess, signal: AbortSignal): Promise<Variables | null> {
  if (child.stdout === null) return null;
  const lines = createInterface({ input: child.stdout, signal });
  const timer = setTimeout(() => lines.close(), readyWithinMs);
  try {
    for await (const line of lines) {
      const said = JSON.parse(line) as Record<string, string>;
      // Without what else the line says.
      if (isWhole(said)) return pickVariables(said);
    }
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function pickVariables(said: Variables): Variables {
  const { RUNPOD_GRAPHQL_URL, RUNPOD_REST_URL, RUNPOD_API_KEY, RUNPOD_PROXY_URL, RUNPOD_SSH_PROXY } = said;
  return { RUNPOD_GRAPHQL_URL, RUNPOD_REST_URL, RUNPOD_API_KEY, RUNPOD_PROXY_URL, RUNPOD_SSH_PROXY };
}

function isWhole(said: Readonly<Record<string, string>>): said is Variables {
  return variableNames.every((name) => said[name] !== undefined);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(timer);
}
