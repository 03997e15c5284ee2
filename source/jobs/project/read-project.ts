/** Reads pod-engine.yaml: a project that can be deployed, or all that is wrong with the file at once. */
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import { secretWithin } from '../../base/looks-like-secret.ts';
import { messageOf } from '../../base/message-of.ts';
import { readYaml, type YamlText } from '../../base/yaml-lines.ts';
import { fittingPart } from './fitting-part.ts';
import { judgeValues } from './judge-values.ts';
import { misfits } from './misfits.ts';
import { type ProjectProblem, projectProblem } from './problem.ts';
import type { Project } from './project.ts';
import { projectSchema } from './schema.ts';
import { limitProblems } from './template-problems.ts';
import { toProject } from './to-project.ts';

export type ReadProject =
  | { readonly ok: true; readonly project: Project; readonly warnings: readonly ProjectProblem[] }
  /** At least one error; warnings are among them. In the order of the file. */
  | { readonly ok: false; readonly problems: readonly ProjectProblem[] };

const maxFileBytes = 1_000_000;

/** Never rejects. The file's values are checked alone: that paths lead somewhere is seen by the steps that need them. */
export async function readProject(file: string): Promise<ReadProject> {
  const path = resolve(file);
  const text = await textOf(path);
  return typeof text === 'string' ? parseProject(path, text) : { ok: false, problems: [text] };
}

/** `file` is absolute. */
export function parseProject(file: string, text: string): ReadProject {
  const fileName = basename(file);
  const yaml = readYaml(text);
  if (!yaml.ok) return { ok: false, problems: yaml.faults.map((fault) => faultProblem(fileName, fault)) };
  const { plain } = yaml.value;
  const place = { fileName, yaml: yaml.value };
  const parsed = projectSchema.safeParse(plain ?? {});
  if (!parsed.success) return { ok: false, problems: inOrder(allProblems(parsed.error.issues, place)) };
  const { judged, problems } = judgeValues(parsed.data, place);
  const project = toProject(parsed.data, file, judged);
  const all = inOrder([...problems, ...limits(project, place)]);
  return all.some(({ severity }) => severity === 'error')
    ? { ok: false, problems: all }
    : { ok: true, project, warnings: all };
}

/** Also of what does fit: nobody wants to hear of a secret only when the spelling is right. */
function allProblems(
  issues: readonly z.core.$ZodIssue[],
  place: { readonly fileName: string; readonly yaml: YamlText },
): readonly ProjectProblem[] {
  const told = misfits(issues, place);
  const rest = fittingPart(place.yaml.plain, issues);
  if (rest === null) return told;
  // What stands for a missing value has no line, and is not to be told of.
  const judged = judgeValues(rest, place).problems.filter(({ line }) => line !== null);
  return [...told, ...judged];
}

async function textOf(path: string): Promise<string | ProjectProblem> {
  const fileName = basename(path);
  try {
    const about = await stat(path);
    // A pipe or a device would be waited for, or read, without end.
    if (!about.isFile())
      return projectProblem({
        fileName: path,
        reason: 'is no file',
        fix: 'Name the file of the project, as pod-engine.yaml, by --file.',
      });
    const { size } = about;
    if (size > maxFileBytes)
      return projectProblem({
        fileName,
        reason: `is larger than ${maxFileBytes / 1e6} MB`,
        fix: 'A project file is a page or two; check that this is the right file.',
      });
    return await readFile(path, 'utf8');
  } catch (error) {
    return unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): ProjectProblem {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return projectProblem({
      fileName: path,
      reason: 'is not there',
      fix: 'pod-engine init writes one after looking at the folder; --file names another.',
    });
  return projectProblem({
    fileName: path,
    reason: `cannot be read: ${messageOf(error)}`,
    fix: 'Make it a file that you may read.',
  });
}

function faultProblem(
  fileName: string,
  { line, message }: { readonly line: number; readonly message: string },
): ProjectProblem {
  const reason =
    secretWithin(message) === null ? `is not valid YAML: ${message}` : 'is not valid YAML on this line';
  return projectProblem({ fileName, line, reason, fix: 'Correct the line.' });
}

function limits(
  project: Project,
  { fileName, yaml }: { readonly fileName: string; readonly yaml: YamlText },
): readonly ProjectProblem[] {
  return limitProblems(project).map(({ path, ...found }) =>
    projectProblem({ fileName, line: yaml.lineOf(path), path, ...found }),
  );
}

/** As they stand in the file; what has no line comes first. */
function inOrder(problems: readonly ProjectProblem[]): readonly ProjectProblem[] {
  return [...problems].sort((left, right) => (left.line ?? 0) - (right.line ?? 0));
}
