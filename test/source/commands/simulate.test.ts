/** `pod-engine simulate`: what it prints for its clients, and which flags go together. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flags } from '../../../source/commands/flags.ts';
import { simulate } from '../../../source/commands/simulate.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'pod-engine-simulate-'));
  mkdirSync(join(home, '.ssh'));
  writeFileSync(join(home, '.ssh/id_ed25519.pub'), 'ssh-ed25519 AAAAC3Nza operator\n');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs until it has printed, or ends by itself. */
async function run(flags: Flags, environment: Readonly<Record<string, string>> = {}) {
  const ending = new AbortController();
  let printed = '';
  let said = '';
  const code = await simulate.run({
    arguments: [],
    flags,
    environment,
    homeFolder: home,
    print: (text) => {
      printed += text;
      ending.abort();
    },
    say: (text) => {
      said += text;
    },
    interactive: false,
    columns: 80,
    nowMs: Date.now,
    signal: ending.signal,
  });
  return { code, printed, said };
}

describe('simulate', () => {
  it('names the API, a key and the proxy in one line of JSON', async () => {
    const { code, printed } = await run({ pods: 1, json: true });
    expect(code).toBe(0);
    const line = JSON.parse(printed);
    const { origin } = new URL(line.RUNPOD_GRAPHQL_URL);
    expect(line).toMatchObject({
      RUNPOD_REST_URL: `${origin}/rest/v2`,
      restUrl: `${origin}/rest/v2`,
      RUNPOD_API_KEY: expect.stringMatching(/^rpa_/),
      RUNPOD_PROXY_URL: `${origin}/proxy/{podId}/{port}`,
      RUNPOD_SSH_PROXY: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      pods: [{ sshHost: '127.0.0.1' }],
    });
  });

  it('names them so that a shell takes them as they are', async () => {
    const { printed } = await run({ pods: 1 });
    expect(printed).toMatch(
      /^export RUNPOD_PROXY_URL='http:\/\/127\.0\.0\.1:\d+\/proxy\/\{podId\}\/\{port\}'$/m,
    );
  });

  it('takes a public key for containers only', async () => {
    const answer = await run({ pods: 1, publicKey: '/nowhere.pub' });
    expect(answer).toMatchObject({ code: 2, said: expect.stringContaining('--containers') });
    const missing = await run({ pods: 1, containers: true, publicKey: '/nowhere.pub' });
    expect(missing).toMatchObject({ code: 2, said: expect.stringContaining('/nowhere.pub') });
  });

  it('says which engine does not answer', async () => {
    const answer = await run({ pods: 1, containers: true }, { CONTAINER_ENGINE: '/nowhere/podman' });
    expect(answer).toMatchObject({ code: 1, said: expect.stringContaining('/nowhere/podman') });
  });
});
