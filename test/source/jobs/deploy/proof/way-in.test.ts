import { describe, expect, test } from 'vitest';
import { readServed } from '../../../../../source/jobs/deploy/proof/served.ts';
import { openWayIn } from '../../../../../source/jobs/deploy/proof/way-in.ts';
import { isExecutable } from '../../../../neighbours/executable.ts';
import { startSshPod } from '../../../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../../../neighbours/sshd.ts';
import { literalPod } from '../../literal-pod.ts';
import { at, closeAfterwards, scriptedPod, up, webServer } from '../scripted-pod.ts';

const hasBusybox = ['/bin/busybox', '/usr/bin/busybox'].some(isExecutable);
const shells = ['sh', 'bash', ...(hasBusybox ? ['busybox sh'] : [])];

describe.skipIf(sshdMissing !== null)(`over a real sshd ${sshdMissing ?? ''}`, () => {
  test.each(shells)(
    'a pod whose shell is %s says what it has, also a page longer than a check reads',
    async (shell) => {
      const long = 'x'.repeat(60_000);
      const port = await webServer((request, response) => {
        response.setHeader('x-asked', request.url ?? '');
        response.write(`{"version":"1.4.0","padding":"${long}",`);
        response.end('"summary":"\\u001b]0;owned\\u0007well"}');
      });
      const sshd = await startSshPod({ shell, noise: 'export RUNPOD_GPU_COUNT=2' });
      closeAfterwards(() => sshd.stop());
      const { context } = await scriptedPod({ sshd, proxyPort: 1, api: () => up() });
      const wayIn = openWayIn(context.doors, context.signal);
      const pod = literalPod({ ssh: at(sshd) });
      const { ssh, inside } = await wayIn.ask(pod, { page: { port, path: '/a?b=$(id)' }, asksGpus: true });
      expect(ssh.kind).toBe('open');
      expect(inside).toMatchObject({ gpuVariable: 2, bootId: expect.stringMatching(/^process 1 at \d+$/) });
      expect(inside?.page).toMatchObject({
        kind: 'answered',
        httpStatus: 200,
        headers: { 'x-asked': '/a?b=$(id)' },
      });
      const body = inside?.page?.kind === 'answered' ? inside.page.body : '';
      expect(readServed(body)).toMatchObject({ version: '1.4.0', summary: 'well', status: null, gpu: null });
      await wayIn.close();
    },
  );

  test('a port where nothing listens is told; the connection is used again, and made anew when it is gone', async () => {
    const sshd = await startSshPod();
    closeAfterwards(() => sshd.stop());
    const { context } = await scriptedPod({ sshd, proxyPort: 1, api: () => up() });
    const wayIn = openWayIn(context.doors, context.signal);
    const pod = literalPod({ ssh: at(sshd) });
    const question = { page: { port: 1, path: '/' }, asksGpus: false };
    const first = await wayIn.ask(pod, question);
    expect(first.inside?.page).toEqual({ kind: 'silent', reason: 'Nothing listens at http://127.0.0.1:1/' });
    expect(first.inside?.gpus).toEqual({ kind: 'not-asked' });
    await wayIn.ask(pod, question);
    expect(sshd.log().match(/Accepted publickey/g)).toHaveLength(1);
    await sshd.kill();
    expect((await wayIn.ask(pod, question)).ssh.kind).not.toBe('open');
    await sshd.restart();
    expect((await wayIn.ask(pod, question)).ssh.kind).toBe('open');
    await wayIn.close();
    expect((await wayIn.ask({ ...pod, ssh: null }, question)).ssh).toEqual({ kind: 'no-address' });
  });
});
