import { expect, test } from 'vitest';
import { planOf, planSources } from '../../../pod-agent/checks/plan.ts';
import type { Answer, Answers } from '../../../pod-agent/host/host.ts';

function answered(texts: Readonly<Record<string, string>>): Answers {
  const known = planSources().map(({ id }) => id);
  for (const id of Object.keys(texts)) expect(known).toContain(id);
  return Object.fromEntries(
    Object.entries(texts).map(([id, text]): [string, Answer] => [id, { ok: true, text }]),
  );
}

test('without answers the usual places hold, and nobody expects anything', () => {
  expect(planOf({})).toEqual({
    appPort: 80,
    appPath: '/',
    isAppExpected: false,
    site: '/srv/site',
    runFolder: '/run/pod-agent',
    logFolder: '/var/log/pod-agent',
    agentPort: 9480,
    nginxStatusPort: 9481,
    gpuCount: null,
    podId: null,
    isOurImage: false,
  });
});

test("the environment decides before the file, and RunPod's own are read", () => {
  const plan = planOf(
    answered({
      'plan environment': 'POD_AGENT_APP_PORT=8080\nRUNPOD_POD_ID=abc\nRUNPOD_GPU_COUNT=4\n',
      '/etc/pod-agent.env': 'POD_AGENT_APP_PORT=81\nPOD_AGENT_SITE=/workspace/site\n',
    }),
  );
  expect(plan).toMatchObject({
    appPort: 8080,
    isAppExpected: true,
    site: '/workspace/site',
    podId: 'abc',
    gpuCount: 4,
  });
});

test('a pod of our image is known by its first process, or by what the start left', () => {
  const started = (line: string) => planOf(answered({ '/proc/1/cmdline': line })).isOurImage;
  expect(started('tini\0--\0pod-agent\0start\0')).toBe(true);
  expect(started('node\0/usr/local/lib/pod-agent/pod-agent.mjs\0start\0')).toBe(true);
  expect(started('bash\0/start.sh\0')).toBe(false);
  expect(planOf(answered({ 'pod lock': '12 345\n' }))).toMatchObject({
    isOurImage: true,
    isAppExpected: true,
  });
});

test('what the start left is looked for in the run folder that is set', () => {
  const variables = new Map([['POD_AGENT_RUN_FOLDER', { text: '/tmp/run', source: 'the environment' }]]);
  expect(planSources(variables)).toContainEqual(expect.objectContaining({ path: '/tmp/run/agent.lock' }));
});

test('a setting that cannot be taken leaves the usual value', () => {
  expect(
    planOf(answered({ 'plan environment': 'POD_AGENT_APP_PORT=zzz\nRUNPOD_GPU_COUNT=many\n' })),
  ).toMatchObject({
    appPort: 80,
    gpuCount: null,
  });
});
