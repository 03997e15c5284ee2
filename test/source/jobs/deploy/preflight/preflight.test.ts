/** Preflight on a real repository, a real registry and a real container engine; RunPod is literal, as nobody else can be it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StepTold } from '../../../../../source/jobs/deploy/step.ts';
import { preflightStep } from '../../../../../source/jobs/deploy/steps/preflight.ts';
import type { Project } from '../../../../../source/jobs/project/project.ts';
import { podmanMissing } from '../../../../neighbours/podman.ts';
import { type RegistryNeighbour, registryMissing, startRegistry } from '../../../../neighbours/registry.ts';
import { makeRepositories, type Repository } from '../../git/repository.ts';
import {
  contextWith,
  type Given,
  linesOf,
  plainPod,
  projectIn,
  releaseOf,
  runStep,
} from '../real-context.ts';
import { failureOf, preflightCloud } from './literal-cloud.ts';
import { pushEmptyImage } from './push-empty-image.ts';

const missing = registryMissing ?? podmanMissing;
const repositories = makeRepositories();
let registry: RegistryNeighbour;

beforeAll(async () => {
  if (missing === null) registry = await startRegistry();
});
afterAll(async () => {
  repositories.remove();
  if (missing === null) await registry.remove();
});

const dockerfile = [
  `FROM registry.example/base:1@sha256:${'ab'.repeat(32)}`,
  'COPY . /srv',
  'EXPOSE 80 22',
  'CMD ["/usr/sbin/sshd", "-D"]',
].join('\n');

function sample(changes: Partial<Project> = {}): Repository & { readonly project: Project } {
  const repository = repositories.make();
  repository.write('Dockerfile', `${dockerfile}\n`);
  repository.write('.dockerignore', '.git\n.env\n');
  const project = projectIn(repository.folder, { registry: registry.host, ...changes });
  return { ...repository, project };
}
async function run(given: Given) {
  const { context } = contextWith({ ...given, doors: { cloud: preflightCloud(), ...given.doors } });
  const ran = await runStep(preflightStep, context);
  return { ...ran, context, outcomes: outcomesOf(ran.told) };
}
function outcomesOf(told: readonly StepTold[]): Readonly<Record<string, string>> {
  const ended = told.flatMap((each) => (each.kind === 'step-ended' ? [[each.step, each.outcome]] : []));
  return Object.fromEntries(ended);
}

describe.skipIf(missing !== null)(`preflight${missing === null ? '' : ` (not here: ${missing})`}`, () => {
  test('where all is well it passes, with its facts, and each look is told', async () => {
    const { project, commit } = sample({
      pod: {
        ...plainPod,
        dataCentreIds: ['EU-RO-1'],
        registryCredential: 'hub',
        environment: {
          HF: { kind: 'secret', secretName: 'hf_token' },
          TOKEN: { kind: 'environment', variable: 'PATH' },
        },
      },
    });
    const hash = commit();
    const { end, told, outcomes } = await run({ project });
    expect(outcomes).toMatchObject({
      'preflight/source': 'pass',
      'preflight/version': 'pass',
      'preflight/engine': 'pass',
      'preflight/registry': 'pass',
      'preflight/api-key': 'pass',
      'preflight/balance': 'pass',
      'preflight/target': 'pass',
      'preflight/gpu': 'pass',
      'preflight/data-centres': 'pass',
      'preflight/secrets': 'pass',
      'preflight/variables': 'pass',
      'preflight/credential': 'pass',
    });
    expect(['pass', 'warn']).toContain(end.outcome);
    if (end.outcome !== 'pass' && end.outcome !== 'warn') throw new Error(end.text);
    expect(end.facts).toMatchObject({
      ...{ version: '0.1.0', commit: hash, isDirty: false, isPromotable: true },
      sourceHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      engine: { kind: expect.any(String), version: expect.stringMatching(/^\d/) },
    });
    const began = told.flatMap((each) => (each.kind === 'step-began' ? [each.step] : []));
    expect([...began].sort()).toEqual(Object.keys(outcomes).sort());
  });

  test('all problems are told at once, each with what to do about it', async () => {
    const { project, commit, write, folder } = sample({
      registry: '127.0.0.1:1',
      pod: {
        ...plainPod,
        gpuTypeIds: ['NVIDIA A4'],
        dataCentreIds: ['EU-RO-9'],
        registryCredential: 'hubb',
        environment: {
          HF: { kind: 'secret', secretName: 'hf_tokn' },
          TOKEN: { kind: 'environment', variable: 'NOT_SET_ANYWHERE' },
        },
      },
    });
    commit();
    write('new.txt', 'x');
    rmSync(join(folder, 'Dockerfile'));
    const ran = await run({ project });
    expect(ran.end).toMatchObject({ outcome: 'fail', text: expect.stringMatching(/^\d+ problems/) });
    expect(ran.outcomes).toMatchObject({
      'preflight/source': 'fail',
      'preflight/dockerfile': 'fail',
      'preflight/registry': 'inconclusive',
      'preflight/gpu': 'fail',
      'preflight/data-centres': 'fail',
      'preflight/secrets': 'fail',
      'preflight/variables': 'fail',
      'preflight/credential': 'fail',
    });
    const said = linesOf(ran).join('\n');
    for (const expected of [
      '2 files are changed or in no commit',
      '--allow-dirty',
      'RunPod knows no GPU "NVIDIA A4"',
      'Did you mean "NVIDIA A40"?',
      'RunPod knows no data centre "EU-RO-9"',
      'Did you mean "EU-RO-1"?',
      'RunPod has no secret "hf_tokn", which HF refers to.',
      'Did you mean "hf_token"?',
      'Your variable "NOT_SET_ANYWHERE" is not set, or empty.',
      'RunPod has no registry credential "hubb"',
      'Did you mean "hub"?',
    ])
      expect(said).toContain(expected);
    const evidence = ran.end.outcome === 'fail' ? ran.end.evidence : [];
    expect(evidence.length).toBeGreaterThanOrEqual(8);
    expect(evidence.join('\n')).toContain('Dockerfile');
  });

  test('the plan has the same problems and facts, and changes nothing', async () => {
    const { project, commit, write, run: git } = sample();
    commit();
    write('new.txt', 'x');
    const { context } = contextWith({ project, doors: { cloud: null } });
    const plan = await preflightStep.plan(context);
    expect(plan.problems?.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        '1 file is changed or in no commit: new.txt.',
        'There is no API key of RunPod.',
      ]),
    );
    expect(plan.facts).toMatchObject({ isDirty: true, isPromotable: false });
    expect(plan.text).toMatch(/^version 0\.1\.0-dirty\.[0-9a-f]{7} of commit/);
    expect(git('tag')).toBe('');
  });

  test('a tree with changes is taken where that was asked for, and is never promotable', async () => {
    const { project, commit, write } = sample();
    commit();
    write('new.txt', 'x');
    const { end, outcomes } = await run({ project, request: { allowDirty: true } });
    expect(outcomes['preflight/source']).toBe('warn');
    expect(end).toMatchObject({
      outcome: 'warn',
      facts: {
        version: expect.stringMatching(/^0\.1\.0-dirty\.[0-9a-f]{7}$/),
        ...{ isDirty: true, isPromotable: false },
      },
    });
  });

  test('a version that a tag, the remote, a release or the registry has is taken', async () => {
    const { project, commit, run: git } = sample();
    const first = commit();
    git('tag', 'v1.0.0');
    const bare = repositories.bare();
    git('remote', 'add', 'origin', bare);
    git('tag', 'v1.1.0');
    git('push', '--quiet', 'origin', 'v1.1.0');
    git('tag', '--delete', 'v1.1.0');
    const second = commit('Another');
    const digest = await pushEmptyImage(registry.host, project.repository, '1.3.0');
    const image = { reference: `${registry.host}/acme/app:1.2.0`, digest };
    const before = releaseOf(project, { version: '1.2.0', commit: first, image });
    const texts = [
      ['1.0.0', 'the git tag "v1.0.0" stands on another commit'],
      ['1.1.0', 'at "origin" the tag "v1.1.0" stands on another commit'],
      ['1.2.0', 'release r1 was built with it'],
    ] as const;
    for (const [version, text] of texts) {
      const { end } = await run({ project, request: { version }, releases: [before] });
      expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining(text) });
    }
    const foreign = await run({ project, request: { version: '1.3.0' } });
    expect(foreign.end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('with a digest that no deploy of this project has pushed'),
    });
    // A deploy of some steps alone is no release.
    const { context } = contextWith({
      ...{ project, request: { version: '1.3.0' }, doors: { cloud: preflightCloud() } },
    });
    const pushed = await runStep(preflightStep, { ...context, lastDigest: digest });
    expect(pushed.end).toMatchObject({ facts: { version: '1.3.0' } });
    const own = releaseOf(project, { version: '1.3.0', commit: second, image });
    expect((await run({ project, request: { version: '1.3.0' }, releases: [own] })).end).toMatchObject({
      facts: { version: '1.3.0' },
    });
  });

  test('a remote that is silent is a warning, as a tag can be pushed later', async () => {
    const { project, commit, run: git } = sample();
    commit();
    git('remote', 'add', 'origin', 'http://ann:hunter2@127.0.0.1:1/app.git');
    const ran = await run({ project });
    expect(ran.outcomes['preflight/version']).toBe('warn');
    expect(ran.end.outcome).toBe('warn');
    expect(linesOf(ran).join('\n')).not.toContain('hunter2');
  });

  test('a registry that wants a login is told apart from one that is silent', async () => {
    const guarded = await startRegistry({ login: true });
    try {
      const { project, commit } = sample({ registry: guarded.host });
      commit();
      const { outcomes, end } = await run({ project });
      expect(outcomes['preflight/registry']).toBe('fail');
      expect(end).toMatchObject({ outcome: 'fail', text: expect.stringContaining(guarded.host) });
    } finally {
      await guarded.remove();
    }
  });

  test('an API that is silent is one problem, and what hangs on it is not told again', async () => {
    const silent = async () => failureOf('network', 'No answer from api.runpod.io.');
    const { project, commit } = sample({ pod: { ...plainPod, dataCentreIds: ['EU-RO-1'] } });
    commit();
    const cloud = preflightCloud({
      ...{ account: silent, gpuOffers: silent, dataCentres: silent, podSettings: silent, getPod: silent },
    });
    const { end, outcomes } = await run({ project, doors: { cloud } });
    expect(outcomes).toMatchObject({
      'preflight/api-key': 'inconclusive',
      'preflight/balance': 'inconclusive',
      'preflight/gpu': 'inconclusive',
      'preflight/data-centres': 'inconclusive',
    });
    expect(end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('which this deploy needs: No answer from api.runpod.io.'),
      fix: 'Mind the network.',
    });
  });

  test('a key that RunPod does not take is told so', async () => {
    const { project, commit } = sample();
    commit();
    const refused = async () => failureOf('unauthorised', 'RunPod answered 401.');
    const cloud = preflightCloud({ account: refused });
    const { end, outcomes } = await run({ project, doors: { cloud } });
    expect(outcomes['preflight/api-key']).toBe('fail');
    expect(end).toMatchObject({ text: 'RunPod does not take the API key: RunPod answered 401.' });
  });

  test('looks that the asked steps do not need are skipped', async () => {
    const { project, commit } = sample({ registry: '127.0.0.1:1' });
    commit();
    const { outcomes, end } = await run({
      project,
      request: { only: ['preflight', 'test', 'build'] },
      doors: { cloud: null },
    });
    expect(outcomes).toMatchObject({
      'preflight/registry': 'skipped',
      'preflight/api-key': 'skipped',
      'preflight/gpu': 'skipped',
    });
    expect(['pass', 'warn']).toContain(end.outcome);
  });

  test('a rollback looks for its image, and builds nothing', async () => {
    const { project, commit, write } = sample();
    const hash = commit();
    write('new.txt', 'x');
    const digest = await pushEmptyImage(registry.host, project.repository, '0.9.0');
    const image = { reference: `${registry.host}/${project.repository}:0.9.0`, digest };
    const wanted = releaseOf(project, { version: '0.9.0', commit: hash, image });
    const request = { mode: 'rollback' } as const;
    const { end, outcomes } = await run({ project, wanted, request });
    expect(outcomes).toMatchObject({
      'preflight/source': 'skipped',
      'preflight/engine': 'skipped',
      'preflight/registry': 'pass',
      'preflight/gpu': 'pass',
    });
    expect(end).toMatchObject({ outcome: 'pass', facts: { version: '0.9.0', isPromotable: true } });
    expect(end.text).toBe(`version 0.9.0 of commit ${hash.slice(0, 12)}.`);
    const gone = { ...wanted, image: { ...image, digest: `sha256:${'00'.repeat(32)}` } };
    expect((await run({ project, wanted: gone, request })).end).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('no longer has the image of that release'),
    });
  });

  test('a stop ends it at once', async () => {
    const { project, commit } = sample();
    commit();
    const { end } = await run({ project, signal: AbortSignal.abort() });
    expect(end).toMatchObject({ outcome: 'fail', text: 'It was stopped before all was looked at.' });
  });
});
