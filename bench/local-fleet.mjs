/** A local fleet for the console to watch, in a process of its own. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const readyMs = 90_000;

/** @returns {Promise<{environment: Record<string, string>, hasEnded(): boolean, stop(): Promise<void>}>} */
export async function startLocalFleet({ program, podCount }) {
  const words = [program, 'simulate', '--pods', String(podCount), '--json', '--light'];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await firstLine(child);
  if (line === null)
    throw new Error(`The local fleet of ${podCount} pods was not ready within ${readyMs} ms`);
  const { RUNPOD_GRAPHQL_URL, RUNPOD_API_KEY, RUNPOD_PROXY_URL } = JSON.parse(line);
  return {
    environment: { RUNPOD_GRAPHQL_URL, RUNPOD_API_KEY, RUNPOD_PROXY_URL },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function firstLine(child) {
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => lines.close(), readyMs);
  try {
    for await (const line of lines) return line;
    return null;
  } finally {
    clearTimeout(timer);
  }
}
