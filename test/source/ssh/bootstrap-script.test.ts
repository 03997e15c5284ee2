import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bootstrapScript, readBootstrap } from '../../../source/ssh/bootstrap-script.ts';
import { connect } from '../../../source/ssh/connection.ts';
import { hostKeyAlgorithms } from '../../../source/ssh/host-key.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import { defaultTimings } from '../../../source/ssh/timings.ts';
import { agentFileName, agentFolder, uploadAgent } from '../../../source/ssh/upload.ts';
import { sshdMissing, startSshd } from '../../neighbours/sshd.ts';

const root = mkdtempSync(join(tmpdir(), 'pod-engine-bootstrap-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const bytes = Buffer.from('console.log("agent")\n');
const sha256 = createHash('sha256').update(bytes).digest('hex');

function ask(home: string): string {
  return execFileSync('sh', ['-s'], {
    input: bootstrapScript({ mark: 'M', sha256 }),
    env: { HOME: home, PATH: process.env.PATH },
  }).toString();
}

describe('the question to a pod', () => {
  test('finds Node and the place for the agent', () => {
    const home = mkdtempSync(join(root, 'home-'));
    const facts = readBootstrap(ask(home), 'M');
    expect(facts).toMatchObject({
      nodeMajor: Number(process.versions.node.split('.')[0]),
      isCached: false,
      agentPath: join(home, agentFolder, agentFileName(sha256)),
    });
    expect(facts?.nodePath).toMatch(/^\/.*node$/);
  });

  test('knows the agent by its hash, not by its name', () => {
    const home = mkdtempSync(join(root, 'home-'));
    mkdirSync(join(home, agentFolder), { recursive: true });
    const path = join(home, agentFolder, agentFileName(sha256));
    writeFileSync(path, bytes);
    expect(readBootstrap(ask(home), 'M')?.isCached).toBe(true);
    writeFileSync(path, 'something else');
    expect(readBootstrap(ask(home), 'M')?.isCached).toBe(false);
  });

  test('finds a Node that only a start-up file would put on PATH', () => {
    const home = mkdtempSync(join(root, 'home-'));
    const folder = join(home, '.nvm/versions/node/v99.1.0/bin');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'node'), '#!/bin/sh\necho v99.1.0\n', { mode: 0o755 });
    expect(ask(home)).toContain(`node v99.1.0 ${folder}/node`);
  });
});

describe('the answer', () => {
  test('is read through noise', () => {
    const output =
      'Welcome!\r\n@M node v1.0.0 relative\n\n@M node v20.1.0 /usr/bin/node\n\n@M path /root/x.mjs\n@M end\nbye';
    expect(readBootstrap(output, 'M')).toEqual({
      nodePath: '/usr/bin/node',
      nodeMajor: 20,
      isCached: false,
      agentPath: '/root/x.mjs',
    });
  });

  test('prefers a Node that is new enough', () => {
    const output = '@M node v12.0.0 /usr/bin/node\n@M node v22.0.0 /opt/node\n@M path /x\n@M end';
    expect(readBootstrap(output, 'M')).toMatchObject({ nodePath: '/opt/node', nodeMajor: 22 });
    expect(readBootstrap('@M node v12.0.0 /usr/bin/node\n@M path /x\n@M end', 'M')).toMatchObject({
      nodeMajor: 12,
    });
  });

  test('without an end is none, and a path with quotes is none', () => {
    expect(readBootstrap('@M node v20.0.0 /usr/bin/node', 'M')).toBeNull();
    expect(readBootstrap("@M node v20.0.0 /tmp/$(x)'node\n@M end", 'M')?.nodePath).toBeNull();
  });
});

describe.skipIf(sshdMissing !== null)(`an upload${sshdMissing ?? ''}`, () => {
  test.each([
    ['arrives whole', {}, null],
    ['that does not arrive as it was sent is thrown away', { sha256: '0'.repeat(64) }, /not what was sent/],
    ['into a home that cannot be written says so', { home: '/proc/nowhere' }, /cannot be made/],
  ])('%s', async (_name, change: { sha256?: string; home?: string }, reason) => {
    const home = change.home ?? mkdtempSync(join(root, 'home-'));
    const sshd = await startSshd({ configuration: [`SetEnv HOME=${home}`] });
    try {
      const endpoint = { host: '127.0.0.1', port: sshd.port, username: sshd.username };
      const connected = await connect({
        endpoint,
        identities: await loadIdentities({ files: [sshd.clientKeyPath], agentSocket: '' }),
        verifyHostKey: () => true,
        hostKeyAlgorithms: hostKeyAlgorithms([]),
        timings: defaultTimings,
        signal: new AbortController().signal,
      });
      if (!connected.ok) throw new Error(connected.failure.message);
      const program = { bytes, sha256: change.sha256 ?? sha256 };
      const sent = await uploadAgent({
        connection: connected.value,
        endpoint,
        program,
        nodePath: process.execPath,
        timings: defaultTimings,
      });
      connected.value.destroy();
      if (reason === null) {
        expect(sent).toEqual({ ok: true, value: null });
        expect(readdirSync(join(home, agentFolder))).toEqual([agentFileName(sha256)]);
      } else {
        expect(sent.ok ? '' : sent.failure.message).toMatch(reason);
        if (change.home === undefined) expect(readdirSync(join(home, agentFolder))).toEqual([]);
      }
    } finally {
      await sshd.stop();
    }
  });
});
