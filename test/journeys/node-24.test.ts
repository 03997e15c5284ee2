/** The bundles run on Node 24 as well: a smoke, with the node that npm brings. Skipped, saying so, where it cannot be had. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findNode } from '../neighbours/other-node.ts';
import { cleanEnvironment, program, startSimulator } from '../neighbours/program.ts';
import { startTmux, tmuxIsThere } from '../neighbours/tmux.ts';

const home = mkdtempSync(join(tmpdir(), 'pod-engine-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const node = findNode('24');
if (node === null) console.log('Node 24 cannot be had here: its smoke is skipped.');

test.skipIf(node === null)(
  'version, list and the console over the local fleet',
  { timeout: 180_000 },
  async () => {
    if (node === null) return;
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(/^v24\./);
    const simulator = await startSimulator(['--pods', '3']);
    try {
      const env = cleanEnvironment({ ...simulator.variables, HOME: home });
      expect(execFileSync(node, [program, 'pods', 'list'], { encoding: 'utf8', env })).toContain(
        'h100-train-0',
      );
      if (!tmuxIsThere) return;
      const environment = { ...simulator.variables, HOME: home, TERM: 'tmux-256color' };
      const tmux = startTmux({ columns: 100, rows: 30, command: `${node} ${program}`, environment });
      try {
        await tmux.until(
          (screen) => /●|▲/.test(screen) && screen.includes('h100-train-0'),
          'a live pod',
          60_000,
        );
      } finally {
        tmux.stop();
      }
    } finally {
      await simulator.stop();
    }
  },
);
