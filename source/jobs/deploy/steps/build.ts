/** Builds the image with the engine that preflight chose. */
import { factOf } from '../facts.ts';
import { buildRequestOf } from '../image/build-request.ts';
import { engineFailure, engineOf } from '../image/engine-of.ts';
import { imageReferenceOf } from '../image/reference.ts';
import { sizeFix, sizeProblem, sizeText } from '../image/size.ts';
import { tellEngine, tellWhile } from '../image/tell-while.ts';
import type { Step, StepContext } from '../step.ts';

export const buildStep: Step<'build'> = {
  id: 'build',
  title: 'build the image',

  async inputs(context) {
    if (context.project.prebuilt !== undefined) return null;
    const { sourceHash, engine } = factOf(context.facts, 'preflight');
    const { reference, target, labels, arguments: given, secrets } = await buildRequestOf(context);
    const { maxSizeBytes } = context.project.build;
    const secretIds = Object.keys(secrets).sort();
    return {
      sourceHash,
      engine: engine.kind,
      reference,
      target,
      labels,
      arguments: given,
      secretIds,
      maxSizeBytes,
    };
  },

  async stillStands(context, { reference, imageId }) {
    const found = await engineOf(context).look(reference, context.signal);
    if (!found.ok) return found.reason;
    if (found.value === null) return `The image ${reference} is no longer there.`;
    return found.value.imageId === imageId ? null : `${reference} has become another image since.`;
  },

  async plan({ project, facts, request }) {
    if (project.prebuilt !== undefined) return { text: `build nothing: ${elsewhere}` };
    const version = facts.preflight?.version ?? request.version;
    const what =
      version === null ? `${project.registry}/${project.repository}` : imageReferenceOf(project, version);
    const engine = facts.preflight === undefined ? '' : ` with ${facts.preflight.engine.kind}`;
    return { text: `build ${what}${engine} for linux/amd64` };
  },

  async *run(context) {
    const { project, facts } = context;
    if (project.prebuilt !== undefined) {
      const reference = imageReferenceOf(project, factOf(facts, 'preflight').version);
      return { outcome: 'skipped', text: elsewhere, facts: { reference, imageId: '', sizeBytes: 0 } };
    }
    const engine = engineOf(context);
    const request = await buildRequestOf(context);
    const built = yield* tellWhile((tell) => engine.build(request, tellEngine(tell), context.signal));
    if (!built.ok) return engineFailure(built);
    const { imageId, sizeBytes } = built.value;
    const tooBig = sizeProblem(context.project, sizeBytes);
    if (tooBig !== null)
      return { outcome: 'fail', text: tooBig, evidence: await layersOf(context, imageId), fix: sizeFix };
    return {
      outcome: 'pass',
      text: `${request.reference} is built: ${sizeText(sizeBytes)}, ${imageId.slice(0, 19)}.`,
      facts: { reference: request.reference, imageId, sizeBytes },
    };
  },
};

const elsewhere = 'The image is built elsewhere.';

/** The commands that made its layers: one of them brought the weight. */
async function layersOf(context: StepContext, imageId: string): Promise<readonly string[]> {
  const found = await engineOf(context).look(imageId, context.signal);
  return found.ok ? (found.value?.history.slice(-30) ?? []) : found.evidence;
}
