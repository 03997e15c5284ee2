/**
 * A real sshd that behaves as RunPod's proxy does: without a terminal it refuses, with one it shows a banner and then a
 * noisy login shell, whatever was asked for. The pod behind it has a home of its own.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { killAllOf } from './processes.ts';
import { type Sshd, startSshd } from './sshd.ts';

/** The login shell behind the proxy; `nested`: bash on a second terminal inside the first. */
export type BackEnd = 'bash' | 'dash' | 'busybox' | 'nested';

export type PtyProxy = Sshd & { readonly home: string };

export async function startPtyProxy(options: {
  readonly backEnd: BackEnd;
  /** A pod's own environment, such as RUNPOD_POD_ID. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the proxy says before it hangs up, in place of a shell. */
  readonly refusal?: string;
  /** In place of the usual PATH of the pod. */
  readonly path?: string;
  /** Further lines of sshd_config. */
  readonly configuration?: readonly string[];
  /** The login shell's start-up file takes this long, as that of conda may. */
  readonly startsAfterSeconds?: number;
  /** Node is on its PATH: the folder of the one that runs the test. */
  readonly hasNode?: boolean;
}): Promise<PtyProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-proxy-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const noise =
    'echo "Activating base environment"; PS1="\\[\\e]0;title\\a\\]\\[\\e[32m\\]pod\\$\\[\\e[0m\\] "';
  const pause = `sleep ${options.startsAfterSeconds ?? 0}`;
  writeFileSync(join(home, 'rc'), `${pause}\n${noise}\nPROMPT_COMMAND='printf "tick "'\n`);
  const path = options.path ?? usualPath(options.hasNode === true);
  const variables = Object.entries({ HOME: home, PATH: path, ENV: join(home, 'rc'), ...options.environment });
  const login = join(folder, 'login');
  const lines = [
    '#!/bin/sh',
    'if ! [ -t 0 ]; then echo "Error: Your SSH client doesn\'t support PTY"; exit 1; fi',
    'printf "\\r\\n-- RUNPOD.IO --\\r\\n\\033[36mEnjoy your pod\\033[0m\\r\\n\\r\\n"',
    ...(options.refusal === undefined ? [] : [`printf '%s\\n' '${options.refusal}'; exit 1`]),
    `cd '${home}'`,
    `exec env -i TERM="$TERM" ${variables.map(([name, value]) => `${name}='${value}'`).join(' ')} ${backEnds[options.backEnd]}`,
  ];
  writeFileSync(login, `${lines.join('\n')}\n`, { mode: 0o755 });
  const sshd = await startSshd({
    forceCommand: login,
    configuration: [...(options.configuration ?? []), 'Banner /etc/hostname'],
  });
  return {
    ...sshd,
    home,
    get pid() {
      return sshd.pid;
    },
    async stop() {
      await sshd.stop();
      killAllOf(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function usualPath(hasNode: boolean): string {
  return hasNode ? `${dirname(process.execPath)}:/usr/bin:/bin` : '/usr/bin:/bin';
}

const backEnds: Readonly<Record<BackEnd, string>> = {
  bash: 'bash --noprofile --rcfile rc -i',
  dash: '/bin/dash -i',
  busybox: 'busybox sh -i',
  nested: "script -qec 'bash --noprofile --rcfile rc -i' /dev/null",
};
