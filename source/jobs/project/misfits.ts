/** What does not fit the schema, as problems with their lines: unknown keys with the nearest known one, the rest with an example. */
import { stringify } from 'yaml';
import type { z } from 'zod';
import { nearestWord } from '../../base/nearest.ts';
import type { YamlText } from '../../base/yaml-lines.ts';
import { explanationOf, keysAt } from './json-schema.ts';
import { type ProjectProblem, projectProblem } from './problem.ts';

export function misfits(
  issues: readonly z.core.$ZodIssue[],
  at: { readonly fileName: string; readonly yaml: YamlText },
): readonly ProjectProblem[] {
  return issues.flatMap((issue) => innermost(issue)).flatMap((issue) => problemsOf(issue, at));
}

type Issue = { readonly issue: z.core.$ZodIssue; readonly path: readonly PropertyKey[] };

/** Of a choice only the branch is told of that has the shape of what is written: its own complaint is the helpful one. */
function innermost(issue: z.core.$ZodIssue, before: readonly PropertyKey[] = []): readonly Issue[] {
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const fitting = issue.errors.filter((branch) => !branch.some(isWrongShape));
  const [nearest] = fitting.sort((left, right) => strangeness(left) - strangeness(right));
  if (nearest === undefined) return [{ issue, path }];
  return nearest.flatMap((inner) => innermost(inner, path));
}

function isWrongShape(issue: z.core.$ZodIssue): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union';
}

/** A key that is missing speaks more against a branch than one that is not known. */
function strangeness(branch: readonly z.core.$ZodIssue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 2), 0);
}

function problemsOf(
  { issue, path }: Issue,
  { fileName, yaml }: { readonly fileName: string; readonly yaml: YamlText },
): readonly ProjectProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      projectProblem({
        fileName,
        line: yaml.lineOfKey(path, key),
        path: [...path, key],
        reason: 'is not known',
        fix: unknownKeyFix(key, path),
      }),
    );
  if (path.length === 0)
    return [
      projectProblem({
        fileName,
        reason: 'is no map of names and values',
        fix: 'Begin with "name: my-app"; pod-engine init writes a whole file.',
      }),
    ];
  const value = valueAt(yaml.plain, path);
  const isMissing = value === undefined;
  const line = isMissing ? lineOfParent(yaml, path) : yaml.lineOf(path);
  // A value of the pod's environment is never shown: what does not fit may be a secret all the same.
  const shownValue = path[0] === 'env' || isMissing ? undefined : value;
  const reason = isMissing
    ? 'is missing'
    : value === null
      ? 'has no value'
      : `does not fit: ${issue.message}`;
  return [
    projectProblem({ fileName, line, path, value: shownValue ?? undefined, reason, fix: fixFor(path) }),
  ];
}

function unknownKeyFix(key: string, path: readonly PropertyKey[]): string {
  const known = keysAt(path);
  const nearest = nearestWord(key, known);
  const list = `Known are ${known.join(', ')}.`;
  return nearest === null ? list : `Is "${nearest}" meant? ${known.length > 12 ? '' : list}`.trim();
}

function fixFor(path: readonly PropertyKey[]): string {
  const { key, description, example } = explanationOf(path);
  if (key === null || description === null) return 'docs/project-file.md explains every key.';
  if (example === undefined) return description;
  const written = stringify({ [key]: example }, { flowCollectionPadding: false, collectionStyle: 'flow' });
  return `${description} Write for example ${written.trim().replace(/^\{|\}$/g, '')}`;
}

function lineOfParent(yaml: YamlText, path: readonly PropertyKey[]): number | null {
  const parent = path.slice(0, -1);
  const name = parent.at(-1);
  if (name === undefined) return null;
  return yaml.lineOfKey(parent.slice(0, -1), String(name)) ?? yaml.lineOf(parent);
}

export function valueAt(plain: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === String(key))?.[1];
  }, plain);
}
