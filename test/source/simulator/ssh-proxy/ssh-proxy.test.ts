/** RunPod's SSH proxy: a shell for whoever has a terminal, whatever command was given, and nothing else. */
import type ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { ask, connect } from '../asking.ts';

let simulation: Simulation;
beforeAll(async () => {
  simulation = await startSimulation({ pods: 12, seed: 7, port: 0, light: true });
});
afterAll(() => simulation.stop());

async function enter(part: string): Promise<ssh2.Client> {
  const id = simulation.pods.find(({ name }) => name.includes(part))?.id ?? '';
  const { pod } = await ask(simulation, `{pod(input:{podId:"${id}"}){machine{podHostId}}}`);
  const { machine } = pod as { readonly machine: { readonly podHostId: string } };
  const port = Number(simulation.sshProxy.split(':')[1]);
  return (await connect(port, { username: machine.podHostId })).client;
}

/** All that it says until it has ended. */
function told(
  client: ssh2.Client,
  command: string | null,
  pty: boolean,
): Promise<{ readonly code: number | null; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const read = (error: Error | undefined, channel: ssh2.ClientChannel): void => {
      if (error !== undefined) {
        reject(error);
        return;
      }
      let text = '';
      let code: number | null = null;
      let isTyped = !pty;
      channel.on('data', (data: Buffer) => {
        text += data.toString('utf8');
        if (isTyped || !text.endsWith('# ')) return;
        isTyped = true;
        channel.write('nvidia-smi -L\rexit\r');
      });
      channel.on('exit', (exitCode: number | null) => {
        code = exitCode;
      });
      channel.on('close', () => {
        client.end();
        resolve({ code, text });
      });
    };
    const window = { term: 'xterm-256color', cols: 100, rows: 30 };
    if (command === null) client.shell(pty ? window : false, read);
    else client.exec(command, pty ? { pty: window } : {}, read);
  });
}

describe('the proxy', () => {
  it.each([['uptime'], [null]])('has nothing for who has no terminal: %s', async (command) => {
    const { code, text } = await told(await enter('-train-0'), command, false);
    expect([code, text]).toEqual([1, "Error: Your SSH client doesn't support PTY\n"]);
  });

  it('gives a shell of that pod, and passes over the command', async () => {
    const client = await enter('-train-0');
    const { text } = await told(client, 'echo never-run', true);
    expect(text).toContain('through the proxy');
    expect(text).not.toContain('never-run');
    expect(text).toContain('GPU 0: NVIDIA H100');
  });

  it('says so where no container runs', async () => {
    const { code, text } = await told(await enter('-batch-'), null, true);
    expect([code, text]).toEqual([1, expect.stringContaining('is not running')]);
  });

  it('knows pods by their routing name alone', async () => {
    const port = Number(simulation.sshProxy.split(':')[1]);
    await expect(connect(port, { username: 'root' })).rejects.toThrow();
    await expect(connect(port, { username: simulation.pods[0]?.id ?? '' })).rejects.toThrow();
  });

  it('forwards nothing and copies nothing', async () => {
    const client = await enter('-train-0');
    await expect(
      new Promise((resolve, reject) => client.sftp((error) => (error ? reject(error) : resolve(null)))),
    ).rejects.toThrow();
    await expect(
      new Promise((resolve, reject) =>
        client.forwardOut('127.0.0.1', 1, '127.0.0.1', 80, (error) =>
          error ? reject(error) : resolve(null),
        ),
      ),
    ).rejects.toThrow();
    client.end();
  });
});
