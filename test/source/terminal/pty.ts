import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { build } from 'esbuild';

/** Bundles one of the programs of these tests into `folder` and gives its path: Node does not run TypeScript by itself. */
export async function buildProgram(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  const entry = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}

const waitMs = 40_000;

/** A real terminal device with a program in it, and a screen in memory that shows what the program writes. */
export function openPty(file: string, words: string[]) {
  const screen = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const pty: IPty = spawn(file, words, {
    cols: 80,
    rows: 24,
    name: 'xterm-256color',
    env: { ...process.env, PS1: 'prompt> ', ENV: '', NODE_NO_WARNINGS: '1' },
  });
  let output = '';
  let ended: { exitCode: number; signal?: number | undefined } | null = null;
  // The screen reads in its own time: only what it has read is told, so that both always say the same.
  pty.onData((data) =>
    screen.write(data, () => {
      output += data;
    }),
  );
  pty.onExit((result) => {
    ended = result;
  });

  async function until(what: string, condition: () => boolean): Promise<void> {
    const deadline = Date.now() + waitMs;
    while (!condition()) {
      if (Date.now() > deadline)
        throw new Error(`${what} did not come within ${waitMs} ms; the screen:\n${text()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  function text(): string {
    const lines: string[] = [];
    for (let y = 0; y < screen.rows; y++) {
      lines.push(screen.buffer.active.getLine(screen.buffer.active.baseY + y)?.translateToString(true) ?? '');
    }
    return lines.join('\n').trimEnd();
  }

  return {
    pid: pty.pid,
    text,
    output: () => output,
    isAlternate: () => screen.buffer.active.type === 'alternate',
    modes: () => screen.modes,
    type: (keys: string) => pty.write(keys),
    resize: (columns: number, rows: number) => {
      screen.resize(columns, rows);
      pty.resize(columns, rows);
    },
    /** Reads nothing that the program writes, as a hung line does, until `resume`. */
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    kill: (signal: string) => pty.kill(signal),
    untilShown: (part: string) => until(JSON.stringify(part), () => text().includes(part)),
    untilOutput: (part: string) => until(JSON.stringify(part), () => output.includes(part)),
    until,
    async untilEnded(): Promise<{ exitCode: number; signal?: number | undefined }> {
      await until('the end of the program', () => ended !== null);
      return ended ?? { exitCode: -1 };
    },
    close(): void {
      if (ended === null) pty.kill('SIGKILL');
      screen.dispose();
    },
  };
}

export type TestPty = ReturnType<typeof openPty>;
