/** What the schema cannot tell: names of images and GPUs, secrets where none may stand, values that YAML would read otherwise. */
import { secretWithin } from '../../base/looks-like-secret.ts';
import type { YamlText } from '../../base/yaml-lines.ts';
import type { EnvironmentReference } from '../model/release.ts';
import { plainReference } from './environment.ts';
import { argumentProblem, variableProblems } from './environment-problems.ts';
import { gpuWish } from './gpu-types.ts';
import { imageName, imageTag } from './image-name.ts';
import { type ProjectProblem, projectProblem } from './problem.ts';
import type { ProjectValues } from './schema.ts';
import type { Judged } from './to-project.ts';

type Place = { readonly fileName: string; readonly yaml: YamlText };

/** Problems may be warnings only; then what was judged is good. */
export function judgeValues(
  values: ProjectValues,
  place: Place,
): { readonly judged: Judged; readonly problems: readonly ProjectProblem[] } {
  const problems: ProjectProblem[] = [];
  const tell = (
    path: readonly PropertyKey[],
    found: Omit<Parameters<typeof projectProblem>[0], 'fileName'>,
  ) =>
    problems.push(
      projectProblem({ fileName: place.fileName, line: place.yaml.lineOf(path), path, ...found }),
    );
  const image = judgeImage(values, tell);
  const judged: Judged = {
    ...image,
    gpuTypeIds: judgeGpus(values, tell),
    environment: judgeEnvironment(values, place, tell),
    buildArguments: judgeArguments(values, place, tell),
  };
  judgeLines(values, tell);
  judgeDataCentres(values, tell);
  return { judged, problems };
}

type Tell = (
  path: readonly PropertyKey[],
  found: Omit<Parameters<typeof projectProblem>[0], 'fileName'>,
) => void;

function judgeImage({ image, registry, prebuilt }: ProjectValues, tell: Tell) {
  const tag = prebuilt ? imageTag(image) : null;
  if (prebuilt && (tag === null || !/^\w[\w.-]{0,127}$/.test(tag)))
    tell(['image'], {
      value: image,
      reason: 'has no tag, and a prebuilt image is deployed by it',
      fix: 'Write it behind the repository, e.g. ghcr.io/acme/my-app:1.4.0.',
    });
  const name = imageName(tag === null ? image : image.slice(0, -tag.length - 1), registry ?? null);
  if (name.ok) return { registry: name.registry, repository: name.repository, tag };
  tell(['image'], { value: image, reason: name.reason, fix: name.fix });
  return { registry: '', repository: '', tag };
}

function judgeGpus({ gpu }: ProjectValues, tell: Tell): readonly string[] {
  const isCounted = typeof gpu === 'object' && 'types' in gpu;
  const wishes = isCounted ? gpu.types : gpu;
  const path = isCounted ? ['gpu', 'types'] : ['gpu'];
  const list = typeof wishes === 'string' ? [wishes] : wishes;
  const ids = list.map((wish, at) => {
    const found = gpuWish(wish);
    if (found.kind === 'known') return found.typeId;
    const where = typeof wishes === 'string' ? path : [...path, at];
    if (found.kind === 'several')
      tell(where, {
        value: wish,
        reason: 'may be any of several',
        fix: `Write ${found.names.map((name) => `"${name}"`).join(' or ')}, or a list of them in order of wish.`,
      });
    else
      tell(where, {
        severity: 'warning',
        value: wish,
        reason: 'is no GPU type that is known here',
        fix:
          found.nearest === null
            ? "Write it as RunPod's list does, e.g. RTX 4090, L40S or H100 SXM; the API is asked before a deploy."
            : `Is "${found.nearest}" meant? The API is asked before a deploy.`,
      });
    return wish;
  });
  return [...new Set(ids)];
}

function judgeEnvironment(
  { env }: ProjectValues,
  { yaml }: Place,
  tell: Tell,
): Readonly<Record<string, EnvironmentReference>> {
  const made: Record<string, EnvironmentReference> = {};
  for (const [name, value] of Object.entries(env)) {
    const reference = referenceOf(value, yaml.typedAt(['env', name]));
    for (const problem of variableProblems(name, reference)) tell(['env', name], problem);
    made[name] = reference;
  }
  return made;
}

function referenceOf(value: ProjectValues['env'][string], typed: string | null): EnvironmentReference {
  if (typeof value !== 'object') return plainReference(plainText(value, typed));
  return 'secret' in value
    ? { kind: 'secret', secretName: value.secret }
    : { kind: 'environment', variable: value.fromEnvironment };
}

/** 1.10 and 0x10 are meant as they are typed, not as the numbers that YAML takes them for. */
function plainText(value: string | number | boolean, typed: string | null): string {
  return typeof value === 'string' ? value : (typed ?? String(value));
}

function judgeArguments(
  { build }: ProjectValues,
  { yaml }: Place,
  tell: Tell,
): Readonly<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const [name, value] of Object.entries(build.arguments)) {
    const path = ['build', 'arguments', name];
    made[name] = plainText(value, yaml.typedAt(path));
    const problem = argumentProblem(name, made[name]);
    if (problem !== null) tell(path, problem);
  }
  return made;
}

/** Commands are shown and kept, and the start command stands in the template. */
function judgeLines(values: ProjectValues, tell: Tell): void {
  const { startCommand, test, hooks } = values;
  const lines: [readonly string[], string | undefined][] = [
    [['startCommand'], startCommand],
    [['test'], typeof test === 'object' ? test.command : test],
    ...Object.entries(hooks).map(([name, hook]): [readonly string[], string | undefined] => [
      ['hooks', name],
      typeof hook === 'object' ? hook.command : hook,
    ]),
  ];
  for (const [path, line] of lines) {
    const reason = line === undefined ? null : secretWithin(line);
    if (reason !== null)
      tell(path, { reason, fix: 'Take it from a variable in the command, e.g. "$HF_TOKEN".' });
  }
}

/** RunPod takes ids in lower case, and breaks on them later. */
function judgeDataCentres({ dataCentres }: ProjectValues, tell: Tell): void {
  const list = typeof dataCentres === 'string' ? [dataCentres] : dataCentres;
  for (const [at, id] of list.entries())
    if (!/^[A-Z]{2}[A-Z0-9]*(-[A-Z0-9]+)+$/.test(id))
      tell(typeof dataCentres === 'string' ? ['dataCentres'] : ['dataCentres', at], {
        value: id,
        reason: 'is no data centre of RunPod',
        fix: `Write its id in capitals, e.g. ${/^[a-z]{2}[a-z0-9]*(-[a-z0-9]+)+$/i.test(id) ? id.toUpperCase() : 'EU-RO-1'}.`,
      });
}
