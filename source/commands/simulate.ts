/** `pod-engine simulate`: a RunPod API and its pods on this machine, until SIGTERM. */
import type { Containers } from '../simulator/container-pods/container-pods.ts';
import { mostContainers } from '../simulator/container-pods/most-containers.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Flags } from './flags.ts';
import { readPublicKey } from './public-key.ts';

export const simulate: Command = {
  words: 'simulate',
  aliases: [],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'serve a simulated RunPod with live pods on 127.0.0.1, until stopped',
  flags: ['pods', 'seed', 'port', 'light', 'podsFromImage', 'containers', 'publicKey', 'json'],
  run,
};

const defaultPods = { ofText: 12, fromImage: 2 } as const;

async function run(context: CommandContext): Promise<ExitCode> {
  const { seed = 7, port = 0, light = false, json = false } = context.flags;
  const { podsFromImage, containers = false } = context.flags;
  const wrong = wrongTogether(context.flags);
  if (wrong !== null) return fail(context, wrong, exitCodes.usage);
  const { pods = podsFromImage === undefined ? defaultPods.ofText : defaultPods.fromImage } = context.flags;
  const needsKey = containers || podsFromImage !== undefined;
  const key = needsKey ? await readPublicKey(context.flags.publicKey, context.homeFolder) : null;
  if (key?.ok === false) return fail(context, key.reason, exitCodes.usage);
  const { startSimulation } = await import('../simulator/simulation.ts');
  const { ContainerFailure } = await import('../simulator/container-pods/container-failure.ts');
  try {
    const given = key === null ? undefined : containersOf(context, key.line);
    const simulation = await startSimulation({
      pods,
      seed,
      port,
      light,
      fromImage:
        given === undefined || podsFromImage === undefined ? undefined : { ...given, image: podsFromImage },
      containers: containers ? given : undefined,
    });
    const variables = {
      RUNPOD_GRAPHQL_URL: simulation.url,
      RUNPOD_REST_URL: simulation.restUrl,
      RUNPOD_API_KEY: simulation.apiKey,
      RUNPOD_PROXY_URL: simulation.proxyUrl,
      RUNPOD_SSH_PROXY: simulation.sshProxy,
    };
    if (json)
      context.print(
        `${JSON.stringify({ ...variables, restUrl: simulation.restUrl, pods: simulation.pods })}\n`,
      );
    else context.print(textOf(variables, simulation.pods.length));
    await ending(context);
    await simulation.stop();
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof ContainerFailure) return fail(context, error.message, exitCodes.failed);
    throw error;
  }
}

function wrongTogether({ podsFromImage, containers, light, publicKey, pods }: Flags): string | null {
  if (publicKey !== undefined && podsFromImage === undefined && containers !== true)
    return '--public-key is for --pods-from-image and --containers: other pods let anybody in.';
  if (podsFromImage === undefined) return null;
  if (light === true)
    return '--light is for pods made of text; those of --pods-from-image are what they are.';
  return (pods ?? 0) <= mostContainers
    ? null
    : `--pods-from-image runs at most ${mostContainers} pods, not ${pods}: each is a container of this machine.`;
}

function fail(context: CommandContext, text: string, code: ExitCode): ExitCode {
  context.say(`${text}\n`);
  return code;
}

function containersOf(context: CommandContext, publicKey: string): Containers {
  const { environment, signal } = context;
  return { publicKey, environment, signal, say: (text) => context.say(`${text}\n`) };
}

async function ending(context: CommandContext): Promise<void> {
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve();
    context.signal.addEventListener('abort', () => resolve(), { once: true });
    if (context.environment.POD_ENGINE_END_WITH_STDIN === '1') endWithStdin(resolve);
  });
}

function textOf(variables: Readonly<Record<string, string>>, count: number): string {
  // Braces are the shell's too.
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  return `${count} pods are up. Point a client at them with:\n\n${exports.join('\n')}\n\nCtrl-C stops them.\n`;
}

/** The demo holds the other end of the pipe for as long as it lives. Waiting for it keeps nobody from ending. */
function endWithStdin(end: () => void): void {
  process.stdin.once('end', end).resume();
  process.stdin.unref();
}
