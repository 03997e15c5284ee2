/** A container engine that works, for building, trying and pushing. */
import { isAsked } from './asked-steps.ts';
import { type Look, notNeeded, well, wrong } from './look.ts';
import { errorOf, warningOf } from './problems.ts';

export const engine: Look = {
  id: 'engine',
  title: 'Container engine',
  async look(ground) {
    const { context } = ground;
    if (!isAsked(context, 'build', 'try', 'push')) return notNeeded('Nothing is built, tried or pushed.');
    const found = await ground.engine();
    if (!found.ok) return wrong(errorOf(found.reason, found.fix));
    const { kind, version, canRun } = found.engine;
    const text = `${kind} ${version} works${kind === 'docker' ? ', with buildx' : ''}.`;
    if (canRun || !context.project.try.isOn || !isAsked(context, 'try')) return well(text);
    const untried = warningOf(
      `${kind} runs no containers, so the image is not tried before it is pushed.`,
      'Install podman or docker, or turn the trial off in the project file.',
    );
    return { text, problems: [untried] };
  },
};
