/** A real terminal for the tests: tmux with a server of its own, so that nothing of the user's is touched. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const tmuxIsThere = existsSync('/usr/bin/tmux');

export type Tmux = {
  /** Types: names such as Enter, Escape, C-c, or text with `literal`. */
  send(...keys: readonly string[]): void;
  type(text: string): void;
  /** The screen as text, one string a row. */
  rows(): string[];
  /** The screen with its colours. */
  coloured(): string;
  resize(columns: number, rows: number): void;
  /** Waits until the screen satisfies the condition; throws with the screen otherwise. */
  until(condition: (screen: string) => boolean, what: string, timeoutMs?: number): Promise<string>;
  stop(): void;
};

export function startTmux(options: {
  readonly columns: number;
  readonly rows: number;
  /** A shell command line. */
  readonly command: string;
  readonly environment?: Readonly<Record<string, string>>;
}): Tmux {
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-tmux-'));
  const socket = join(folder, 'socket');
  // CI in the environment keeps ink from drawing; the product must draw all the same, but a user's terminal has none.
  const { CI: _, TMUX: __, NO_COLOR: ___, FORCE_COLOR: ____, ...inherited } = process.env;
  const env = { ...inherited, LANG: 'C.UTF-8', ...options.environment };
  const tmux = (...words: readonly string[]): string =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], { encoding: 'utf8', env });
  const size = ['-x', String(options.columns), '-y', String(options.rows)];
  tmux(
    'new-session',
    '-d',
    ...size,
    '-s',
    'main',
    options.command,
    ';',
    'set',
    '-g',
    'status',
    'off',
    ';',
    'set',
    '-g',
    'remain-on-exit',
    'on',
  );

  const stop = (): void => {
    process.off('exit', stop);
    spawnSync('tmux', ['-S', socket, 'kill-server']);
    rmSync(folder, { recursive: true, force: true });
  };
  // A test run that is cut short must not leave a console behind.
  process.once('exit', stop);

  const rows = (): string[] => tmux('capture-pane', '-p', '-t', 'main').split('\n').slice(0, -1);
  return {
    send: (...keys) => void tmux('send-keys', '-t', 'main', ...keys),
    type: (text) => void tmux('send-keys', '-t', 'main', '-l', text),
    rows,
    coloured: () => tmux('capture-pane', '-e', '-p', '-t', 'main'),
    resize: (columns, height) =>
      void tmux('resize-window', '-t', 'main', '-x', String(columns), '-y', String(height)),
    async until(condition, what, timeoutMs = 40_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const screen = rows().join('\n');
        if (condition(screen)) return screen;
        if (Date.now() > deadline)
          throw new Error(`Not seen within ${timeoutMs} ms: ${what}. The screen:\n${screen}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    stop,
  };
}
