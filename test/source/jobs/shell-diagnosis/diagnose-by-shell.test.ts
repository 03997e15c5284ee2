import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Check } from '../../../../pod-agent/checks/check.ts';
import { checks } from '../../../../pod-agent/checks/index.ts';
import type { JobEventBody } from '../../../../pod-agent/protocol/job-events.ts';
import { diagnoseByShell } from '../../../../source/jobs/shell-diagnosis/diagnose-by-shell.ts';
import { createDoors } from '../../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../../source/ssh/identities.ts';
import type { PodDoor, PodDoors } from '../../../../source/ssh/pod-door.ts';
import { createTrust } from '../../../../source/ssh/trust.ts';
import { createTrustStore } from '../../../../source/ssh/trust-store.ts';
import { signalProcess } from '../../../neighbours/processes.ts';
import { type SshPod, type SshPodOptions, startSshPod } from '../../../neighbours/ssh-pod.ts';
import { sshdMissing } from '../../../neighbours/sshd.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const never = new AbortController().signal;
const tools = [
  'sh',
  'cat',
  'head',
  'tail',
  'tr',
  'sed',
  'wc',
  'date',
  'sleep',
  'timeout',
  'stat',
  'df',
  'setsid',
];

describe.skipIf(sshdMissing !== null)(`a diagnosis by shell over SSH${sshdMissing ?? ''}`, () => {
  test.each([
    ['dash', { shell: '/bin/dash', onlyTools: tools }],
    [
      'bash that talks',
      {
        shell: '/bin/bash',
        onlyTools: tools,
        noise: 'printf "Welcome \\033]0;owned\\007"; echo grumble >&2',
      },
    ],
    ['busybox ash', { shell: 'busybox sh' }],
  ] satisfies [string, SshPodOptions][])(
    'judges a pod without Node in %s by the same checks',
    async (_name, options) => {
      const pod = await start(options);
      const doors = await doorsTo(pod);
      const events = await all({ open: () => openTo(doors, pod), signal: never });
      const whole = events.find((event) => event.kind === 'diagnosis');
      if (whole?.kind !== 'diagnosis') throw new Error(JSON.stringify(events.at(-1)));
      expect(whole.diagnosis.via).toBe('shell');
      expect(whole.diagnosis.checks.map(({ checkId }) => checkId)).toEqual(checks.map(({ id }) => id));
      for (const id of ['disk', 'memory', 'cpu', 'processes'])
        expect(whole.diagnosis.checks.find(({ checkId }) => checkId === id)?.status, id).not.toBe('unknown');
      expect(JSON.stringify(events)).not.toContain('owned');
      expect(events.filter(({ kind }) => kind === 'step-ended')).toHaveLength(checks.length);
      expect(events.filter(({ kind }) => kind === 'finding')).toHaveLength(whole.diagnosis.findings.length);
      expect(events.at(-1)?.kind).toBe('verdict');
      await expect.poll(() => pod.sessions()).toEqual([]);
    },
  );

  test('a link that is lost half-way is made anew once, and nothing is told twice', async () => {
    const pod = await start({ shell: 'dash' });
    const doors = await doorsTo(pod);
    let tries = 0;
    const open = async () => {
      const door = await openTo(doors, pod);
      tries++;
      if (tries > 1 || !door.ok) return door;
      return { ok: true as const, value: cutDuringScript(door.value, pod) };
    };
    const events = await all({ open, signal: never, table: [witness] });
    expect(tries).toBe(2);
    expect(events.map(({ kind }) => kind)).toEqual([
      'step-began',
      'output',
      'step-ended',
      'finding',
      'diagnosis',
      'verdict',
    ]);
    expect(events.at(-1)).toMatchObject({ verdict: 'pass' });
  });

  test('a pod that cannot be reached is inconclusive, with the reason', async () => {
    const pod = await start({ shell: 'dash' });
    const doors = await doorsTo(pod);
    await pod.kill();
    const events = await all({ open: () => openTo(doors, pod), signal: never, table: [witness] });
    expect(events.at(-1)).toMatchObject({
      verdict: 'inconclusive',
      exitCode: 3,
      text: expect.stringContaining('refused'),
    });
    expect(events.find(({ kind }) => kind === 'step-ended')).toMatchObject({ outcome: 'inconclusive' });
  });

  test('stopping closes the door at once', async () => {
    const pod = await start({ shell: 'dash' });
    const doors = await doorsTo(pod);
    const stop = new AbortController();
    const hanging: Check = {
      ...witness,
      needs: () => [{ kind: 'command', id: 'x', cadence: 'once', argv: ['sleep', '60'], timeoutMs: 60_000 }],
    };
    const running = all({ open: () => openTo(doors, pod), signal: stop.signal, table: [hanging] });
    await expect.poll(() => pod.sessions().some(({ command }) => command.includes('sleep 60'))).toBe(true);
    stop.abort();
    expect((await running).at(-1)).toMatchObject({ verdict: 'stopped' });
    for (const { pid, command } of pod.sessions())
      if (command.includes('sleep 60')) signalProcess(pid, 'SIGKILL');
  });
});

/** Is well where its command has been run. */
const witness: Check = {
  id: 'processes',
  title: 'Witness',
  needs: () => [{ kind: 'command', id: 'said', cadence: 'once', argv: ['echo', 'here'], timeoutMs: 2000 }],
  judge({ answers }) {
    const { said } = answers;
    if (said?.ok !== true || said.text !== 'here\n') throw new Error('nothing was said');
    return [
      {
        id: 'well',
        title: 'Well',
        status: 'ok',
        scope: 'container',
        evidence: [],
        causes: [],
        impact: null,
        fix: null,
        documentation: null,
      },
    ];
  },
};

/** The second script is under way when its connection goes. */
function cutDuringScript(door: PodDoor, pod: SshPod): PodDoor {
  let scripts = 0;
  return {
    ...door,
    script(options) {
      scripts++;
      if (scripts < 2) return door.script(options);
      const run = door.script({ ...options, text: `sleep 60\n${options.text}` });
      void expect
        .poll(() => pod.sessions().filter(({ command }) => command.includes('sleep 60')).length, {
          timeout: 10_000,
        })
        .toBeGreaterThan(0)
        .then(() => {
          for (const { pid } of pod.sessions()) signalProcess(pid, 'SIGKILL');
        });
      return run;
    },
  };
}

async function start(options: SshPodOptions): Promise<SshPod> {
  const pod = await startSshPod(options);
  opened.push(() => pod.stop());
  return pod;
}

async function doorsTo(pod: SshPod): Promise<PodDoors> {
  const doors = createDoors({
    identities: await loadIdentities({ files: [pod.clientKeyPath], agentSocket: '' }),
    trust: createTrust({
      store: createTrustStore(join(pod.directory, 'known-pods.json')),
      knownHostsPaths: [],
    }),
    agentProgram: () => Promise.reject(new Error('no agent is wanted here')),
  });
  opened.push(() => doors.close());
  return doors;
}

function openTo(doors: PodDoors, pod: SshPod) {
  const endpoint = { host: '127.0.0.1', port: pod.port, username: pod.username };
  return doors.open({ podId: 'pod1', podName: 'pod-1', generation: null, endpoint, intervalMs: 1000 }, never);
}

async function all(options: Parameters<typeof diagnoseByShell>[0]): Promise<JobEventBody[]> {
  const events: JobEventBody[] = [];
  for await (const event of diagnoseByShell(options)) events.push(event);
  return events;
}
