/** The steps of a deploy to a folder: each passes places before, between and after what it does. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  EffectDetails,
  EffectKind,
  EffectResults,
} from '../../../../source/jobs/deploy/effects/effect.ts';
import { type DeployFacts, factOf } from '../../../../source/jobs/deploy/facts.ts';
import { type Step, type StepContext, StepFailure } from '../../../../source/jobs/deploy/step.ts';
import type { Steps } from '../../../../source/jobs/deploy/steps/index.ts';
import type { StepId } from '../../../../source/jobs/model/deploy.ts';
import type { Release } from '../../../../source/jobs/model/release.ts';
import { make, remove, type World } from './folder-world.ts';

/** The source is a file `source` in the project's folder: "VERSION anything". */
export function folderSteps(world: World): Steps {
  const stepOf = stepsIn(world);
  const doing = effectsIn(world);
  return {
    preflight: preflightIn(world),
    test: stepOf(
      'test',
      ({ facts }) => factOf(facts, 'preflight').sourceHash,
      async () => ({ command: null }),
    ),
    build: stepOf(
      'build',
      ({ facts }) => factOf(facts, 'preflight').sourceHash,
      async ({ facts }) => {
        const { version, sourceHash } = factOf(facts, 'preflight');
        return { reference: `registry.example:5000/acme/app:${version}`, imageId: sourceHash, sizeBytes: 1 };
      },
    ),
    try: stepOf(
      'try',
      ({ facts }) => factOf(facts, 'build').imageId,
      async (context) => {
        const details = { program: 'none', label: context.deployId };
        const { containerId } = await doing(context, 'local-container', details, () => ({
          containerId: make(world, 'container', context.deployId),
        }));
        remove(world, containerId);
        return { tookMs: 1, healthyAfterMs: 1 };
      },
    ),
    push: {
      ...stepOf(
        'push',
        ({ facts }) => factOf(facts, 'build'),
        async (context) => {
          const { version } = factOf(context.facts, 'preflight');
          const details = { registry: 'registry', repository: 'app', tag: version, digestBefore: null };
          const { digest } = await doing(context, 'image-pushed', details, () => ({
            digest: `sha256:${make(world, 'image', version)}`,
          }));
          return { reference: factOf(context.facts, 'build').reference, digest };
        },
      ),
      async stillStands(_, { digest }) {
        return existsSync(join(world.folder, digest.slice('sha256:'.length))) ? null : 'the image is gone';
      },
    },
    tag: stepOf(
      'tag',
      ({ facts }) => factOf(facts, 'preflight').version,
      async (context) => {
        const name = `v${factOf(context.facts, 'preflight').version}`;
        const details = { folder: 'repository', name, commit: 'c' };
        await doing(context, 'git-tag', details, () => {
          make(world, 'tag', name);
          return { isOurs: true };
        });
        return { name, remote: null };
      },
    ),
    template: stepOf(
      'template',
      ({ facts }) => factOf(facts, 'push').digest,
      async (context) => {
        const image = factOf(context.facts, 'push').digest;
        const name = `template-${context.deployId}`;
        const details = { name, before: null, image };
        const { id } = await doing(context, 'template-saved', details, () => ({
          id: make(world, 'template', name),
        }));
        return { id, name, image };
      },
    ),
    pod: stepOf(
      'pod',
      () => null,
      async (context) => {
        const details = { deployId: context.deployId, podName: 'app-1' };
        const made = await doing(context, 'pod-created', details, () => ({
          podId: make(world, 'pod', context.deployId),
          ...{ gpuTypeId: 'NVIDIA L4', costPerHourDollars: 0.5 },
        }));
        return { ...made, podName: 'app-1', how: 'new', previousPodId: null, gpuCount: 1 };
      },
    ),
    ready: stepOf(
      'ready',
      () => null,
      async () => ({ tookMs: 1, bootId: null }),
    ),
    verify: stepOf(
      'verify',
      () => null,
      async () => ({ by: [], url: null, bootId: null }),
    ),
    done: stepOf(
      'done',
      () => null,
      async () => ({ markdownPath: null }),
    ),
  };
}

function preflightIn(world: World): Step<'preflight'> {
  const factsOf = ({ project, wanted }: StepContext): NonNullable<DeployFacts['preflight']> => {
    if (wanted !== null) return ofRelease(world, wanted);
    const sourceHash = readFileSync(join(project.folder, 'source'), 'utf8').trim();
    const version = sourceHash.split(' ', 1)[0] ?? '';
    const engine = { kind: 'podman', program: 'podman', version: '4' } as const;
    return { version, commit: null, isDirty: false, isPromotable: false, sourceHash, engine };
  };
  const step = stepsIn(world)(
    'preflight',
    () => null,
    async (context) => factsOf(context),
  );
  return { ...step, plan: async (context) => ({ text: 'look around', facts: factsOf(context) }) };
}

function ofRelease(world: World, { version, image }: Release): NonNullable<DeployFacts['preflight']> {
  const name = image?.digest.slice('sha256:'.length) ?? 'none';
  if (!existsSync(join(world.folder, name))) throw new StepFailure(`${version} is gone.`);
  const engine = { kind: 'podman', program: 'podman', version: '4' } as const;
  return { version, commit: null, isDirty: false, isPromotable: false, sourceHash: '', engine };
}

function stepsIn(world: World) {
  return <Id extends StepId>(
    id: Id,
    inputs: (context: StepContext) => unknown,
    act: (context: StepContext) => Promise<NonNullable<DeployFacts[Id]>>,
  ): Step<Id> => ({
    ...{ id, title: `do ${id}`, inputs },
    plan: async () => ({ text: `do ${id}` }),
    async *run(context) {
      world.passes(`${id}:begin`);
      yield { kind: 'output', level: 'info', text: `${id} works` };
      const facts = await act(context);
      world.passes(`${id}:end`);
      return { outcome: 'pass', text: `${id} is done.`, facts };
    },
  });
}

function effectsIn(world: World) {
  return async <Kind extends EffectKind>(
    context: StepContext,
    kind: Kind,
    details: EffectDetails[Kind],
    act: () => EffectResults[Kind],
  ): Promise<EffectResults[Kind]> => {
    world.passes(`${kind}:before-intent`);
    const result = await context.effect(kind, { key: kind, details }, async () => {
      world.passes(`${kind}:before-act`);
      const made = act();
      world.passes(`${kind}:after-act`);
      return made;
    });
    world.passes(`${kind}:after-result`);
    return result;
  };
}
