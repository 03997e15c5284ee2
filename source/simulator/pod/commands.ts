/** What happens to a command that comes over SSH: the agent, a program of the machine, or "command not found". */
import type { Host } from '../../../pod-agent/host/host.ts';
import { runProgram } from '../machine/commands.ts';
import type { Machine } from '../machine/machine.ts';
import { runAgent } from './agent.ts';
import type { AgentChannel } from './agent-place.ts';
import type { CommandChannel } from './command-channel.ts';
import type { PodFaults } from './faults.ts';
import type { KeptJobs } from './kept-jobs.ts';
import { followLogs, followScriptOf, foundLogs } from './log-scripts.ts';
import { piecesAnswer } from './pieces-script.ts';
import { serveShell } from './shell/shell.ts';
import type { Site } from './site.ts';
import { cardsAnswer, copyAnswer, inputOf, leadingPrintf, onlyCommand, podIdAnswer } from './small-shell.ts';
import { splitWords } from './words.ts';

export type Commands = {
  run(command: string, channel: CommandChannel): void;
  /** A shell on a terminal. */
  shell(channel: CommandChannel): void;
  /** Where a forwarded stream leads on this machine; null where nothing listens in the pod. */
  placeOf(host: string, port: number): Promise<number | null>;
  /** Ends those that run, as the container's end does. */
  endAll(): void;
};

export type CommandsOptions = {
  readonly machine: Machine;
  readonly host: Host;
  readonly site: Site;
  readonly faults: PodFaults;
  readonly jobs: KeptJobs;
  /** Where the application answers on this machine; null where nothing listens at that port inside. */
  webPort(inner: number): Promise<number | null>;
  dropSsh(): void;
};

const notFound = 127;
const oneProgramText =
  'sh: this machine is simulated: it takes one program with its words, no pipes, lists, variables or scripts\n';

export function createCommands(options: CommandsOptions): Commands {
  const running = new Set<AbortController>();
  const commands: Commands = {
    run(command, channel) {
      const ending = new AbortController();
      running.add(ending);
      const end = () => ending.abort();
      channel.on('end', end);
      channel.on('close', end);
      // A channel that breaks is closed as well, and that is all there is to it.
      channel.on('error', end);
      const isScript = /^(exec )?sh -s$/.test(command.trim());
      const outcome = isScript
        ? runScript(channel, { ...options, signal: ending.signal })
        : execute(command, channel, { ...options, signal: ending.signal });
      // What nobody reads would keep the channel from ending.
      if (!isScript) channel.resume();
      void outcome.then((exitCode) => {
        running.delete(ending);
        if (!channel.writable) return;
        channel.exit(exitCode);
        channel.end();
      });
    },
    shell(channel) {
      const ending = new AbortController();
      running.add(ending);
      channel.on('close', () => running.delete(ending));
      const { plan } = options.machine.facts;
      serveShell({
        channel,
        podName: plan.name,
        signal: ending.signal,
        runProgram: (argv) => runProgram(options.machine.now(), argv),
        run: commands.run,
      });
    },
    async placeOf(host, port) {
      const isHere = /^(localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0)$/.test(host);
      return isHere ? options.webPort(port) : null;
    },
    endAll() {
      for (const ending of running) ending.abort();
    },
  };
  return commands;
}

async function runScript(channel: CommandChannel, options: Executing): Promise<number> {
  const script = await inputOf(channel);
  const command = onlyCommand(script);
  if (command !== null) return execute(command, channel, options);
  const answer =
    podIdAnswer(script, options.machine.facts.plan.id) ??
    cardsAnswer(script, () => cardsOf(options)) ??
    foundLogs(script) ??
    (await piecesAnswer(script, options));
  if (answer === null) {
    channel.stderr.write('sh: this machine is simulated and does not know that script\n');
    return notFound;
  }
  channel.write(answer);
  return 0;
}

/** null: nvidia-smi has failed, or there is none. */
function cardsOf({ machine }: CommandsOptions): string | null {
  const listed = runProgram(machine.now(), ['nvidia-smi', '-L']);
  return listed?.exitCode === 0 ? listed.stdout : null;
}

type Executing = CommandsOptions & { readonly signal: AbortSignal };

async function execute(command: string, channel: CommandChannel, options: Executing): Promise<number> {
  const leading = leadingPrintf(command);
  if (leading !== null) {
    channel.write(leading.printed);
    return execute(leading.rest, channel, options);
  }
  const following = followScriptOf(command);
  if (following !== null) {
    await followLogs(following, {
      machine: options.machine,
      write: (text) => void (channel.writable && channel.write(text)),
      signal: options.signal,
    });
    return 0;
  }
  const copied = copyAnswer(command);
  if (copied !== null) {
    channel.write(copied);
    return 0;
  }
  const argv = argvOf(command);
  const first = argv[0] ?? '';
  if (first.slice(first.lastIndexOf('/') + 1) === 'pod-agent' && options.faults.agent !== 'stopped') {
    return runAgent(argv.slice(1), placeOf(options), agentChannel(channel, options));
  }
  const execution = runProgram(options.machine.now(), argv);
  if (execution === null) {
    channel.stderr.write(
      argv.length === 1 && /[\s;|&<>$]/.test(first)
        ? oneProgramText
        : `bash: line 1: ${first}: command not found\n`,
    );
    return notFound;
  }
  channel.write(execution.stdout);
  if (execution.stderr !== '') channel.stderr.write(execution.stderr);
  return execution.exitCode;
}

/**
 * The words that are run in the end: without a leading `exec`, and out of a `sh -c`. A line that only a real shell
 * understands is one word, which no program is called.
 */
function argvOf(command: string, depth = 0): readonly string[] {
  const words = splitWords(command) ?? [command.trim()];
  const argv = words[0] === 'exec' ? words.slice(1) : words;
  const [program, flag, line] = argv;
  const isShell = (program === 'sh' || program === '/bin/sh') && flag === '-c' && line !== undefined;
  return isShell && depth < deepestShell ? argvOf(line, depth + 1) : argv;
}

/** A shell in a shell in a shell is nobody's honest command. */
const deepestShell = 3;

function placeOf({ machine, host, site, jobs }: CommandsOptions) {
  return { machine, host, siteUrl: site.url, jobs };
}

function agentChannel(channel: CommandChannel, options: Executing): AgentChannel {
  const { faults, machine, signal } = options;
  return {
    write(text) {
      // A poor line breaks while something goes over it; nobody else would notice.
      if (!machine.now().work.sshReachable) options.dropSsh();
      if (faults.agent === 'frozen' || !channel.writable) return true;
      return channel.write(text);
    },
    onDrain: (listener) => channel.once('drain', listener),
    writeError: (text) => channel.stderr.write(text),
    signal,
  };
}
