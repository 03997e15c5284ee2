/** `pod-engine simulate`: a RunPod API and its pods on this machine, until SIGTERM. */
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export const simulate: Command = {
  words: 'simulate',
  aliases: [],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'serve a simulated RunPod with live pods on 127.0.0.1, until stopped',
  flags: ['pods', 'seed', 'port', 'light', 'json'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const { pods = 12, seed = 7, port = 0, light = false, json = false } = context.flags;
  const { startSimulation } = await import('../simulator/simulation.ts');
  const simulation = await startSimulation({ pods, seed, port, light });
  const variables = { RUNPOD_GRAPHQL_URL: simulation.url, RUNPOD_API_KEY: simulation.apiKey };
  if (json) context.print(`${JSON.stringify({ ...variables, pods: simulation.pods })}\n`);
  else context.print(textOf(variables, simulation.pods.length));
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve();
    context.signal.addEventListener('abort', () => resolve(), { once: true });
    if (context.environment.POD_ENGINE_END_WITH_STDIN === '1') endWithStdin(resolve);
  });
  await simulation.stop();
  return exitCodes.ok;
}

function textOf(variables: Readonly<Record<string, string>>, count: number): string {
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${value}`);
  return `${count} pods are up. Point a client at them with:\n\n${exports.join('\n')}\n\nCtrl-C stops them.\n`;
}

/** The demo holds the other end of the pipe for as long as it lives. Waiting for it keeps nobody from ending. */
function endWithStdin(end: () => void): void {
  process.stdin.once('end', end).resume();
  process.stdin.unref();
}
