/** The login by which RunPod pulls the image is in the account. */
import { nearestWord } from '../../../base/nearest.ts';
import { isAsked } from './asked-steps.ts';
import { asked, askingCloud } from './asking-cloud.ts';
import { type Look, notNeeded, well, wrong } from './look.ts';
import { errorOf } from './problems.ts';

export const credential: Look = {
  id: 'credential',
  title: 'Registry credential',
  async look(ground) {
    const name = ground.wanted.configuration.registryCredential;
    if (name === null || !isAsked(ground.context, 'template', 'pod'))
      return notNeeded('The image is pulled without a login.');
    const ask = asked(ground, (cloud, signal) => cloud.registryCredentials(signal));
    return await askingCloud(ground, 'registry credentials', ask, (credentials) => {
      if (credentials.some((each) => each.name === name || each.id === name))
        return well(`"${name}" is there.`);
      const near = nearestWord(
        name,
        credentials.map((each) => each.name),
      );
      const fix =
        near === null ? 'Add it at RunPod, under Container Registry Auth.' : `Did you mean "${near}"?`;
      return wrong(errorOf(`RunPod has no registry credential "${name}" in this account.`, fix));
    });
  },
};
