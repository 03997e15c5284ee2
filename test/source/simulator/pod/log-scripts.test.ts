/** The console's own scripts on a machine made of text: what it has is shown, and what it cannot do is said. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMarked } from '../../../../source/access/copy/marked-output.ts';
import { sendScript, tarOut } from '../../../../source/access/copy/pod-scripts.ts';
import { findFiles, usualPatterns } from '../../../../source/logs/sources/find-files.ts';
import { createFrameReader, type FollowFrame } from '../../../../source/logs/sources/follow-frames.ts';
import { followCommand } from '../../../../source/logs/sources/follow-script.ts';
import { foundLogs } from '../../../../source/simulator/pod/log-scripts.ts';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { connect, podCalled, run } from '../asking.ts';

let simulation: Simulation;
beforeAll(async () => {
  simulation = await startSimulation({ pods: 4, seed: 7, port: 0 });
});
afterAll(() => simulation.stop());

it('follows the logs that it has, from the last lines on', async () => {
  const { client } = await connect(podCalled(simulation, '-infer-').port);
  const nonce = 'pe0123456789abcdef';
  const files = ['/var/log/nginx/access.log', '/absent'].map((path) => ({ path, from: null }));
  const command = followCommand({ files, tail: 2, follow: true, nonce });
  const { out } = await run(client, command, (text) => text.split(' d 0 ').length > 2);
  client.destroy();
  const frames: FollowFrame[] = [];
  createFrameReader(nonce, (frame) => frames.push(frame))(Buffer.from(out));
  expect(frames).toContainEqual({ kind: 'waits', file: 1, why: 'absent' });
  const [first = '', second = ''] = frames.flatMap((frame) =>
    frame.kind === 'data' ? [frame.bytes.toString()] : [],
  );
  expect(first.trim().split('\n')).toHaveLength(2);
  expect(second).toMatch(/^100\.64\.0\.\d+ .* "GET /);
  expect(first).not.toContain(second);
});

it('lists the logs that a pattern finds', async () => {
  const asked: string[] = [];
  const door = {
    script: async ({ text }: { readonly text: string }) => {
      asked.push(text);
      return {
        ok: true,
        value: { output: foundLogs(text) ?? '', isCut: false, end: { exitCode: 0, signal: null } },
      } as const;
    },
  };
  const found = await findFiles(door, usualPatterns);
  expect(found).toMatchObject({
    ok: true,
    value: { paths: ['/var/log/nginx/access.log', '/var/log/nginx/error.log'] },
  });
  expect(asked.map((text) => foundLogs(text.replace('found()', 'other()')))).toEqual([null]);
});

it('says that it has no disk for a copy, and no shell for a list of commands', async () => {
  const { client } = await connect(podCalled(simulation, '-infer-').port);
  const mark = 'abcdef0123456789abcdef01';
  const output = readMarked(mark, 'stream');
  const copied = await run(client, sendScript(mark, tarOut('/etc/hosts')));
  expect(output.feed(Buffer.from(copied.out))).toHaveLength(0);
  expect(output.end()).toMatchObject({ kind: 'ended', exitCode: 1 });
  expect(output.words()).toBe('this pod is simulated: it has no disk to copy to or from');
  const listed = await run(client, 'cat /etc/os-release; ls');
  client.destroy();
  expect(listed).toMatchObject({ code: 127, err: expect.stringContaining('this machine is simulated') });
});
