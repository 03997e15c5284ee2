/** A script of several questions, sent over SSH to a pod made of text. */
import type ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { connect, podCalled } from '../asking.ts';

let simulation: Simulation;
let client: ssh2.Client;
beforeAll(async () => {
  simulation = await startSimulation({ pods: 2, seed: 7, port: 0 });
  ({ client } = await connect(podCalled(simulation, '-infer-').port));
});
afterAll(async () => {
  client?.end();
  await simulation.stop();
});

const nonce = 'ab'.repeat(16);

function script(lines: readonly string[]): string {
  return `{\nn=${nonce}\nsay() { printf '\\n@%s %s\\n' "$n" "$1"; }\n${lines.join('\n')}\nsay over\n}\n`;
}

function answerTo(text: string): Promise<{ readonly code: number | null; readonly out: string }> {
  return new Promise((resolve, reject) => {
    client.exec('sh -s', (error, channel) => {
      if (error !== undefined) return reject(error);
      let out = '';
      let code: number | null = null;
      channel.on('data', (data: Buffer) => {
        out += data.toString('utf8');
      });
      channel.on('exit', (exitCode: number | null) => {
        code = exitCode;
      });
      channel.on('close', () => resolve({ code, out }));
      channel.end(text);
    });
  });
}

const pageLine = (port: number) => `say page\ne=$(sh -c 'curl' sh 6 ${port} '/health.json' 2>&1 >&6); r=$?`;

describe('a script of pieces', () => {
  it('is answered piece by piece, in its order', async () => {
    const { code, out } = await answerTo(
      script(['say variable', 'say boot', pageLine(8888), '  say gpus', '  say nonsense']),
    );
    expect(code).toBe(0);
    const names = [...out.matchAll(/^@\S+ (.+)$/gm)].map(([, name]) => name);
    expect(names).toEqual([
      'variable',
      'boot',
      'page',
      'page-code 0',
      'complaint',
      'gpus',
      'gpus-code 0',
      'over',
    ]);
    expect(out).toContain(`@${nonce} variable\n2\n`);
    expect(out).toMatch(/^HTTP\/1\.1 200 OK\r$/m);
    expect(out).toContain('"podId"');
    expect(out.match(/^GPU \d: NVIDIA L40S/gm)).toHaveLength(2);
  });

  it('says that nothing listens at a port that the pod does not serve', async () => {
    const { out } = await answerTo(script([pageLine(9)]));
    expect(out).toContain(`@${nonce} page-code 7\n`);
    expect(out).toContain('Connection refused');
  });

  it('is unknown without its last heading', async () => {
    expect((await answerTo(`n=${nonce}\nsay variable\n`)).code).toBe(127);
  });
});
