/** What the deployed pod has to show, as the project and the steps before say. */
import { factOf } from '../facts.ts';
import type { StepContext } from '../step.ts';

export type Expected = {
  readonly podId: string;
  readonly how: 'new' | 'in-place' | 'blue-green' | 'unchanged';
  /** null: nobody said. */
  readonly version: string | null;
  /** The version is only the tag of an image that is built elsewhere: the application may have another of its own. */
  readonly isTagAlone?: boolean;
  /** As RunPod may name the deployed image: by tag, by digest, or both. */
  readonly images: readonly string[];
  readonly gpuCount: number;
  readonly port: number;
  readonly path: string;
  /** Of the health port, without a slash at its end. */
  readonly url: string;
  /** 22/tcp is among the pod's ports. */
  readonly hasSsh: boolean;
};

export function expectedOf(context: StepContext): Expected {
  const { facts, project, wanted, doors } = context;
  const { podId, how, gpuCount } = factOf(facts, 'pod');
  const { port, path } = project.health;
  const { ports } = wanted?.configuration ?? project.pod;
  return {
    ...{ podId, how, gpuCount, port, path },
    version: wanted?.version ?? facts.preflight?.version ?? null,
    ...(project.prebuilt === undefined ? {} : { isTagAlone: true }),
    images: imagesOf(context),
    url: doors.proxyUrlOf(podId, port),
    hasSsh: ports.some((each) => each.port === 22 && each.protocol === 'tcp'),
  };
}

function imagesOf({ facts, wanted }: StepContext): readonly string[] {
  const pushed = wanted?.image ?? facts.push ?? null;
  const names = pushed === null ? [] : namesOf(pushed);
  return [...new Set([...(facts.template === undefined ? [] : [facts.template.image]), ...names])];
}

function namesOf({
  reference,
  digest,
}: {
  readonly reference: string;
  readonly digest: string;
}): readonly string[] {
  const plain = reference.replace(/@sha256:[0-9a-f]+$/, '');
  return [plain, `${plain}@${digest}`, `${plain.replace(/:[^/:]+$/, '')}@${digest}`];
}

/** Whether RunPod names the deployed image. By its digest, where both have one: a tag can be moved. */
export function isDeployedImage(image: string, { images }: Pick<Expected, 'images'>): boolean {
  const digest = digestOf(image);
  const digests = images.flatMap((each) => digestOf(each) ?? []);
  if (digest !== null && digests.length > 0) return digests.includes(digest);
  return images.some((each) => withoutHub(each) === withoutHub(image));
}

function digestOf(image: string): string | null {
  return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1] ?? null;
}

/** Docker Hub is meant where no registry stands before the name. */
function withoutHub(image: string): string {
  return image.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
}
