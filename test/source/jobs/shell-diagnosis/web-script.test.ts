import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSocketServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askHttp } from '../../../../pod-agent/host/ask-http.ts';
import type { Answer } from '../../../../pod-agent/host/host.ts';
import { httpAnswer } from '../../../../source/jobs/shell-diagnosis/answer-of.ts';
import { webScript } from '../../../../source/jobs/shell-diagnosis/web-script.ts';
import { freePort } from '../../../neighbours/free-port.ts';

let folder: string;
let web: Server;
let mute: Server;
let rude: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-web-'));
  web = createServer((request, response) => {
    const isAway = request.url === '/away';
    const body = isAway ? '' : `you asked for ${request.url}`;
    response.writeHead(isAway ? 302 : request.url === '/' ? 200 : 503, {
      'content-length': body.length,
      ...(isAway ? { location: '/elsewhere' } : {}),
    });
    // Nothing is sent before the end.
    setTimeout(() => response.end(body), request.url === '/late' ? lateMs : 0);
  });
  mute = createSocketServer(() => {});
  rude = createSocketServer((socket) => socket.on('data', () => socket.destroy()).on('error', () => {}));
  for (const server of [web, mute, rude]) await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  for (const server of [web, mute, rude]) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const lateMs = 300;

function isLate(tookMs: unknown): boolean {
  return typeof tookMs === 'number' && tookMs >= lateMs - 5 && tookMs < 60_000;
}

test('a curl that prints its time behind the body is understood', () => {
  const page = 'HTTP/1.1 200 OK\r\n\r\nhello';
  const complaint = "curl\ncurl: unknown --write-out variable: 'stderr'\n";
  const given = { text: `${page}\ntook 1.400000\n`, complaint, exitCode: 0, isLate: false, isCut: false };
  const source = { kind: 'http', id: 'page', cadence: 'once', port: 1, path: '/', timeoutMs: 1 } as const;
  expect(httpAnswer(source, given)).toEqual({ ok: true, text: page, tookMs: 1400 });
});

/** `isLoose`: it follows redirections, or keeps the page of an error to itself. */
const tools: readonly {
  readonly tool: string;
  readonly with: readonly string[];
  readonly isLoose: boolean;
}[] = [
  { tool: 'curl', with: ['curl'], isLoose: false },
  { tool: 'bash', with: ['bash', 'cat'], isLoose: false },
  { tool: 'wget', with: ['wget'], isLoose: false },
  { tool: 'busybox', with: ['busybox'], isLoose: true },
];

describe.each(tools)('a page asked for by $tool', ({ tool, with: needed, isLoose }) => {
  const runs = test.skipIf(needed.some((name) => pathOf(name) === null));

  runs('is the page that the agent itself would see', async () => {
    for (const path of isLoose ? ['/'] : ['/', '/missing?a=1&b=$x', '/away']) {
      const [found, expected] = [await ask(portOf(web), path), await agentsAnswer(portOf(web), path)];
      expect(statusAndBody(found), path).toEqual(statusAndBody(expected));
    }
  });

  runs('its time is told by curl, and by no other', async () => {
    const found = await ask(portOf(web), '/late');
    if (tool === 'curl') expect(found).toMatchObject({ ok: true, tookMs: expect.toSatisfy(isLate) });
    else expect(found).not.toHaveProperty('tookMs');
    expect(await agentsAnswer(portOf(web), '/late')).toMatchObject({ tookMs: expect.toSatisfy(isLate) });
  });

  runs('an error is known by its status', async () => {
    expect(statusAndBody(await ask(portOf(web), '/missing')).status).toContain('503');
  });

  runs('nobody there, silence, and a connection that is cut are told apart', async () => {
    expect(await ask(await freePort(), '/')).toMatchObject({ ok: false, reason: 'absent' });
    expect(await ask(portOf(mute), '/', 2)).toMatchObject({ ok: false, reason: 'timeout' });
    expect(await ask(portOf(rude), '/')).toMatchObject({ ok: false, reason: 'failed' });
  });

  /** `seconds`: how long it waits for an answer, which is long enough for a busy machine. */
  async function ask(port: number, path: string, seconds = 15): Promise<Answer> {
    const bin = join(folder, tool);
    const isNew = mkdirSync(bin, { recursive: true }) !== undefined;
    for (const name of isNew ? ['sh', ...needed] : []) {
      symlinkSync(pathOf(name) ?? name, join(bin, name === 'busybox' ? 'wget' : name));
    }
    const beganMs = performance.now();
    const child = spawn(
      pathOf('timeout') ?? 'timeout',
      ['-s', 'KILL', `${seconds + 1}`, join(bin, 'sh'), '-c', webScript, 'sh', `${seconds}`, `${port}`, path],
      {
        env: { PATH: bin },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let text = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    const [code] = await once(child, 'close');
    return httpAnswer(
      { kind: 'http', id: 'page', cadence: 'once', port, path, timeoutMs: seconds * 1000 },
      {
        text,
        complaint,
        exitCode: code,
        isLate: performance.now() - beganMs > seconds * 1000 - 100,
        isCut: false,
      },
    );
  }
});

test('a pod without any of them is told as such', () => {
  const given = { text: '', complaint: 'none\n', exitCode: 127, isLate: false, isCut: false };
  const source = { kind: 'http', id: 'page', cadence: 'once', port: 1, path: '/', timeoutMs: 1 } as const;
  expect(httpAnswer(source, given)).toMatchObject({
    ok: false,
    reason: 'absent',
    message: expect.stringContaining('no tool'),
  });
});

function agentsAnswer(port: number, path: string): Promise<Answer> {
  return askHttp({ port, path, timeoutMs: 30_000 });
}

function statusAndBody(answer: Answer) {
  if (!answer.ok) return { status: answer.message, body: '' };
  const [status = ''] = answer.text.split('\r\n');
  return { status, body: answer.text.slice(answer.text.indexOf('\r\n\r\n') + 4) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function pathOf(name: string): string | null {
  return (
    execFileSync('sh', ['-c', `command -v ${name} || true`])
      .toString()
      .trim() || null
  );
}
