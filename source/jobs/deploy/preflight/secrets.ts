/** Secrets that the pod's variables refer to are in RunPod's store: it fills in nothing where one is missing. */
import { nearestWord } from '../../../base/nearest.ts';
import { isAsked } from './asked-steps.ts';
import { asked, askingCloud } from './asking-cloud.ts';
import { type Look, notNeeded, well, wrong } from './look.ts';
import { errorOf } from './problems.ts';

export const secrets: Look = {
  id: 'secrets',
  title: 'Secrets',
  async look(ground) {
    const references = Object.entries(ground.wanted.configuration.environment).flatMap(([name, reference]) =>
      reference.kind === 'secret' ? [{ name, secretName: reference.secretName }] : [],
    );
    if (references.length === 0 || !isAsked(ground.context, 'template', 'pod'))
      return notNeeded('No variable refers to one.');
    const ask = asked(ground, (cloud, signal) => cloud.secretNames(signal));
    return await askingCloud(ground, 'secrets', ask, (known) => {
      const missing = references.filter(({ secretName }) => !known.includes(secretName));
      if (missing.length === 0) return well(`${references.length} found at RunPod.`);
      return wrong(
        ...missing.map(({ name, secretName }) =>
          errorOf(`RunPod has no secret "${secretName}", which ${name} refers to.`, fixOf(secretName, known)),
        ),
      );
    });
  },
};

function fixOf(secretName: string, known: readonly string[]): string {
  const near = nearestWord(secretName, known);
  return near === null
    ? 'Make it at RunPod, under Secrets, or correct the name in the project file.'
    : `Did you mean "${near}"?`;
}
