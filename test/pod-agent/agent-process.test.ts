/** The built agent as a process: it begins, it ends with its channel, and it leaves nothing behind. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeFrame } from '../../pod-agent/protocol/codec.ts';
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import { type AgentRun, buildAgent, childrenOf, isRunning, runAgent, until } from './built-agent.ts';

const agent = buildAgent();
const runs: AgentRun[] = [];

function start(args: readonly string[], environment?: Readonly<Record<string, string>>): AgentRun {
  const run = runAgent(agent, args, environment);
  runs.push(run);
  return run;
}

afterEach(() => {
  for (const run of runs.splice(0)) run.child.kill('SIGKILL');
});

function framesOf(run: AgentRun): readonly Frame[] {
  const whole = run.output().split('\n').slice(0, -1);
  return whole.slice(1).map((line) => {
    const decoded = decodeFrame(line);
    if (!decoded.ok) throw new Error(`${decoded.message}: ${line}`);
    return decoded.frame;
  });
}

function count(run: AgentRun, kind: Frame['kind']): number {
  return framesOf(run).filter((frame) => frame.kind === kind).length;
}

/** A made-up machine whose nvidia-smi runs until it is ended; its process id stands in a file. */
function machineWithGpuTool(script: string): { readonly root: string; toolPid(): number } {
  const root = mkdtempSync(join(agent.folder, 'machine-'));
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  mkdirSync(join(root, 'proc/1'), { recursive: true });
  const path = join(root, 'usr/bin/nvidia-smi');
  writeFileSync(
    path,
    `#!/bin/sh\ncase "$*" in *loop-ms*) echo $$ >${root}/pid ;; *) exit 0 ;; esac\n${script}\n`,
  );
  chmodSync(path, 0o755);
  return {
    root,
    toolPid() {
      try {
        return Number(readFileSync(join(root, 'pid'), 'utf8'));
      } catch {
        return 0;
      }
    },
  };
}

describe('pod-agent stream', () => {
  it('tells of this very machine, in frames that the codec takes whole', async () => {
    const run = start([
      'stream',
      '--interval-ms',
      '200',
      '--nonce',
      'n7',
      '--since',
      '9',
      '--report',
      '/nowhere',
    ]);
    await until(
      () => count(run, 'hello') === 2 && count(run, 'sample') >= 3 && count(run, 'health') >= 1,
      'frames',
    );
    expect(run.output().startsWith('\n{"kind":"hello"')).toBe(true);
    const [hello] = framesOf(run);
    expect(hello).toMatchObject({ kind: 'hello', nonce: 'n7', agentVersion: '0.0.0-test', intervalMs: 200 });
    const inventory = framesOf(run).flatMap((frame) => (frame.kind === 'hello' ? [frame.inventory] : []))[1];
    expect(inventory).toMatchObject({
      kernelVersion: readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim(),
    });
    const samples = framesOf(run).flatMap((frame) => (frame.kind === 'sample' ? [frame] : []));
    expect(samples.map(({ sequence }) => sequence)).toEqual(samples.map((_, index) => 10 + index));
    expect(samples[2]?.cpu?.usedPercent).toEqual(expect.any(Number));
    expect(samples[2]?.agent.residentBytes).toBeGreaterThan(10e6);
    expect(run.errorOutput()).toBe('');
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('ends on %s', async (signal) => {
    const run = start(['stream', '--interval-ms', '200']);
    await until(() => count(run, 'sample') >= 1, 'a sample');
    run.child.kill(signal);
    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it('ends with standard input', async () => {
    const run = start(['stream', '--interval-ms', '200']);
    await until(() => count(run, 'sample') >= 1, 'a sample');
    run.child.stdin.end();
    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it('ends on a farewell, for terminals, whose input has no end', async () => {
    const run = start(['stream', '--interval-ms', '200']);
    await until(() => count(run, 'sample') >= 1, 'a sample');
    run.child.stdin.write('bye\n');
    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it('ends when nobody reads any more', async () => {
    const run = start(['stream', '--interval-ms', '200']);
    await until(() => count(run, 'sample') >= 1, 'a sample');
    run.child.stdout.destroy();
    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.errorOutput()).toBe('');
  });

  it('leaves no child behind, not even during the inventory', async () => {
    const run = start(['stream']);
    await until(() => childrenOf(run.pid).length > 0, 'the child of the inventory');
    const children = childrenOf(run.pid);
    run.child.stdin.end();
    await run.ended;
    await until(() => !children.some(isRunning), 'its children to be gone');
  });

  it('takes the GPU tool with it', async () => {
    const machine = machineWithGpuTool('exec sleep 600');
    const run = start(['stream', '--root', machine.root]);
    await until(() => machine.toolPid() > 0, 'the tool');
    expect(isRunning(machine.toolPid())).toBe(true);
    run.child.kill('SIGHUP');
    await run.ended;
    expect(isRunning(machine.toolPid())).toBe(false);
  });

  it('kills a GPU tool that will not end', async () => {
    const machine = machineWithGpuTool("trap '' TERM; while :; do sleep 1; done");
    const run = start(['stream', '--root', machine.root]);
    await until(() => machine.toolPid() > 0, 'the tool');
    run.child.stdin.end();
    await run.ended;
    await until(() => !isRunning(machine.toolPid()), 'the tool to be gone');
  });

  it('ends although a file never answers', async () => {
    const root = mkdtempSync(join(agent.folder, 'machine-'));
    mkdirSync(join(root, 'proc'));
    // Opening a pipe that nobody writes to blocks like a question to a volume that is gone.
    execFileSync('mkfifo', [join(root, 'proc/loadavg')]);
    const run = start(['stream', '--interval-ms', '200', '--root', root]);
    await until(() => count(run, 'sample') >= 2, 'samples in spite of it');
    run.child.stdin.end();
    await run.ended;
    expect(isRunning(run.pid)).toBe(false);
  });

  it('sends no secret of the pod', async () => {
    const secret = 'rpa_0123456789SECRET';
    const run = start(['stream', '--interval-ms', '200'], {
      RUNPOD_API_KEY: secret,
      RUNPOD_POD_ID: 'pod123',
      HF_TOKEN: secret,
    });
    await until(() => count(run, 'hello') === 2 && count(run, 'health') >= 1, 'inventory and health');
    expect(run.output()).toContain('"RUNPOD_POD_ID":"pod123"');
    expect(run.output()).not.toContain(secret);
  });
});

describe('the command line', () => {
  it.each([
    [
      ['stream', '--interval-ms', 'soon'],
      '--interval-ms is "soon". It must be a whole number from 100 to 60000.',
    ],
    [['stream', '--interval', '5'], "Unknown option '--interval'"],
    [['stream', 'now'], "Unexpected argument 'now'"],
    [['health'], '"health" is not a command.'],
    [['health', 'check', '--url', 'ftp://x'], '--url is "ftp://x". It must be an http:// address'],
    [['listen'], '"listen" is not a command.'],
    [[], 'say what to do'],
  ])('refuses %j with exit code 2 and the reason', async (args, reason) => {
    const run = start(args);
    expect(await run.ended).toEqual({ code: 2, signal: null });
    expect(run.errorOutput()).toContain(reason);
    expect(run.output()).toBe('');
  });

  it('prints its version, and help for all and for each', async () => {
    const [version, help, streamHelp] = [
      start(['--version']),
      start(['--help']),
      start(['stream', '--help']),
    ];
    expect((await version.ended).code).toBe(0);
    expect(version.output()).toBe('0.0.0-test\n');
    expect((await help.ended).code).toBe(0);
    expect(help.output()).toContain('health monitor');
    expect((await streamHelp.ended).code).toBe(0);
    expect(streamHelp.output()).toContain('--interval-ms');
  });
});
