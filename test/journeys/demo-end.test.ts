/** The local fleet of a demo goes away under the console. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, test } from 'vitest';
import { descendantsOf, signalProcess } from '../neighbours/processes.ts';
import { program } from '../neighbours/program.ts';
import { startTmux, type Tmux, tmuxIsThere } from '../neighbours/tmux.ts';

describe.skipIf(!tmuxIsThere)('the demo without its fleet', () => {
  let tmux: Tmux | null = null;
  afterEach(() => tmux?.stop());

  test('says that the fleet has ended', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pod-engine-demo-end-'));
    const pidFile = join(folder, 'pid');
    tmux = startTmux({
      columns: 120,
      rows: 40,
      command: `sh -c 'echo $$ > ${pidFile}; exec node ${program} demo --pods 3'`,
      environment: { TERM: 'tmux-256color' },
    });
    await tmux.until((screen) => screen.includes('h100-train-0'), 'the fleet', 40_000);
    for (const { pid } of descendantsOf(Number(readFileSync(pidFile, 'utf8')))) signalProcess(pid, 'SIGKILL');
    rmSync(folder, { recursive: true });
    await tmux.until((screen) => screen.includes('The local fleet has ended'), 'the news');
    tmux.send('q', 'q');
  });
});
