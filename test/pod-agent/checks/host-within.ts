/**
 * The door to the namespaces of a started pod: what a check wants is asked for within them, as a shell over SSH would. Its
 * network is the machine's, so that the application is asked directly.
 */
import { spawn } from 'node:child_process';
import { askHttp } from '../../../pod-agent/host/ask-http.ts';
import { answerEnvironment } from '../../../pod-agent/host/environment.ts';
import type { Answer, Host, Source } from '../../../pod-agent/host/host.ts';

export type Tools = {
  readonly shell: readonly string[];
  /** Folders in which commands are looked up. */
  readonly path: string;
};

/** What the checks themselves wait for an answer is for a pod, and not for a machine on which other tests run. */
const patientMs = 20_000;
const usualPath = '/usr/local/bin:/usr/bin:/bin:/usr/sbin';

/**
 * @param pid Of a process within, by the machine's numbers; its own first process is number 1 there.
 * @param patience How many times longer a page is waited for than its check says.
 */
export function hostWithin(pid: number, tools: Partial<Tools> = {}, patience = 3): Host {
  const { shell = ['sh'], path = usualPath } = tools;
  const run = (argv: readonly string[], timeoutMs: number) => runWithin(pid, argv, timeoutMs, path);
  async function answer(source: Source): Promise<Answer> {
    switch (source.kind) {
      case 'file':
        return fileAnswer(await run(['cat', source.path], patientMs), source.path);
      case 'files':
        return run([...shell, '-c', `cat ${source.glob} 2>/dev/null; :`], patientMs);
      case 'environment':
        return answerEnvironment({ names: source.names, root: `/proc/${pid}/root`, own: {} });
      case 'command': {
        const [name, ...rest] = source.argv;
        return run(name === 'sh' ? [...shell, ...rest] : source.argv, Math.max(source.timeoutMs, patientMs));
      }
      case 'http':
        return askHttp({ ...source, timeoutMs: patience * source.timeoutMs });
      case 'filesystem':
        return { ok: false, reason: 'absent', message: 'Filesystems are not asked for here.' };
    }
  }
  return {
    answer,
    follow: () => ({ stop() {} }),
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
  };
}

function fileAnswer(answer: Answer, path: string): Answer {
  if (!answer.ok || answer.exitCode === 0) return answer;
  const reason = /Permission denied/.test(answer.errorText ?? '') ? 'denied' : 'absent';
  return { ok: false, reason, message: `${path} cannot be read.` };
}

/** For a fix, too: `sh -c LINE` as a pane would run it. */
export function runWithin(
  pid: number,
  argv: readonly string[],
  timeoutMs: number,
  path = usualPath,
): Promise<Answer> {
  const child = spawn('/usr/bin/nsenter', ['-t', String(pid), '-m', '-p', '/usr/bin/env', ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: path, LC_ALL: 'C', HOME: '/root' },
  });
  let text = '';
  let errorText = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (errorText += chunk));
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ ok: false, reason: 'timeout', message: `${argv[0]} did not end within ${timeoutMs} ms.` });
    }, timeoutMs);
    child.once('error', (error) => resolve({ ok: false, reason: 'failed', message: error.message }));
    // Not `close`: what a fix leaves running may keep the pipes.
    child.once('exit', (code) => {
      setTimeout(() => {
        clearTimeout(timer);
        resolve({ ok: true, text, errorText, exitCode: code ?? 1 });
      }, 20);
    });
  });
}
