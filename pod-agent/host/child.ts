/** Starts a command in a process group of its own, so that what it starts in turn ends with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { commandFolders } from './command-lookup.ts';
import { signalGroup } from './process-group.ts';

export type Child = {
  readonly process: ChildProcess;
  /** Asks the whole group to end, and makes it end when it has not after a while. */
  end(): void;
};

const graceMs = 1000;

export function startChild(options: {
  readonly path: string;
  readonly args: readonly string[];
  readonly root: string | null;
}): Child {
  const child = spawn(options.path, options.args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: childEnvironment(options.root),
  });
  let killTimer: NodeJS.Timeout | null = null;
  child.once('close', () => {
    if (killTimer !== null) clearTimeout(killTimer);
  });
  const signal = (name: NodeJS.Signals) => child.pid !== undefined && signalGroup(child.pid, name);
  return {
    process: child,
    end() {
      if (killTimer !== null) return;
      signal('SIGTERM');
      killTimer = setTimeout(() => signal('SIGKILL'), graceMs);
    },
  };
}

/** What a tool needs to find itself, its libraries and its cards. Secrets go by any name, so nothing else is handed on. */
const handedOn =
  /^(HOME|USER|LOGNAME|TZ|TMPDIR|LD_LIBRARY_PATH|(CUDA|NVIDIA|ROCR|ROCM|HIP|HSA|GPU)_[A-Z0-9_]+)$/;

const secret = /(KEY|TOKEN|SECRET|PASSWORD)$/;

/** Figures are read in the C locale's form. */
export function childEnvironment(root: string | null): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => handedOn.test(name) && !secret.test(name));
  const folders = root === null ? commandFolders(null) : [...commandFolders(root), ...commandFolders(null)];
  return { ...Object.fromEntries(kept), LC_ALL: 'C', PATH: folders.join(':') };
}
