/** What can be said of an image without running it: its platform, its size, and secrets in it. */
import type { ImageLook } from '../../container/container-engine.ts';
import type { Project } from '../../project/project.ts';
import { sizeFix, sizeProblem, sizeText } from '../image/size.ts';
import type { PartEnd } from './part.ts';
import { type OwnSecrets, secretSigns } from './secret-signs.ts';

export function checkImage(image: ImageLook, project: Project, own: OwnSecrets): PartEnd {
  if (image.platform !== 'linux/amd64')
    return failed(
      `The image is made for ${image.platform}, and pods run linux/amd64.`,
      'Look at the FROM lines of the Dockerfile: one of them may name a platform.',
    );
  const tooBig = sizeProblem(project, image.sizeBytes);
  if (tooBig !== null) return failed(tooBig, sizeFix);
  const signs = secretSigns(image, own);
  if (signs.length > 0)
    return failed(
      `A secret stands in the image, where whoever pulls it can read it. ${signs[0]}`,
      'Hand it to the build by `secrets` of the project, or to the pod by `env`; and renew it.',
      signs,
    );
  return {
    outcome: 'pass',
    text: `${sizeText(image.sizeBytes)}, ${image.platform}, no secret in its history or its variables.`,
  };
}

function failed(text: string, fix: string, evidence: readonly string[] = []): PartEnd {
  return { outcome: 'fail', text, evidence: evidence.slice(0, 30), fix };
}
