/** Whether the image and the program in it are of the version that is deployed. */
import type { ImageLook } from '../../container/container-engine.ts';
import { readServed } from '../proof/served.ts';
import type { PartEnd } from './part.ts';

export function checkVersion(
  image: ImageLook,
  { version, body }: { readonly version: string; readonly body: string },
): PartEnd {
  const label = image.labels['org.opencontainers.image.version'];
  if (label !== undefined && label !== version)
    return {
      outcome: 'fail',
      text: `The image's label says version ${label}, and ${version} is deployed.`,
      evidence: [],
      fix: 'Take org.opencontainers.image.version out of the LABEL lines of the Dockerfile; the build sets it.',
    };
  const served = readServed(body)?.version ?? null;
  if (served === null)
    return { outcome: 'pass', text: `The image's label says ${version}; the health page names no version.` };
  if (plain(served) === plain(version))
    return { outcome: 'pass', text: `The health page says ${served}, as it should.` };
  return {
    outcome: 'fail',
    text: `The health page says version ${served}, and ${version} is deployed.`,
    evidence: [],
    fix: 'Declare `ARG VERSION` in the last stage of the Dockerfile and hand it to the program, e.g. by `ENV POD_VERSION=$VERSION`.',
  };
}

function plain(version: string): string {
  return version.trim().replace(/^v/, '');
}
