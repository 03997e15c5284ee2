import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Check } from '../../../../pod-agent/checks/check.ts';
import type { CommandSource } from '../../../../pod-agent/host/host.ts';
import { logTails, readPodLogs } from '../../../../source/jobs/bundle/pod-logs.ts';
import type { PodDoor } from '../../../../source/ssh/pod-door.ts';
import { unknownPod } from '../../../pod-agent/checks/look.ts';
import { runShell } from '../shell-diagnosis/shells.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the ends of the logs that checks read are fetched, and what is missing is named', async () => {
  writeFileSync(join(folder, 'error.log'), 'old line\nnew line\n');
  const logs = [
    tail('error.log'),
    tail('none.log'),
    { ...tail('x'), id: 'other', argv: ['echo', 'no log'] } as const,
  ];
  const check: Check = { id: 'logs', title: 'Logs', needs: () => logs, judge: () => [] };
  const read = await readPodLogs(shellDoor(), [check]);
  expect(read).toEqual({
    ok: true,
    value: {
      logs: [{ path: join(folder, 'error.log'), text: 'new line\n' }],
      missing: [{ path: join(folder, 'none.log'), reason: expect.stringContaining('No such file') }],
    },
  });
});

test('a bundle asks for the logs that the checks read', () => {
  const paths = (plan: Partial<typeof unknownPod>) =>
    logTails({ ...unknownPod, ...plan }).map(({ argv }) => argv.at(-1));
  expect(paths({}).sort()).toEqual(['/var/log/nginx/access.log', '/var/log/nginx/error.log']);
  expect(paths({ isOurImage: true, logFolder: '/log' }).sort()).toEqual([
    '/log/access.log',
    '/log/error.log',
  ]);
});

function tail(name: string): CommandSource {
  const argv = ['tail', '-c', '9', join(folder, name)] as const;
  return { kind: 'command', id: `tail ${name}`, cadence: 'once', argv: [...argv], timeoutMs: 10_000 };
}

/** This machine's own shell in the place of a pod's. */
function shellDoor(): PodDoor {
  return {
    agent: () => Promise.resolve({ ok: true, value: null }),
    run: () => Promise.reject(new Error('only scripts are run here')),
    async script({ text }) {
      const { output, code } = await runShell({
        argv: ['sh', '-s'],
        input: text,
        folders: ['/usr/bin', '/bin'],
      });
      return { ok: true, value: { output, end: { exitCode: code, signal: null }, isCut: false } };
    },
    closed: new Promise(() => {}),
    close: () => Promise.resolve(),
  };
}
