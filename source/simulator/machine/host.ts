/** The door to a machine made of text: what the agent's code reads and runs when it runs in a simulated pod. */
import { askHttp } from '../../../pod-agent/host/ask-http.ts';
import type { Answer, Following, FollowOptions, Host, Source } from '../../../pod-agent/host/host.ts';
import type { Clock } from '../../base/clock.ts';
import { runProgram } from './commands.ts';
import { createFiles } from './files.ts';
import type { Machine } from './machine.ts';
import { filesystemText } from './texts/disks.ts';
import { environmentOf } from './texts/environment.ts';
import { nvidiaLoop } from './tools/nvidia-smi.ts';

export type TextHostOptions = {
  readonly machine: Machine;
  readonly clock: Clock;
  /** Variables that are known only when the pod's ports are, such as RUNPOD_TCP_PORT_22. */
  extraVariables(): Readonly<Record<string, string>>;
  /** True while the volume does not answer. */
  volumeHangs(): boolean;
  /** Whether the application is there, by its port inside. */
  isSitePort(port: number): boolean;
  /** The port on which it is really served. */
  sitePort(): Promise<number>;
};

export function createTextHost(options: TextHostOptions): Host {
  const { machine, clock } = options;
  const files = createFiles(machine.facts);

  async function answer(source: Source): Promise<Answer> {
    switch (source.kind) {
      case 'file':
        return asAnswer(files.read(machine.now(), source.path), source.path);
      case 'files':
        return { ok: true, text: files.readAll(machine.now(), source.glob) };
      case 'filesystem':
        if (options.volumeHangs() && source.path.startsWith('/workspace')) {
          return {
            ok: false,
            reason: 'timeout',
            message: `${source.path} did not answer within ${source.timeoutMs} ms`,
          };
        }
        return asAnswer(filesystemText(machine.now(), source.path), source.path);
      case 'environment': {
        const known = { ...environmentOf(machine.facts), ...options.extraVariables() };
        return { ok: true, text: variablesText(known, source.names) };
      }
      case 'command':
        return commandAnswer(machine, source.argv);
      case 'http':
        return askHttp({
          ...source,
          port: options.isSitePort(source.port) ? await options.sitePort() : source.port,
        });
    }
  }

  return {
    answer,
    follow: (following) => follow(machine, following),
    wallMs: () => clock.wallMs() + machine.facts.plan.clockSkewMs,
    monotonicMs: () => clock.monotonicMs(),
  };
}

function asAnswer(text: string | null, path: string): Answer {
  return text === null
    ? { ok: false, reason: 'absent', message: `${path}: no such file` }
    : { ok: true, text };
}

function variablesText(known: Readonly<Record<string, string>>, names: readonly string[]): string {
  return names
    .filter((name) => Object.hasOwn(known, name))
    .map((name) => `${name}=${known[name]}\n`)
    .join('');
}

function commandAnswer(machine: Machine, argv: readonly string[]): Answer {
  const execution = runProgram(machine.now(), argv);
  if (execution === null) return { ok: false, reason: 'absent', message: `${argv[0]}: not found` };
  return { ok: true, text: execution.stdout, exitCode: execution.exitCode, errorText: execution.stderr };
}

/** Runs on where the words ask for a loop; anything else prints its answer and ends. */
function follow(machine: Machine, options: FollowOptions): Following {
  const [name, ...words] = options.argv;
  const moment = machine.now();
  const loop =
    moment.facts.model.vendor === 'nvidia' && name.endsWith('nvidia-smi') ? nvidiaLoop(moment, words) : null;
  if (loop === null) return followOnce(machine, options);
  const print = () => {
    for (const line of loop.lines(machine.now())) options.onLine(line, 'stdout');
  };
  const begin = setTimeout(() => {
    for (const line of loop.errorLines) options.onLine(line, 'stderr');
    if (loop.header !== null) options.onLine(loop.header, 'stdout');
    print();
  }, 0);
  const repeat = setInterval(print, loop.intervalMs);
  return endsOnce(options, () => {
    clearTimeout(begin);
    clearInterval(repeat);
  });
}

function followOnce(machine: Machine, options: FollowOptions): Following {
  const execution = runProgram(machine.now(), options.argv);
  const timer = setTimeout(() => {
    for (const line of linesOf(execution?.stdout ?? '')) options.onLine(line, 'stdout');
    for (const line of linesOf(execution?.stderr ?? '')) options.onLine(line, 'stderr');
    options.onEnd(
      execution === null
        ? { exitCode: null, message: `${options.argv[0]}: not found` }
        : { exitCode: execution.exitCode, message: `ended with exit code ${execution.exitCode}` },
    );
  }, 0);
  return { stop: () => clearTimeout(timer) };
}

function endsOnce(options: FollowOptions, release: () => void): Following {
  let running = true;
  return {
    stop() {
      if (!running) return;
      running = false;
      release();
      // A child that is killed is not gone before the call that killed it returns.
      queueMicrotask(() => options.onEnd({ exitCode: null, message: 'stopped' }));
    },
  };
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
