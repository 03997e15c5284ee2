/** The wished data centres are spelt as RunPod spells them. */
import { nearestWord } from '../../../base/nearest.ts';
import { isAsked } from './asked-steps.ts';
import { asked, askingCloud } from './asking-cloud.ts';
import { type Look, notNeeded, well, wrong } from './look.ts';
import { errorOf } from './problems.ts';

export const dataCentres: Look = {
  id: 'data-centres',
  title: 'Data centres',
  async look(ground) {
    const wished = ground.wanted.configuration.dataCentreIds;
    if (wished.length === 0 || !isAsked(ground.context, 'pod')) return notNeeded('Any will do.');
    const ask = asked(ground, (cloud, signal) => cloud.dataCentres(signal));
    return await askingCloud(ground, 'data centres', ask, (centres) => {
      const known = centres.map(({ id }) => id);
      const unknown = wished.filter((id) => !known.includes(id));
      if (unknown.length === 0) return well(`${wished.join(', ')}.`);
      return wrong(
        ...unknown.map((id) => errorOf(`RunPod knows no data centre "${id}".`, nearestOf(id, known))),
      );
    });
  },
};

function nearestOf(id: string, known: readonly string[]): string {
  const near = nearestWord(id, known);
  return near === null ? `It has ${known.slice(0, 40).join(', ')}.` : `Did you mean "${near}"?`;
}
