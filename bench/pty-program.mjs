/** A program on a real terminal device, watched from the terminal's side. */
import { spawn } from '@lydell/node-pty';

/**
 * @param {{file: string, words: string[], columns: number, rows: number, env: Record<string, string>}} options
 */
export function startPtyProgram({ file, words, columns, rows, env }) {
  const startedMs = performance.now();
  const pty = spawn(file, words, { cols: columns, rows, name: 'xterm-256color', env });
  const listeners = new Set();
  let bytes = 0;
  let hasEnded = false;
  pty.onData((text) => {
    bytes += Buffer.byteLength(text);
    for (const listener of [...listeners]) listener(text);
  });
  const ended = new Promise((resolve) => {
    pty.onExit(() => {
      hasEnded = true;
      resolve();
    });
  });

  /** Milliseconds from now to the output that `accepts` takes; null when it does not come in time. */
  function untilOutput(accepts, deadlineMs) {
    const fromMs = performance.now();
    return new Promise((resolve) => {
      const finish = (value) => {
        clearTimeout(timer);
        listeners.delete(listener);
        resolve(value);
      };
      const listener = (text) => {
        if (accepts(text)) finish(performance.now() - fromMs);
      };
      const timer = setTimeout(() => finish(null), deadlineMs);
      listeners.add(listener);
    });
  }

  async function stop(quitKey) {
    if (!hasEnded) pty.write(quitKey);
    const timer = setTimeout(() => hasEnded || pty.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(timer);
  }

  return {
    pid: pty.pid,
    startedMs,
    bytes: () => bytes,
    hasEnded: () => hasEnded,
    type: (keys) => pty.write(keys),
    untilOutput,
    /** All that it writes from now on. */
    onOutput: (listener) => void listeners.add(listener),
    stop,
  };
}
