/** The project's own tests, by real commands. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { DeployFacts } from '../../../../../source/jobs/deploy/facts.ts';
import { testStep } from '../../../../../source/jobs/deploy/steps/test.ts';
import { contextWith, linesOf, projectIn, runStep } from '../real-context.ts';

const folder = mkdtempSync(join(tmpdir(), 'test-step-'));
afterAll(() => rmSync(folder, { recursive: true }));

function contextOf(
  command: string,
  more: { timeoutMs?: number; signal?: AbortSignal; facts?: DeployFacts } = {},
) {
  const { timeoutMs = 60_000, ...rest } = more;
  const project = projectIn(folder, { test: { command, timeoutMs } });
  return contextWith({ project, ...rest }).context;
}
async function run(command: string, more: Parameters<typeof contextOf>[1] = {}) {
  return await runStep(testStep, contextOf(command, more));
}

test('it runs in the folder of the project, shows its lines, and passes', async () => {
  writeFileSync(join(folder, 'fixture.txt'), 'from the folder\n');
  const ran = await run('cat fixture.txt; echo "second \u001b[31mred" >&2');
  expect(ran.end).toEqual({
    outcome: 'pass',
    text: expect.stringContaining('passed'),
    facts: { command: expect.stringContaining('cat fixture.txt') },
  });
  expect([...linesOf(ran)].sort()).toEqual(['from the folder', 'second red']);
});

test('a failure quotes the end of what it said', async () => {
  const { end } = await run('for at in $(seq 1 50); do echo "line $at"; done; exit 7');
  expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining('it ended with 7') });
  const evidence = end.outcome === 'fail' ? end.evidence : [];
  expect(evidence).toHaveLength(30);
  expect([evidence[0], evidence.at(-1)]).toEqual(['line 21', 'line 50']);
});

test('one that takes too long is ended, and told so', async () => {
  const { end } = await run('echo begun; sleep 60', { timeoutMs: 3000 });
  expect(end).toMatchObject({
    outcome: 'fail',
    text: '"echo begun; sleep 60" did not end within 3 s, and was ended.',
    evidence: ['begun'],
    fix: expect.stringContaining('test.timeout'),
  });
});

test('a stop ends it', async () => {
  const abort = new AbortController();
  const ran = runStep(testStep, contextOf('echo begun; sleep 60', { signal: abort.signal }));
  setTimeout(() => abort.abort(), 300);
  expect((await ran).end).toMatchObject({ outcome: 'fail', text: expect.stringContaining('was stopped') });
});

test('it does not get the key of the account', async () => {
  process.env.RUNPOD_API_KEY = 'rpa_of_a_test';
  process.env.OPERATORS_OWN = 'kept';
  try {
    const ran = await run('echo "key=$RUNPOD_API_KEY own=$OPERATORS_OWN"');
    expect(linesOf(ran)).toEqual(['key= own=kept']);
  } finally {
    delete process.env.RUNPOD_API_KEY;
    delete process.env.OPERATORS_OWN;
  }
});

test('a flood is cut, and its end is still quoted', async () => {
  const ran = await run('seq 1 12000; exit 1');
  expect(linesOf(ran)).toHaveLength(10_001);
  expect(ran.end).toMatchObject({ outcome: 'fail', evidence: expect.arrayContaining(['12000']) });
});

test('without a command it is skipped, and says so', async () => {
  const { context } = contextWith({ project: projectIn(folder) });
  const ran = await runStep(testStep, context);
  expect(ran.end).toEqual({
    outcome: 'skipped',
    text: 'No test command is configured.',
    facts: { command: null },
  });
  expect(linesOf(ran)[0]).toContain('Name one under "test"');
});

test('its inputs are the command and the sources', async () => {
  const preflight = {
    ...{ version: '1.0.0', commit: null, isDirty: false, isPromotable: false, sourceHash: 'sha256:aa' },
    engine: { kind: 'podman', program: 'podman', version: '4' },
  } as const;
  expect(await testStep.inputs(contextOf('npm test', { facts: { preflight } }))).toEqual({
    command: 'npm test',
    sourceHash: 'sha256:aa',
  });
});
