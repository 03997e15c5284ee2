/** Looks through a project's Dockerfile and context for what would fail, leak or surprise later. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageOf } from '../../base/message-of.ts';
import { safeText } from '../../base/safe-text.ts';
import type { DeployProblem } from '../model/deploy.ts';
import { type Dockerfile, imageStages } from './dockerfile/dockerfile.ts';
import { parseDockerfile } from './dockerfile/parse.ts';
import { type FoundIgnoreFile, readIgnoreFile } from './ignore/read-ignore-file.ts';
import { lints } from './lints/index.ts';
import type { LintFinding } from './lints/lint.ts';
import type { Project } from './project.ts';

/** `Dockerfile:12: …`, errors first, then by line. Never rejects: what cannot be read is a problem too. */
export async function lintDockerfile(
  project: Pick<Project, 'build' | 'health' | 'pod'>,
): Promise<readonly DeployProblem[]> {
  const { build } = project;
  const name = basename(build.dockerfile);
  try {
    const text = await readFile(build.dockerfile, 'utf8');
    const contextNames = await readdir(build.context);
    const ignore = await readIgnoreFile(build);
    const dockerfile = parseDockerfile(text, build.arguments);
    const found = [
      ...faultsOf(dockerfile, build.target),
      ...lintsOf(dockerfile, { project, ignore, contextNames }),
    ];
    return [
      ...(await missingSecrets(build)),
      ...ignoreProblems(ignore),
      ...inOrder(found).map((finding) => problemOf(name, finding)),
    ];
  } catch (error) {
    return [unreadable(build, error)];
  }
}

function lintsOf(
  dockerfile: Dockerfile,
  given: {
    readonly project: Pick<Project, 'build' | 'health' | 'pod'>;
    readonly ignore: FoundIgnoreFile;
    readonly contextNames: readonly string[];
  },
): readonly LintFinding[] {
  const { project, ignore, contextNames } = given;
  const stages = imageStages(dockerfile, project.build.target);
  if (stages.length === 0) return [];
  const look = {
    dockerfile,
    imageStages: stages,
    project,
    ignore: { isThere: ignore.path !== null, rules: ignore.rules },
    contextNames,
  };
  return lints.flatMap((lint) => lint.find(look));
}

function faultsOf(dockerfile: Dockerfile, target: string | null): readonly LintFinding[] {
  const faults = dockerfile.faults.slice(0, 10).map(
    ({ line, reason }): LintFinding => ({
      severity: 'error',
      line,
      text: `The build would fail: ${reason}.`,
      fix: 'Correct the line.',
    }),
  );
  if (target === null || imageStages(dockerfile, target).length > 0) return faults;
  const names = dockerfile.stages.map(({ name, index }) => name ?? String(index));
  const missing: LintFinding = {
    severity: 'error',
    line: null,
    text: `There is no stage "${target}", which build.target asks for.`,
    fix: `Its stages are ${names.join(', ')}.`,
  };
  return [...faults, missing];
}

async function missingSecrets({ secrets }: Project['build']): Promise<readonly DeployProblem[]> {
  const looked = await Promise.all(
    Object.entries(secrets).map(async ([id, path]): Promise<DeployProblem | null> => {
      const found = await stat(path).catch(() => null);
      if (found?.isFile() === true) return null;
      return {
        severity: 'error',
        text: safeText(`The secret "${id}" of build.secrets is no file: "${path}".`, { maxLength: 400 }),
        fix: 'Write the file, or take the secret out of build.secrets.',
      };
    }),
  );
  return looked.filter((problem) => problem !== null);
}

function ignoreProblems({ path, rules }: FoundIgnoreFile): readonly DeployProblem[] {
  return rules.faults.slice(0, 10).map(({ line, text }) => ({
    severity: 'error',
    text: safeText(
      `${basename(path ?? '.dockerignore')}:${line}: "${text}" is no pattern, and builders refuse it.`,
      {
        maxLength: 400,
      },
    ),
    fix: 'Correct the line; [ needs its ], and ! something after it.',
  }));
}

function inOrder(found: readonly LintFinding[]): readonly LintFinding[] {
  const weight = ({ severity }: LintFinding): number => (severity === 'error' ? 0 : 1);
  return [...found].sort(
    (left, right) => weight(left) - weight(right) || (left.line ?? 0) - (right.line ?? 0),
  );
}

function problemOf(name: string, { severity, line, text, fix }: LintFinding): DeployProblem {
  const place = line === null ? name : `${name}:${line}`;
  return {
    severity,
    text: safeText(`${place}: ${text}`, { maxLength: 400 }),
    fix: safeText(fix, { maxLength: 400 }),
  };
}

function unreadable(build: Project['build'], error: unknown): DeployProblem {
  const reason = messageOf(error);
  const isDockerfile = reason.includes(build.dockerfile);
  return {
    severity: 'error',
    text: safeText(
      isDockerfile
        ? `The Dockerfile "${build.dockerfile}" cannot be read: ${reason}.`
        : `The build's context "${build.context}" cannot be read: ${reason}.`,
      { maxLength: 600 },
    ),
    fix: isDockerfile
      ? 'Write one, or name it by build.dockerfile in pod-engine.yaml.'
      : 'Name the folder by build.context in pod-engine.yaml.',
  };
}
