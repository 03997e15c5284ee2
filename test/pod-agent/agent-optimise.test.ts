/**
 * `pod-agent optimise` of the built agent: dry on this machine, and for real where what it changes stays within a
 * namespace of its own.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { OptimisationReport, TuningResult } from '../../pod-agent/protocol/optimisation.ts';
import { tunings } from '../../pod-agent/tunings/index.ts';
import { coreSizeLimit, openFilesLimit } from '../../pod-agent/tunings/process-limits.ts';
import { type AgentRun, buildAgent, isRunning, runAgent } from './built-agent.ts';
import { containerLikeMissing, createContainerLike } from './container-like.ts';

const agent = buildAgent();
const runs: AgentRun[] = [];

afterEach(() => {
  for (const run of runs.splice(0)) run.child.kill('SIGKILL');
});

async function optimise(args: readonly string[], environment?: Readonly<Record<string, string>>) {
  const run = runAgent(agent, ['optimise', ...args], environment);
  runs.push(run);
  const { code } = await run.ended;
  return { code, output: run.output(), errorOutput: run.errorOutput() };
}

const ids = tunings.map(({ id }) => id);
const text = (path: string) => readFileSync(path, 'utf8').trim();

function resultOf(report: OptimisationReport, id: string): TuningResult {
  const found = report.tunings.find((result) => result.id === id);
  if (found === undefined) throw new Error(`the report has no ${id}`);
  return found;
}

/** A folder with an nvidia-smi of these lines. */
function toolFolder(lines: readonly string[], folder = mkdtempSync(join(agent.folder, 'tools-'))): string {
  writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
  return folder;
}

/** Prints success whenever it is asked to set the mode, and has two cards without it. */
const boaster = [
  `echo "$*" >>"$(dirname "$0")/calls"`,
  `case $1 in`,
  `-pm) echo 'Enabled persistence mode for GPU 00000000:01:00.0.'; echo 'All done.' ;;`,
  `*) printf '0, Disabled\\n1, Disabled\\n' ;;`,
  `esac`,
];

describe('pod-agent optimise --dry-run', () => {
  it('says of this machine what can be read of it, and changes nothing', async () => {
    const swappiness = text('/proc/sys/vm/swappiness');
    const somaxconn = text('/proc/sys/net/core/somaxconn');
    const limitsOfParent = text('/proc/self/limits');
    const path = join(mkdtempSync(join(agent.folder, 'report-')), 'status.json');
    const { code, output } = await optimise(['--dry-run', '--json', '--report', path]);
    expect(code).toBe(0);
    const report: OptimisationReport = JSON.parse(output);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(report);
    expect(report).toMatchObject({ schema: 1, dryRun: true, unfinished: [] });
    expect(report.tunings.map(({ id }) => id)).toEqual(ids);
    expect(Math.abs(report.atMs - Date.now())).toBeLessThan(60_000);
    for (const { before, after, tookMs } of report.tunings) {
      expect(after).toBe(before);
      expect(tookMs).toBeGreaterThanOrEqual(0);
    }
    expect(resultOf(report, 'swappiness')).toMatchObject({
      before: swappiness,
      status: swappiness === '10' ? 'already' : 'would-try',
    });
    expect(resultOf(report, 'socket-backlog')).toMatchObject({
      before: somaxconn,
      status: Number(somaxconn) >= 4096 ? 'already' : 'would-try',
    });
    const { bsize, blocks } = statfsSync('/dev/shm');
    expect(resultOf(report, 'shared-memory').status).toBe(
      bsize * blocks >= 1024 ** 3 ? 'already' : 'would-try',
    );
    expect(resultOf(report, 'core-dumps').before).toContain(
      String(coreSizeLimit(limitsOfParent)?.soft).replace('Infinity', 'unlimited'),
    );
    expect(resultOf(report, 'open-files').before).toContain(String(openFilesLimit(limitsOfParent)?.soft));
    expect(text('/proc/self/limits')).toBe(limitsOfParent);
    expect(text('/proc/sys/vm/swappiness')).toBe(swappiness);
  });

  it('does not ask a driver to change anything', async () => {
    const folder = toolFolder(boaster);
    const { output } = await optimise(['--dry-run', '--json'], { PATH: `${folder}:${process.env.PATH}` });
    expect(resultOf(JSON.parse(output), 'gpu-persistence')).toMatchObject({
      status: 'would-try',
      before: 'Disabled',
    });
    expect(text(join(folder, 'calls'))).toMatch(/^--query-gpu=\S+ \S+$/);
  });

  it('reports after its budget what is done, and ends a tool that hangs', async () => {
    const folder = toolFolder(['echo $$ >"$(dirname "$0")/pid"', "trap '' TERM", 'sleep 300', 'sleep 300']);
    const { code, output } = await optimise(['--dry-run', '--json', '--budget-ms', '4000'], {
      PATH: `${folder}:${process.env.PATH}`,
    });
    const report: OptimisationReport = JSON.parse(output);
    expect(code).toBe(0);
    expect(report.unfinished).toEqual(['gpu-persistence']);
    expect(report.tunings.map(({ id }) => id)).toEqual(ids.filter((id) => id !== 'gpu-persistence'));
    expect(isRunning(Number(text(join(folder, 'pid'))))).toBe(false);
  });

  it('is what a made-up machine has, which cannot be changed', async () => {
    const root = mkdtempSync(join(agent.folder, 'machine-'));
    mkdirSync(join(root, 'proc/sys/vm'), { recursive: true });
    mkdirSync(join(root, 'proc/1'));
    writeFileSync(join(root, 'proc/sys/vm/swappiness'), '33\n');
    writeFileSync(
      join(root, 'proc/1/limits'),
      'Max open files            99                   4096      files\n',
    );
    const { output } = await optimise(['--root', root, '--json']);
    const report: OptimisationReport = JSON.parse(output);
    expect(report.dryRun).toBe(true);
    expect(resultOf(report, 'swappiness')).toMatchObject({ status: 'would-try', before: '33' });
    expect(resultOf(report, 'open-files')).toMatchObject({ status: 'would-try', before: '99 of 4096' });
    expect(resultOf(report, 'socket-backlog').status).toBe('not-applicable');
    expect(resultOf(report, 'core-dumps').status).toBe('failed');
    expect(text(join(root, 'proc/sys/vm/swappiness'))).toBe('33');
  });

  it('prints a line for each tuning, the reason beneath, and a summary', async () => {
    const root = mkdtempSync(join(agent.folder, 'machine-'));
    mkdirSync(join(root, 'proc/sys/vm'), { recursive: true });
    mkdirSync(join(root, 'proc/sys/net/core'), { recursive: true });
    writeFileSync(join(root, 'proc/sys/vm/swappiness'), '60\n');
    writeFileSync(join(root, 'proc/sys/net/core/somaxconn'), '4096\n');
    const { code, output } = await optimise(['--root', root]);
    expect(code).toBe(0);
    expect(output).toMatch(/^already {9}socket-backlog {3}4096 -> 4096 \(wanted 4096\)\n\S/m);
    expect(output).toMatch(
      /^would-try {7}swappiness {7}60 -> 60 \(wanted 10\)\n {16}\/proc\/sys\/vm\/swappiness reads 60; nothing was tried\.\n {16}It is /m,
    );
    expect(output).toMatch(/^optimise \(dry run, nothing was changed\): 1 already, .*, 1 would-try\n$/m);
  });

  it('is no failure where the report cannot be written, but says so', async () => {
    const { code, errorOutput } = await optimise([
      '--dry-run',
      '--report',
      join(agent.folder, 'none/x.json'),
    ]);
    expect(code).toBe(0);
    expect(errorOutput).toContain('none/x.json');
  });

  it('takes no words that it does not know', async () => {
    for (const args of [['--force'], ['now'], ['--dry-run', '--budget-ms', 'soon']]) {
      expect((await optimise(args)).code).toBe(2);
    }
  });
});

const skipped = containerLikeMissing === null ? '' : ` (skipped: ${containerLikeMissing})`;

describe.skipIf(containerLikeMissing !== null)(`pod-agent optimise in namespaces${skipped}`, () => {
  it('does what a container may, and says of the rest that it may not', () => {
    const host = { swappiness: text('/proc/sys/vm/swappiness'), limits: text('/proc/self/limits') };
    const container = createContainerLike(agent);
    toolFolder(boaster, container.folder);
    const { code, output, errorOutput } = container.run(
      `agent optimise --json
       cp /proc/1/limits /tmp/limits-of-first
       sh -c 'cat /proc/self/limits' >/tmp/limits-of-next
       cat /proc/sys/net/core/somaxconn >/tmp/somaxconn`,
    );
    expect({ code, errorOutput }).toEqual({ code: 0, errorOutput: '' });
    const report: OptimisationReport = JSON.parse(output);
    expect(JSON.parse(container.read('pod-optimization-status.json'))).toEqual(report);
    expect(report).toMatchObject({ dryRun: false, unfinished: [] });
    expect(resultOf(report, 'open-files')).toMatchObject({
      status: 'partial',
      before: expect.stringMatching(/^1024 of 4096 \(PID 1, /),
      after: '4096 of 4096',
      errno: 'EPERM',
    });
    for (const name of ['limits-of-first', 'limits-of-next']) {
      expect(openFilesLimit(container.read(name))).toEqual({ soft: 4096, hard: 4096 });
      expect(coreSizeLimit(container.read(name))?.soft).toBe(0);
    }
    const coreHard = coreSizeLimit(host.limits)?.hard;
    expect(coreSizeLimit(container.read('limits-of-first'))?.hard).toBe(coreHard);
    expect(resultOf(report, 'core-dumps')).toMatchObject({
      status: coreHard === 0 ? 'already' : 'applied',
      after: '0',
    });
    expect(resultOf(report, 'shared-memory')).toMatchObject({
      status: 'not-permitted',
      before: '64 MiB',
      after: '64 MiB',
      errno: 'EPERM',
    });
    expect(resultOf(report, 'swappiness')).toMatchObject(
      host.swappiness === '10'
        ? { status: 'already' }
        : { status: 'not-permitted', after: host.swappiness, errno: 'EROFS' },
    );
    expect(resultOf(report, 'socket-backlog').after).toBe(container.read('somaxconn').trim());
    expect(resultOf(report, 'gpu-persistence')).toMatchObject({
      status: 'not-permitted',
      before: 'Disabled',
      after: 'Disabled',
      evidence: expect.stringContaining('was answered with success; still'),
    });
    expect(container.read('calls')).toContain('-pm 1\n');
    expect(text('/proc/sys/vm/swappiness')).toBe(host.swappiness);
    expect(text('/proc/self/limits')).toBe(host.limits);
  });

  it('leaves no core where one was left before, unless it is asked for', () => {
    const container = createContainerLike(agent);
    const crash = (folder: string, first = '') =>
      `mkdir /tmp/${folder}; (cd /tmp/${folder}; ${first} sh -c 'kill -SEGV $$')`;
    container.run(
      `${crash('before')}
       agent optimise >/tmp/output
       ${crash('after')}
       ${crash('asked', 'ulimit -c unlimited;')}
       ls /tmp/before >/tmp/cores-before; ls /tmp/after >/tmp/cores-after; ls /tmp/asked >/tmp/cores-asked`,
    );
    const leavesCores = container.read('cores-before') !== '';
    expect(container.read('cores-after')).toBe('');
    expect(container.read('cores-asked') !== '').toBe(leavesCores);
    expect(container.read('output')).toMatch(
      leavesCores ? /^applied +core-dumps +unlimited -> 0/m : /^(already|not-applicable) +core-dumps/m,
    );
  });

  it('changes nothing in a dry run, and leaves no report of it', () => {
    const container = createContainerLike(agent);
    toolFolder(boaster, container.folder);
    container.run(
      'cp /proc/1/limits /tmp/limits-before; agent optimise --dry-run >/tmp/output; cp /proc/1/limits /tmp/limits-after',
    );
    expect(container.read('output')).toMatch(/^would-try +open-files +1024 of 4096/m);
    expect(container.read('limits-after')).toBe(container.read('limits-before'));
    expect(container.read('calls')).not.toContain('-pm');
    expect(existsSync(join(container.folder, 'pod-optimization-status.json'))).toBe(false);
  });
});
