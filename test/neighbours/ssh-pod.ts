/** A real sshd that stands for a pod: its sessions have a home of their own and only the tools that are asked for. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAllOf } from './processes.ts';
import { type Sshd, startSshd } from './sshd.ts';

export type SshPodOptions = {
  /** What runs each command, as the user's login shell would. */
  readonly shell?: string;
  /** Where the console is to find no agent to upload, as if there were no Node. */
  readonly hasNode?: boolean;
  /** Leave out of the sessions' PATH whatever is not one of these. */
  readonly onlyTools?: readonly string[];
  /** Run before each command, as a shell's start-up file would be. */
  readonly noise?: string;
  /** In place of all this. */
  readonly forceCommand?: string;
  /** Further lines of sshd_config. */
  readonly configuration?: readonly string[];
};

export type SshPod = Sshd & { readonly home: string; readonly hasNode: boolean };

export async function startSshPod(options: SshPodOptions = {}): Promise<SshPod> {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-pod-'));
  const home = join(folder, 'home');
  const bin = join(folder, 'bin');
  mkdirSync(home);
  mkdirSync(bin);
  const shell = (options.shell ?? 'sh').replace(/^busybox/, busyboxPath());
  const wrapper = join(folder, 'login');
  const lines = [
    '#!/bin/sh',
    `export HOME='${home}' PATH='${home}/bin:${toolsOf(options, bin)}'`,
    options.noise ?? ':',
    `exec ${shell} -c "$SSH_ORIGINAL_COMMAND"`,
  ];
  writeFileSync(wrapper, `${lines.join('\n')}\n`, { mode: 0o755 });
  const sshd = await startSshd({
    forceCommand: options.forceCommand ?? wrapper,
    configuration: [...(options.configuration ?? []), 'MaxStartups 9:100:9'],
  });
  return {
    ...sshd,
    home,
    hasNode: options.hasNode ?? true,
    get pid() {
      return sshd.pid;
    },
    async stop() {
      await sshd.stop();
      // What was stopped, or takes no notice of its channel's end, has outlived its session.
      killAllOf(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function toolsOf({ shell, onlyTools }: SshPodOptions, folder: string): string {
  if (shell?.startsWith('busybox')) {
    execFileSync('busybox', ['--install', '-s', folder]);
    return folder;
  }
  if (onlyTools === undefined) return '/usr/bin:/bin';
  for (const name of onlyTools) symlinkSync(pathOf(name), join(folder, name));
  return folder;
}

function busyboxPath(): string {
  return execFileSync('sh', ['-c', 'command -v busybox || echo busybox']).toString().trim();
}

function pathOf(name: string): string {
  return execFileSync('/bin/sh', ['-c', `PATH=/usr/bin:/bin command -v ${name}`])
    .toString()
    .trim();
}
