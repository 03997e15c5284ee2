/** `pod-engine forward NAME SPEC…`: ports of a pod on this machine, until Ctrl-C. */
import type { Forwards } from '../access/forwards/forwards.ts';
import type { ForwardSpec } from '../fleet/forward-spec.ts';
import type { Forward } from '../fleet/forwards.ts';
import type { Command, CommandContext } from './command.ts';
import { openWaysOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { forwardlessReason, reachablePodOrSay } from './reachable-pod.ts';
import { openServices } from './services.ts';
import { sayLoss } from './ssh-command.ts';

export const forward: Command = {
  words: 'forward',
  aliases: [],
  argumentsHelp: 'NAME SPEC...',
  minArguments: 2,
  maxArguments: 32,
  summary: 'serve ports and sockets of the pod here: 8080:localhost:80, 8080:/run/x.sock, "socks 1080"',
  flags: ['json', 'address', 'ssh', 'identity', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const [name = '', ...typed] = context.arguments;
  const specs = await specsOrSay(context, typed);
  if (typeof specs === 'number') return specs;
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const found = await reachablePodOrSay(context, services, name);
  if (typeof found === 'number') return found;
  const reason = forwardlessReason(services, found.pod);
  if (reason !== null) {
    context.say(`${reason}\n`);
    return exitCodes.refused;
  }
  const ways = await openWaysOrSay(context, services);
  if (typeof ways === 'number') return ways;
  const { createForwards } = await import('../access/forwards/forwards.ts');
  const forwards = createForwards({
    doors: ways.doors,
    nowMs: context.nowMs,
    onTrouble: ({ listensOn }, reason) => context.say(`${listensOn}: ${reason}\n`),
  });
  try {
    // Somebody who is told of a port expects a pod behind it.
    const tried = await ways.doors.open(found.target, context.signal);
    if (!tried.ok) return sayLoss(context, tried.failure);
    const isListening = await listenOnAll(context, specs, (spec) => forwards.open(found.target, spec));
    await tried.value.close();
    if (!isListening) return exitCodes.failed;
    sayChanges(context, forwards);
    await untilAborted(context.signal);
    return exitCodes.interrupted;
  } finally {
    await forwards.close();
    await Promise.all([ways.links.close(), ways.doors.close()]);
  }
}

/** All are of one pod. A loss that nobody is told of looks like a page that hangs. */
function sayChanges({ say }: CommandContext, forwards: Pick<Forwards, 'snapshot' | 'subscribe'>): void {
  let shown: Forward['state']['kind'] = 'open';
  forwards.subscribe(() => {
    const [forward] = forwards.snapshot().forwards;
    if (forward === undefined || forward.state.kind === shown) return;
    const { state, podName } = forward;
    shown = state.kind;
    say(state.kind === 'open' ? `${podName} is reached again.\n` : `${podName} is lost: ${state.reason}\n`);
  });
}

async function specsOrSay(
  context: CommandContext,
  typed: readonly string[],
): Promise<readonly ForwardSpec[] | ExitCode> {
  const { readForward } = await import('../fleet/forward-spec.ts');
  const specs: ForwardSpec[] = [];
  for (const text of typed) {
    const read = readForward(text, context.flags.address);
    if (read.ok) {
      specs.push(read.value);
      continue;
    }
    context.say(`"${text}" is no forward: ${read.reason}.\n`);
    return exitCodes.usage;
  }
  return specs;
}

/** All of them or none. */
async function listenOnAll(
  context: CommandContext,
  specs: readonly ForwardSpec[],
  open: (
    spec: ForwardSpec,
  ) => Promise<
    { readonly ok: true; readonly forward: Forward } | { readonly ok: false; readonly reason: string }
  >,
): Promise<boolean> {
  for (const spec of specs) {
    const opened = await open(spec);
    if (!opened.ok) {
      context.say(`${opened.reason}.\n`);
      return false;
    }
    context.print(
      context.flags.json === true ? `${JSON.stringify(lineOf(opened.forward))}\n` : textOf(opened.forward),
    );
  }
  const others = specs.flatMap(({ listener }) =>
    listener.kind === 'tcp' && !isLoopback(listener.host) ? [listener.host] : [],
  );
  if (others[0] !== undefined)
    context.say(
      `Warning: ${others[0]} is not this machine alone. Whoever can reach it gets into the pod, and is asked for nothing here.\n`,
    );
  context.say('Ctrl-C ends it.\n');
  return true;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function lineOf({ podId, podName, kind, listensOn, target }: Forward) {
  return { podId, podName, kind, listensOn, target };
}

function textOf({ podName, kind, listensOn, target }: Forward): string {
  const where = kind === 'socks' ? 'SOCKS5, by names as the pod knows them' : target;
  return `${listensOn}  →  ${where}  in ${podName}\n`;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
