/**
 * Debian's Chromium without a window, in a process of its own with an empty profile, spoken to in its DevTools protocol
 * (https://chromedevtools.github.io/devtools-protocol/) over a pair of pipes: JSON messages, each ended by a zero byte.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { createPipe, type Pipe } from './chromium-pipe.ts';
import { createTab, type Tab, type TabOptions } from './chromium-tab.ts';

const chromiumPath = '/usr/bin/chromium';

/** Why tests with a real browser cannot run here; null when they can. For `describe.skipIf` and its title. */
export const chromiumMissing: string | null = existsSync(chromiumPath)
  ? null
  : 'Chromium is not installed (apt-get install chromium)';

export type Chromium = {
  open(options: TabOptions): Promise<Tab>;
  stop(): Promise<void>;
};

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-pipe',
];

export async function startChromium(): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), 'pod-engine-chromium-'));
  const child = spawn(chromiumPath, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // A group of its own, so that all its processes can be ended together.
    detached: true,
  });
  const endWithUs = () => killGroup(child);
  process.once('exit', endWithUs);
  const pipe = pipeOf(child);
  await pipe.ask('Browser.getVersion');
  return {
    open: (options) => createTab(pipe, options),
    async stop() {
      const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
      killGroup(child);
      await exited;
      process.off('exit', endWithUs);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function pipeOf(child: ChildProcess): Pipe {
  // The third and the fourth are pipes because `stdio` above asks for them.
  const [, , , toBrowser, fromBrowser] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const pipe = createPipe(toBrowser, fromBrowser);
  child.once('error', (error) => pipe.end(`Chromium could not be started: ${error.message}`));
  child.once('exit', (code, signal) => pipe.end(`Chromium ended with ${signal ?? `code ${code}`}.`));
  return pipe;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
