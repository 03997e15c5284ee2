/** A pod's settings edited from the console, by a real editor: what is refused, and what is waited for when the console ends. */
import { expect, test } from 'vitest';
import { createSecret } from '../../../source/base/secret.ts';
import { createConsoleEdit } from '../../../source/commands/console-edit.ts';
import { emptyFleet } from '../../../source/fleet/reduce.ts';
import type { EditReading } from '../../../source/life/life-snapshot.ts';
import type { CloudFailure, CloudResult } from '../../../source/runpod/cloud.ts';
import { operationsBy } from '../../../source/runpod/operations.ts';
import type { WholeCloud } from '../../../source/runpod/whole-cloud.ts';
import { createFleetStore } from '../../../source/watch/fleet-store.ts';
import { makePod } from '../fleet/make.ts';

const settings = {
  ...{ podId: 'p1', name: 'train', image: 'a/b:1', ports: '22/tcp', gpuTypeId: null, gpuCount: 1 },
  ...{ containerDiskGigabytes: 20, volumeGigabytes: null, volumeMountPath: null, startCommand: null },
  ...{ environment: { OLD: createSecret('{{ RUNPOD_SECRET_gone }}') }, costPerHourDollars: null },
};
const failure: CloudFailure = { ok: false, code: 'network', message: 'm', hint: 'h', retryAfterMs: null };

function setOut(editor: string, secretNames: CloudResult<readonly string[]>) {
  const readings: (EditReading | null)[] = [];
  const said: string[] = [];
  let answer: (result: CloudResult<{ readonly podId: string }>) => void = () => undefined;
  const cloud: WholeCloud = {
    ...operationsBy(async () => failure),
    async *podLogs() {
      yield { kind: 'failed', failure };
    },
    wires: () => [],
    podSettings: async () => ({ ok: true, value: settings }),
    secrets: async () =>
      secretNames.ok
        ? { ok: true, value: secretNames.value.map((name) => ({ id: name, name })) }
        : secretNames,
    editPod: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  };
  const store = createFleetStore(emptyFleet('here', { kind: 'waiting' }), { intervalMs: 1000 });
  const pod = makePod({ id: 'p1', name: 'train' });
  store.dispatch({ kind: 'pods-listed', provider: 'runpod', atMs: 7, pods: [pod] });
  store.flushNow();
  const edit = createConsoleEdit(
    {
      ...{ cloud, store, environment: { EDITOR: editor }, nowMs: () => 7, hurry: () => undefined },
      terminal: { handOver: (run) => run() },
      targetOf: () => {
        throw new Error('nobody is reached here');
      },
      say: (text) => said.push(text),
      endNow: new AbortController().signal,
    },
    (reading) => readings.push(reading),
  );
  return { edit, readings, said, answer: (given: Parameters<typeof answer>[0]) => answer(given) };
}

const addsToken = `printf '  TOKEN: "{{ RUNPOD_SECRET_hf }}"\\n' >>`;

test('a secret that is newly referred to has to be there; one that stood there before is not judged', async () => {
  const { edit, readings } = setOut(addsToken, { ok: true, value: ['other'] });
  await edit.begin('p1');
  expect(readings.at(-1)).toMatchObject({
    kind: 'wrong',
    problems: [expect.stringContaining('TOKEN refers to "hf"')],
  });
  await edit.close();
});

test.each([
  ['is there', { ok: true, value: ['hf'] } as const],
  ['cannot be looked for', failure],
])('a secret that %s is taken', async (_how, names) => {
  const { edit, readings } = setOut(addsToken, names);
  await edit.begin('p1');
  expect(readings.at(-1)).toMatchObject({ kind: 'ready', differences: [{ name: 'environment.TOKEN' }] });
  await edit.close();
});

test('an edit that is on its way when the console ends is waited for, and what came of it is said', async () => {
  const { edit, said, answer } = setOut('sed -i s,a/b:1,a/b:2,', failure);
  await edit.begin('p1');
  edit.apply('p1');
  const closed = edit.close();
  expect(said).toEqual(["edit train: waiting for RunPod's answer…\n"]);
  answer({ ok: true, value: { podId: 'p1' } });
  await closed;
  expect(said[1]).toBe('edit train: accepted.\n');
});
