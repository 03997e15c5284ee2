/** The container engine: podman or docker, by the words that both understand. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ContainerFailure } from './container-failure.ts';

export type EngineAnswer = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Engine = {
  readonly program: string;
  /** `environment` is for `--env NAME` without a value: a value on the command line is for every user of the machine to read. */
  run(words: readonly string[], environment?: Readonly<Record<string, string>>): Promise<EngineAnswer>;
  /** For what may take minutes, such as a pull; the signal ends it. */
  runLong(words: readonly string[], signal: AbortSignal): Promise<EngineAnswer>;
  /** For what prints until it is ended: both its outputs, line by line. Resolves when it has ended. */
  follow(words: readonly string[], onLine: (line: string) => void, signal: AbortSignal): Promise<void>;
  /** Resolves when that container has ended; `signal` ends the waiting. */
  ended(containerId: string, signal: AbortSignal): Promise<void>;
};

/** Nothing that is asked of an engine takes longer; starting is the slowest. */
const answersWithinMs = 60_000;
const longestMs = 600_000;
const mostOutputCharacters = 1_000_000;

/** CONTAINER_ENGINE, else podman, else docker. Rejects with a `ContainerFailure` when it is not there or does not answer. */
export async function findEngine(environment: Readonly<Record<string, string | undefined>>): Promise<Engine> {
  const given = environment.CONTAINER_ENGINE ?? '';
  const complaints: string[] = [];
  for (const program of given === '' ? ['podman', 'docker'] : [given]) {
    const engine = engineOf(program);
    const answer = await engine.run(['info', '--format', 'ok']);
    if (answer.code === 0) return engine;
    complaints.push(`${program}: ${lastLine(answer.stderr)}`);
  }
  throw new ContainerFailure(
    `No container engine answers.\n${complaints.join('\n')}\nInstall podman or docker, or name one in CONTAINER_ENGINE.`,
  );
}

function engineOf(program: string): Engine {
  return {
    program,
    run: (words, environment = {}) => answerOf(start(program, words, environment), answersWithinMs),
    async runLong(words, signal) {
      const child = start(program, words, {});
      const end = (): void => void child.kill('SIGTERM');
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      const answer = await answerOf(child, longestMs);
      signal.removeEventListener('abort', end);
      return answer;
    },
    async follow(words, onLine, signal) {
      const child = start(program, words, {});
      const end = (): void => void child.kill('SIGKILL');
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      for (const input of [child.stdout, child.stderr])
        if (input !== null) createInterface({ input }).on('line', onLine);
      await new Promise<void>((resolve) =>
        child.once('error', () => resolve()).once('close', () => resolve()),
      );
      signal.removeEventListener('abort', end);
    },
    async ended(containerId, signal) {
      const child = start(program, ['wait', containerId], {});
      const end = (): void => void child.kill('SIGKILL');
      signal.addEventListener('abort', end, { once: true });
      await answerOf(child, null);
      signal.removeEventListener('abort', end);
    },
  };
}

/** In a group of its own: the terminal's Ctrl-C is for us, who have containers to remove with it. */
function start(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(program, [...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...environment },
  });
}

function answerOf(child: ChildProcess, deadlineMs: number | null): Promise<EngineAnswer> {
  return new Promise((resolve) => {
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        if (said[name].length < mostOutputCharacters) said[name] += text;
      });
    }
    const timer =
      deadlineMs === null
        ? undefined
        : setTimeout(() => {
            said.stderr += `it did not end within ${deadlineMs / 1000} s`;
            child.kill('SIGKILL');
          }, deadlineMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: null, ...said, stderr: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...said });
    });
  });
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'it said nothing';
}
