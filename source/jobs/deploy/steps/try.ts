/** Runs the image on this machine before anybody has to pay for a pod: health, version, pages, SIGTERM, size, secrets. */
import { factOf } from '../facts.ts';
import { engineFailure, engineOf } from '../image/engine-of.ts';
import { tellWhile } from '../image/tell-while.ts';
import type { Step, StepContext, StepEnd } from '../step.ts';
import { checkImage } from '../try-out/check-image.ts';
import { tellPart } from '../try-out/part.ts';
import { tryContainer } from '../try-out/try-container.ts';
import { ownSecrets } from '../try-out/variables.ts';

export const tryStep: Step<'try'> = {
  id: 'try',
  title: 'try the image',

  inputs({ project, facts }) {
    const { health, pod } = project;
    return {
      imageId: factOf(facts, 'build').imageId,
      version: factOf(facts, 'preflight').version,
      // One of them cannot run what it builds.
      engine: factOf(facts, 'preflight').engine.kind,
      settings: project.try,
      maxSizeBytes: project.build.maxSizeBytes,
      health,
      environment: pod.environment,
      startCommand: pod.startCommand,
    };
  },

  async plan(context) {
    const { health, try: settings, prebuilt } = context.project;
    if (prebuilt !== undefined) return { text: 'not tried: the image is built elsewhere' };
    if (!settings.isOn) return { text: 'not tried: `try` is off in the project' };
    const kind = context.facts.preflight?.engine.kind;
    if (kind === 'buildah') return { text: 'look at the image; buildah cannot run it' };
    const { port, path, paths } = health;
    return { text: `run it here and ask port ${port} for ${[path, ...paths].join(', ')}, then stop it` };
  },

  async *run(context) {
    if (context.project.prebuilt !== undefined) return skipped('Not tried: the image is built elsewhere.');
    if (!context.project.try.isOn) return skipped('Not tried: `try` is off in the project.');
    return yield* tellWhile((tell) => tryOut(context, tell));
  },
};

async function tryOut(
  context: StepContext,
  tell: Parameters<typeof tellPart>[0]['tell'],
): Promise<StepEnd<'try'>> {
  const { project, facts, doors, signal } = context;
  const engine = engineOf(context);
  const beganAtMs = doors.nowMs();
  const { imageId, reference } = factOf(facts, 'build');
  const found = await engine.look(imageId, signal);
  if (!found.ok) return engineFailure(found);
  const image = found.value;
  if (image === null)
    return {
      outcome: 'fail',
      text: `The image ${reference} (${imageId}) is gone.`,
      evidence: [],
      fix: 'Build it again: --from build.',
    };
  const part = { step: 'try/image', title: 'size, platform, secrets' } as const;
  const own = ownSecrets(project.pod.environment, doors.environment);
  const looked = await tellPart({ tell, nowMs: doors.nowMs }, part, () => checkImage(image, project, own));
  if (looked.outcome === 'fail') return looked;
  if (!engine.canRun)
    return skipped(`Looked at, not run: ${engine.kind} cannot run a container with published ports.`);
  const end = await tryContainer(context, { engine, image, tell });
  if (end.outcome === 'fail') return end;
  const { outcome, text, healthyAfterMs } = end;
  return { outcome, text, facts: { tookMs: doors.nowMs() - beganAtMs, healthyAfterMs } };
}

function skipped(text: string): StepEnd<'try'> {
  return { outcome: 'skipped', text, facts: { tookMs: 0, healthyAfterMs: null } };
}
