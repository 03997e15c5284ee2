/** What an operator meets who enters a simulated pod: a shell that says what it is, and the pod's site by a forward. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLineEditor } from '../../../source/simulator/pod/shell/line-editor.ts';
import {
  cleanEnvironment,
  program,
  type RunningSimulator,
  runProgram,
  startSimulator,
} from '../../neighbours/program.ts';
import { openPty } from '../terminal/pty.ts';

describe('a line that is typed', () => {
  function editor() {
    const events: string[] = [];
    let shown = '';
    const made = createLineEditor({
      prompt: '# ',
      write: (text) => {
        shown += text;
      },
      onEvent: (event) => events.push(event.kind === 'line' ? event.text : `<${event.kind}>`),
    });
    return { events, shown: () => shown, type: made.feed };
  }

  test('is echoed, mended, recalled and ended', () => {
    const { events, type, shown } = editor();
    type('lz\x7fs\r');
    type('wrong\x15right\r');
    type('\x1b[A\x1b[A\r');
    type('\x1b[A\x1b[B\x1b[Bnew\r');
    type('half\x03');
    type('\x04');
    expect(events).toEqual(['ls', 'right', 'ls', 'new', '<interrupt>', '<end>']);
    expect(shown()).toContain('^C');
  });

  test('takes no control that it does not know', () => {
    const { events, type } = editor();
    type('a\x00\x1b[200~b\x1b]c\r');
    expect(events[0]).toMatch(/^ab/);
  });
});

describe('a simulated pod', () => {
  let simulator: RunningSimulator;
  let environment: Record<string, string>;
  let name: string;

  beforeAll(async () => {
    simulator = await startSimulator(['--pods', '3', '--seed', '7', '--light']);
    environment = {
      ...simulator.variables,
      POD_ENGINE_TRUST_FILE: `/tmp/pod-engine-shell-${process.pid}.json`,
    };
    name = simulator.pods[0]?.name ?? '';
  });
  afterAll(async () => {
    await simulator.stop();
    const { rmSync } = await import('node:fs');
    rmSync(`/tmp/pod-engine-shell-${process.pid}.json`, { force: true });
  });

  test('has a shell with the programs of its machine, and says that it is simulated', async () => {
    const given = Object.entries(environment).map(([key, value]) => `${key}='${value}'`);
    const pty = openPty('sh', [
      '-c',
      `env ${given.join(' ')} ${process.execPath} ${program} ssh ${name}; echo "exit $?"`,
    ]);
    try {
      await pty.untilShown('simulated');
      await pty.untilShown(`root@${name}`);
      pty.type('ps\r');
      await pty.untilShown('nginx');
      pty.type('cat /etc/os-release\r');
      await pty.untilShown('Ubuntu');
      pty.type('env\r');
      await pty.untilShown('RUNPOD_POD_ID');
      expect(pty.text()).not.toMatch(/RUNPOD_API_KEY=(?!\(not shown\))/);
      pty.type('vim\r');
      await pty.untilShown('vim: command not found');
      pty.type('exit 4\r');
      await pty.untilShown('exit 4');
    } finally {
      pty.close();
    }
  });

  test('has its site at port 80, by a forward that runs until it is interrupted', async () => {
    const words = ['forward', name, '0:localhost:80', '0:localhost:81', '--json'];
    const child = spawn(process.execPath, [program, ...words], {
      env: cleanEnvironment(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    try {
      const places: string[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        places.push((JSON.parse(line) as { listensOn: string }).listensOn);
        if (places.length === 2) break;
      }
      const page = await fetch(`http://${places[0]}/`);
      expect(page.headers.get('server')).toContain('nginx');
      await page.text();
      await expect(fetch(`http://${places[1]}/`)).rejects.toThrow();
      await expect.poll(() => said).toContain('Nothing answers at localhost:81');
    } finally {
      child.kill('SIGINT');
    }
    expect(await ended).toBe(130);
  });

  test('runs the same programs by themselves', async () => {
    const ended = await runProgram(['ssh', name, '--', 'df'], { environment });
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('/workspace') });
  });
});
