/** What is served is the deployed version. Where the application does not tell, RunPod's word on the image stands for it. */
import { isDeployedImage } from '../proof/expected.ts';
import type { Served } from '../proof/served.ts';
import { isGood } from '../proof/web-answer.ts';
import { lasts, versionIn } from './past.ts';
import { type Rung, type RungState, reached, type Sight, waiting } from './rung.ts';

export const version: Rung = {
  id: 'version',
  title: 'the new version is served',
  judge(sight) {
    const { seen, expected } = sight;
    const told = versionIn(seen);
    if (expected.version === null) return reached('Nobody has said which version it has to be.', 'skipped');
    if (told !== null) return ofServed(told, expected.version, sight);
    const isServed = isGood(seen.proxy) || (seen.inside?.page != null && isGood(seen.inside.page));
    if (!isServed)
      return waiting('nothing is served yet that could tell its version', 'See the rung of HTTP.');
    return ofImage(sight);
  },
};

/** No older container can be serving in a pod that was made for this release, so it stays as it is. */
const otherVersionForMs = 20_000;

function ofServed(served: Served, wanted: string, { seen, past, expected }: Sight): RungState {
  if (served.version === wanted) {
    const revision = served.revision === null ? '' : `, revision ${served.revision.slice(0, 12)}`;
    return reached(`Serves ${wanted}${revision}.`);
  }
  const text = `still serves ${served.version}, not ${wanted}`;
  const isNewPod = expected.how === 'new' || expected.how === 'blue-green';
  if (isNewPod && lasts(past.toldVersion, seen.atMs, otherVersionForMs))
    return { kind: 'failed', text: `The new pod ${text}.`, evidence: [], fix: otherVersionFix };
  return { kind: 'waiting', text, fix: otherVersionFix, isProof: true };
}

const otherVersionFix =
  'The pod runs another image than the deployed one, or the application was built with another VERSION.';

/** For so long an old container may go on serving after its pod was changed. */
const oldServesForMs = 120_000;

function ofImage({ seen, past, expected }: Sight): RungState {
  const image = seen.api.kind === 'pod' ? seen.api.pod.image : null;
  const unproved = 'the application does not tell its version, so it cannot be proved';
  if (image === null) return waiting(`${unproved}, and RunPod does not name the image`, noVersionFix);
  const mayBeOld = expected.how === 'in-place' && !past.hasRenewed;
  if (mayBeOld && seen.atMs - past.beganMs < oldServesForMs)
    return waiting(`${unproved}, and the old container may still be serving`, noVersionFix);
  if (isDeployedImage(image, expected))
    return reached(
      `${unproved.charAt(0).toUpperCase()}${unproved.slice(1)}; RunPod names the deployed image: ${image}.`,
      'warn',
    );
  return {
    kind: 'waiting',
    text: `${unproved}, and RunPod names another image: ${image}`,
    fix: `The pod should run ${expected.images[0] ?? 'the deployed image'}.`,
    isProof: true,
  };
}

const noVersionFix = 'Let the health page tell a version.';
