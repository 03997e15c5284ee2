/**
 * A machine made of text that can be changed: files, limits of processes, one /dev/shm, and the modes of GPU cards. It
 * allows what it is told to allow, and refuses the rest in the words of the real tools.
 */
import type { Changes, Written } from '../../../pod-agent/host/changes.ts';
import type { Answer, Host, Source } from '../../../pod-agent/host/host.ts';

export type Limits = { nofile: [number, number]; core: [number, number] };

export type MadeUpMachine = {
  readonly host: Host;
  readonly changes: Changes;
  /** Plain files by path. One that is not there is absent. */
  readonly files: Map<string, string>;
  /** By process id. */
  readonly limits: Map<number, Limits>;
  readonly commands: Map<string, (args: readonly string[]) => Answer | Promise<Answer>>;
  /** What writing to a file comes to; without an entry it is written. */
  readonly refusedFiles: Map<string, Written>;
  /** In KiB blocks. */
  shm: { blocks: number; isMounted: boolean };
  mayRaiseHardLimits: boolean;
  /** Processes of another user. */
  readonly foreign: Set<number>;
  /** Everything that was tried. */
  readonly tried: string[];
};

export function createMadeUpMachine(): MadeUpMachine {
  const machine: MadeUpMachine = {
    files: new Map([
      ['/proc/sys/net/core/somaxconn', '4096\n'],
      ['/proc/sys/vm/swappiness', '60\n'],
      ['/proc/sys/kernel/core_pattern', 'core\n'],
    ]),
    limits: new Map([
      [1, { nofile: [1024, 20_000], core: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] }],
      [7, { nofile: [20_000, 20_000], core: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] }],
    ]),
    commands: new Map(),
    refusedFiles: new Map(),
    shm: { blocks: 65_536, isMounted: true },
    mayRaiseHardLimits: false,
    foreign: new Set(),
    tried: [],
    host: {
      answer: async (source) => answer(machine, source),
      follow: () => ({ stop() {} }),
      wallMs: () => 1_800_000_000_000,
      monotonicMs: () => performance.now(),
    },
    changes: {
      writeFile: async (path, text) => write(machine, path, text),
      run: async ([name, ...args]) => {
        machine.tried.push([name, ...args].join(' '));
        return (await machine.commands.get(name)?.(args)) ?? absent(name);
      },
    },
  };
  machine.commands.set('prlimit', (args) => prlimit(machine, args));
  return machine;
}

export function answered(text: string, exitCode = 0, errorText = ''): Answer {
  return { ok: true, text, exitCode, errorText };
}

async function answer(machine: MadeUpMachine, source: Source): Promise<Answer> {
  if (source.kind === 'command') {
    const [name, ...args] = source.argv;
    return (await machine.commands.get(name)?.(args)) ?? absent(name);
  }
  if (source.kind === 'filesystem')
    return { ok: true, text: `1024 ${machine.shm.blocks} ${machine.shm.blocks} 0 9 9\n` };
  if (source.kind !== 'file') throw new Error(`nobody asks for ${source.kind} here`);
  const text = machine.files.get(source.path) ?? madeText(machine, source.path);
  return text === null ? absent(source.path) : { ok: true, text };
}

function madeText(machine: MadeUpMachine, path: string): string | null {
  if (path === '/proc/self/mountinfo') {
    const shm = '50 40 0:61 / /dev/shm rw,nosuid,nodev - tmpfs shm rw,size=65536k\n';
    return `40 30 0:50 / / rw - overlay overlay rw\n${machine.shm.isMounted ? shm : ''}`;
  }
  const limits = machine.limits.get(Number(/^\/proc\/(\d+)\/limits$/.exec(path)?.[1]));
  return limits === undefined ? null : limitsText(limits);
}

/** As the kernel lays it out. */
export function limitsText({ nofile, core }: Limits): string {
  const row = (name: string, [soft, hard]: readonly [number, number], unit: string) =>
    `${name.padEnd(26)}${word(soft).padEnd(21)}${word(hard).padEnd(21)}${unit.padEnd(10)}\n`;
  return (
    'Limit                     Soft Limit           Hard Limit           Units     \n' +
    row('Max core file size', core, 'bytes') +
    row('Max open files', nofile, 'files')
  );
}

function word(value: number): string {
  return value === Number.POSITIVE_INFINITY ? 'unlimited' : String(value);
}

function write(machine: MadeUpMachine, path: string, text: string): Written {
  machine.tried.push(`write ${path}`);
  const refused = machine.refusedFiles.get(path);
  if (refused !== undefined) return refused;
  machine.files.set(path, text);
  return { ok: true };
}

/** By the rules of setrlimit(2): soft at most hard, hard only downwards without the right. */
function prlimit(machine: MadeUpMachine, args: readonly string[]): Answer {
  const [, processId = '', limit = ''] = args;
  const [, name, soft = '', hard] = /^--(nofile|core)=(\w+):(\w*)$/.exec(limit) ?? [];
  const limits = machine.limits.get(Number(processId));
  if ((name !== 'nofile' && name !== 'core') || limits === undefined)
    return answered('', 1, 'prlimit: bad words');
  const next: [number, number] = [Number(soft), hard === '' ? limits[name][1] : Number(hard)];
  const isRaised = next[1] > limits[name][1] && !machine.mayRaiseHardLimits;
  if (isRaised || machine.foreign.has(Number(processId))) {
    const resource = name.toUpperCase();
    return answered(
      '',
      1,
      `prlimit: failed to set the ${resource} resource limit: Operation not permitted\n`,
    );
  }
  if (next[0] > next[1]) return answered('', 1, 'prlimit: failed to set: Invalid argument\n');
  limits[name] = next;
  return answered('');
}

function absent(what: string): Answer {
  return { ok: false, reason: 'absent', message: `${what} is not there.` };
}
