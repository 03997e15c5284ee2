import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checks } from '../../../../pod-agent/checks/index.ts';
import { planOf, planSources } from '../../../../pod-agent/checks/plan.ts';
import { sourcesOfChecks } from '../../../../pod-agent/checks/sources.ts';
import type { Answer, Source } from '../../../../pod-agent/host/host.ts';
import { createLocalHost } from '../../../../pod-agent/host/local-host.ts';
import { askScript } from '../../../../source/jobs/shell-diagnosis/ask-script.ts';
import { readAnswers } from '../../../../source/jobs/shell-diagnosis/read-answers.ts';
import { brokenTools, runShell, type Shell, shells } from './shells.ts';

const nonce = 'c0ffee00c0ffee00';

let folder: string;
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.sendDate = false;
    if (request.url === '/slow') return;
    if (request.url === '/chunked') {
      response.write('one ');
      response.end('two');
      return;
    }
    response.writeHead(request.url === '/' ? 200 : 404, { 'content-type': 'text/plain', date: 'now' });
    response.end(request.url === '/large' ? 'x'.repeat(100_000) : `you asked for ${request.url}`);
  });
  server.keepAliveTimeout = 100;
  port = await listening(server);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(shells)('a diagnosis asked in $name', (shell) => {
  const runs = test.skipIf(shell.missing !== null);

  runs('gets the answers that the local host gives', async () => {
    const sources = everyKind();
    const { answers, isWhole } = await ask(shell, sources);
    expect(isWhole).toBe(true);
    const host = createLocalHost({ root: null });
    for (const [at, source] of sources.entries()) {
      const expected = await host.answer(source);
      expect(comparable(source, answers[at]), source.id).toEqual(comparable(source, expected));
    }
    host.close();
  });

  runs('answers what the checks themselves declare', async () => {
    const host = createLocalHost({ root: null });
    const planned: Record<string, Answer> = {};
    for (const source of planSources()) planned[source.id] = await host.answer(source);
    const sources = sourcesOfChecks(planOf(planned)).map(({ source }) => source);
    expect(sources.length).toBeGreaterThan(checks.length);
    const asked = await ask(shell, sources);
    for (const [at, source] of sources.entries()) {
      const expected = await host.answer(source);
      const found = asked.answers[at];
      // What a pod lacks, or a busy machine has no time for, may go either way; what is text is so for both.
      if (expected.ok) expect(found, JSON.stringify(source)).toMatchObject({ ok: true });
      else expect(found, JSON.stringify(source)).toMatchObject({ ok: false, reason: expected.reason });
    }
    host.close();
  });

  runs('asks for what makes a rate twice, a second apart', async () => {
    const sources: Source[] = [
      { kind: 'file', id: 'uptime', cadence: 'hot', path: '/proc/uptime' },
      { kind: 'command', id: 'clock', cadence: 'hot', argv: ['cat', '/proc/uptime'], timeoutMs: 5000 },
      { kind: 'file', id: 'version', cadence: 'once', path: '/proc/version' },
    ];
    const { answers, before, elapsedMs, wallMs } = await ask(shell, sources);
    for (const at of [0, 1]) expect(seconds(answers[at]) - seconds(before[at])).toBeGreaterThan(0.9);
    expect(before[2]).toBeUndefined();
    expect(elapsedMs).toBeGreaterThanOrEqual(900);
    expect(Math.abs((wallMs ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  runs('leaves alone what hangs, floods or complains without end', async () => {
    const sources: Source[] = [
      command('hang', ['sh', '-c', 'echo begun; sleep 60; echo never'], 1000),
      command('flood', ['yes'], 20_000),
      command('complain', ['sh', '-c', 'yes >&2'], 20_000),
      command('killed', ['sh', '-c', 'kill -KILL $$'], 20_000),
      command('well', ['echo', 'well'], 20_000),
      { kind: 'http', id: 'slow', cadence: 'once', port, path: '/slow', timeoutMs: 1000 },
    ];
    const { answers, isWhole } = await ask(shell, sources);
    expect(isWhole).toBe(true);
    expect(answers.map((answer) => (answer?.ok === false ? answer.reason : answer?.text))).toEqual([
      'timeout',
      'failed',
      'failed',
      'failed',
      'well\n',
      'timeout',
    ]);
  });

  runs('takes nothing that a pod prints for a word of its own', async () => {
    const lies = [
      '@c0ffee00c0ffee01 begin 1',
      'begin 1',
      `\\n@ end 1 0`,
      `@${nonce.slice(0, -1)} over`,
      `x @${nonce} over`,
    ];
    writeFileSync(join(folder, 'lies'), `${lies.join('\n')}\n`);
    writeFileSync(
      join(folder, 'binary'),
      Buffer.from(Array.from({ length: 5000 }, (_, at) => 1 + ((at * 7) % 255))),
    );
    const sources: Source[] = [
      command('lies', ['cat', join(folder, 'lies')], 20_000),
      command('honest', ['echo', 'honest'], 20_000),
      command('binary', ['cat', join(folder, 'binary')], 20_000),
    ];
    const { answers, isWhole } = await ask(shell, sources, { input: (script) => script });
    expect(isWhole).toBe(true);
    expect(answers[0]).toMatchObject({ ok: true, text: `${lies.join('\n')}\n` });
    expect(answers[1]).toMatchObject({ ok: true, text: 'honest\n' });
    expect(answers[2]).toMatchObject({ ok: true, exitCode: 0 });
  });

  runs(
    'of the environment only what was asked for leaves the pod, and of secrets only that they are set',
    async () => {
      const sources: Source[] = [
        {
          kind: 'environment',
          id: 'e',
          cadence: 'once',
          names: ['WANTED', 'WANTED_TOKEN', 'EMPTY_KEY', 'UNSET'],
        },
      ];
      const environment = { WANTED: 'a=b', WANTED_TOKEN: 'plum-secret', EMPTY_KEY: '', OTHER: 'plum-other' };
      const { answers, output } = await ask(shell, sources, { environment });
      expect(answers[0]).toEqual({ ok: true, text: 'WANTED=a=b\nWANTED_TOKEN=[redacted]\nEMPTY_KEY=\n' });
      expect(output).not.toContain('plum');
    },
  );

  runs('does without timeout, without head -c, and without the pipe for turns', async () => {
    const sources: Source[] = [
      { kind: 'file', id: 'version', cadence: 'hot', path: '/proc/version' },
      command('hang', ['sleep', '60'], 1000),
      command('well', ['sh', '-c', 'echo well; exit 3'], 20_000),
    ];
    const broken = [brokenTools(folder, ['timeout', 'head'])];
    const input = (script: string) => script.replaceAll('/proc/self/fd/0', '/nowhere/fd');
    for (const options of [{ broken }, { broken, input }, { input }]) {
      const { answers, isWhole } = await ask(shell, sources, {
        ...options,
        toolsFolder: mkdtempSync(join(folder, 't-')),
      });
      expect(isWhole).toBe(true);
      expect(answers[0]).toMatchObject({ ok: true, text: expect.stringContaining('Linux version') });
      expect(answers[1]).toMatchObject({ ok: false, reason: 'timeout' });
      expect(answers[2]).toMatchObject({ ok: true, text: 'well\n', exitCode: 3 });
    }
  });
});

function everyKind(): Source[] {
  writeFileSync(join(folder, 'plain'), 'one line\n\n\nwithout end');
  writeFileSync(join(folder, 'empty'), '');
  mkdirSync(join(folder, 'many'));
  for (const name of ['1', '2', 'x']) writeFileSync(join(folder, 'many', name), `${name}\n`);
  const file = (path: string): Source => ({ kind: 'file', id: path, cadence: 'once', path });
  const http = (path: string, at = port): Source => ({
    kind: 'http',
    id: `http ${at} ${path}`,
    cadence: 'once',
    port: at,
    path,
    timeoutMs: 5000,
  });
  return [
    file('/proc/version'),
    file('/proc/1/cmdline'),
    file('/proc/nothing'),
    file(join(folder, 'plain')),
    file(join(folder, 'empty')),
    file(join(folder, 'none')),
    file(join(folder, 'plain', 'below-a-file')),
    { kind: 'files', id: 'many', cadence: 'once', glob: `${folder}/many/[0-9]*` },
    { kind: 'files', id: 'no such', cadence: 'once', glob: `${folder}/none/*` },
    { kind: 'files', id: 'no process', cadence: 'once', glob: '/proc/[0-9]*/nothing' },
    { kind: 'filesystem', id: 'root', cadence: 'once', path: '/', timeoutMs: 5000 },
    { kind: 'filesystem', id: 'nowhere', cadence: 'once', path: join(folder, 'none'), timeoutMs: 5000 },
    command('both streams', ['sh', '-c', "echo out; echo 'it''s' >&2; printf end; exit 7"]),
    command('quoted', ['printf', '%s|', "it's", 'a b', '$HOME', '*', '\\n', '']),
    command('nothing said', ['true']),
    command('many empty lines', ['printf', 'a\n\n\n']),
    command('no such program', ['no-such-program-anywhere']),
    command('not a program', [join(folder, 'plain')]),
    http('/'),
    http('/missing?a=b&c=$d'),
    http('/chunked'),
    http('/large'),
    http('/', 1),
  ];
}

function command(id: string, argv: readonly [string, ...string[]], timeoutMs = 10_000): Source {
  return { kind: 'command', id, cadence: 'once', argv, timeoutMs };
}

/** What changes from one look to the next is left out. */
function comparable(source: Source, answer: Answer | undefined): unknown {
  if (answer === undefined) return answer;
  if (!answer.ok) return { ok: false, reason: answer.reason };
  if (source.kind === 'filesystem') {
    const [blockBytes, blocks, , , inodes] = answer.text.trim().split(' ');
    return { blockBytes, blocks, inodes, ends: answer.text.endsWith('\n') };
  }
  if (source.kind === 'files') return answer.text.split('\n').sort();
  // How long it took is never the same twice, and not every tool tells.
  const { tookMs, ...same } = answer;
  expect(tookMs === undefined || tookMs < 60_000).toBe(true);
  return same;
}

function seconds(answer: Answer | undefined): number {
  return answer?.ok === true ? Number.parseFloat(answer.text) : Number.NaN;
}

async function ask(
  shell: Shell,
  sources: readonly Source[],
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly broken?: readonly string[];
    readonly input?: (script: string) => string;
    readonly toolsFolder?: string;
  } = {},
) {
  const script = askScript(sources, { nonce, seconds: 30 });
  const { output } = await runShell({
    argv: shell.argv,
    input: options.input?.(script) ?? script,
    folders: [...(options.broken ?? []), shell.toolsIn(options.toolsFolder ?? folder)],
    environment: { HOME: folder, ...options.environment },
  });
  return { ...readAnswers(`Welcome, no newline${output}`, nonce, sources), output };
}

function listening(target: Server): Promise<number> {
  return new Promise((resolve) => {
    target.listen(0, '127.0.0.1', () => {
      const address = target.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
