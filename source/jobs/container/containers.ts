/** Containers by the words that docker and podman share: run, found by label, watched, stopped, removed. */
import { type Answer, type Asking, askEngine, safeLine } from './ask-engine.ts';
import type { ContainerEngine, EngineResult, RunningContainer, RunRequest } from './container-engine.ts';
import { splitWords } from './split-words.ts';

export type ContainerVerbs = Pick<
  ContainerEngine,
  'run' | 'labelled' | 'exitCode' | 'logs' | 'stop' | 'remove'
>;

export function createContainerVerbs(engine: Pick<Asking, 'run' | 'program'>): ContainerVerbs {
  const ask = (words: readonly string[], failing: string, signal: AbortSignal, more: Partial<Asking> = {}) =>
    askEngine({ ...engine, words, failing: `${failing} with ${engine.program}`, signal, ...more });

  const verbs: ContainerVerbs = {
    async run(request, signal) {
      const failing = `Cannot run ${request.reference}`;
      const created = await ask(createWords(request), failing, signal, {
        environment: handedOver(request.environment),
      });
      if (!created.ok) return created;
      // A warning may stand before the id.
      const containerId = created.value.stdout.trim().split('\n').at(-1)?.trim() ?? '';
      const started = await ask(['start', containerId], failing, signal);
      if (!started.ok) {
        await verbs.remove(containerId, AbortSignal.timeout(removeTimeoutMs));
        return started;
      }
      return { ok: true, value: await published(containerId, signal) };
    },

    async labelled(label, signal) {
      const words = ['ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}`];
      const answer = await ask(words, `Cannot look for containers with the label ${label}`, signal);
      return mapped(answer, ({ stdout }) => stdout.split('\n').filter((line) => line.trim() !== ''));
    },

    async exitCode(containerId, signal) {
      const format = '{{.State.Status}} {{.State.ExitCode}}';
      const words = ['container', 'inspect', '--format', format, containerId];
      const answer = await ask(words, `Cannot look at the container ${containerId}`, signal);
      return mapped(answer, ({ stdout }) => exitCodeOf(stdout));
    },

    async logs(containerId, lines, signal) {
      const words = ['logs', '--tail', String(lines), containerId];
      const answer = await ask(words, `Cannot read the log of ${containerId}`, signal);
      return answer.ok ? answer.value.lines.slice(-lines).map(safeLine) : answer.evidence;
    },

    async stop(containerId, withinMs, signal) {
      const failing = `Cannot stop the container ${containerId}`;
      const seconds = Math.max(1, Math.ceil(withinMs / 1000));
      const startedMs = performance.now();
      const stopped = await ask(['stop', '-t', String(seconds), containerId], failing, signal, {
        timeoutMs: withinMs + removeTimeoutMs,
      });
      const tookMs = Math.round(performance.now() - startedMs);
      if (!stopped.ok) return stopped;
      const exitCode = await verbs.exitCode(containerId, signal);
      return exitCode.ok ? { ok: true, value: { tookMs, exitCode: exitCode.value } } : exitCode;
    },

    async remove(containerId, signal) {
      const words = ['rm', '--force', '--volumes', containerId];
      const answer = await ask(words, `Cannot remove the container ${containerId}`, signal);
      if (!answer.ok && answer.isNoSuch) return { ok: true, value: null };
      return mapped(answer, () => null);
    },
  };

  /** One that has ended already has no ports; its exit code tells that. */
  async function published(containerId: string, signal: AbortSignal): Promise<RunningContainer> {
    const answer = await ask(['port', containerId], 'Cannot read the ports', signal);
    return { containerId, portOf: answer.ok ? readPorts(answer.value.stdout) : {} };
  }

  return verbs;
}

/** `80/tcp -> 127.0.0.1:41234`, a line a port. */
export function readPorts(stdout: string): Readonly<Record<number, number>> {
  const lines = [...stdout.matchAll(/^(\d+)\/tcp -> .*:(\d+)$/gm)];
  return Object.fromEntries(lines.map(([, inside, outside]) => [Number(inside), Number(outside)]));
}

const removeTimeoutMs = 60_000;

/** The engine draws the free ports itself: one that we had drawn might be taken by the time it listens. */
function createWords(request: RunRequest): readonly string[] {
  const { label, environment, ports, reference, startCommand } = request;
  return [
    ...['create', '--pull=never', '--label', label],
    ...ports.flatMap((port) => ['--publish', `127.0.0.1::${port}`]),
    ...Object.entries(environment).flatMap(([name, value]) => [
      '--env',
      steersEngine(name) ? `${name}=${value}` : name,
    ]),
    reference,
    ...(startCommand === null ? [] : splitWords(startCommand)),
  ];
}

/** Values go by the environment of the engine's program, so that no process list shows them. */
function handedOver(environment: RunRequest['environment']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !steersEngine(name)));
}

/** A container's PATH in the environment of the engine's program would steer the engine; such names hold no secrets. */
function steersEngine(name: string): boolean {
  return /^(PATH|HOME|USER|SHELL|PWD|TMPDIR|DEBUG|LANG|NODE_OPTIONS)$|^(LD|LC|GO|XDG|DBUS|SSL|DOCKER|BUILD|BUILDAH|BUILDX|BUILDKIT|CONTAINER|CONTAINERS|PODMAN|REGISTRY|STORAGE|NOTIFY|LISTEN|TMP)_|_proxy$|^CONTAINERD?$/i.test(
    name,
  );
}

function exitCodeOf(stdout: string): number | null {
  const [status, code] = stdout.trim().split(' ');
  return /^(exited|stopped|dead)$/.test(status ?? '') && code !== undefined ? Number(code) : null;
}

function mapped<Value>(
  answer: Answer,
  read: (said: Extract<Answer, { ok: true }>['value']) => Value,
): EngineResult<Value> {
  return answer.ok ? { ok: true, value: read(answer.value) } : answer;
}
