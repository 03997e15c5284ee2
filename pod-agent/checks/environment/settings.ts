/** Settings of the agent that it does not take, by the rules by which it reads them. */
import { allSettings, unknownVariables } from '../../settings/index.ts';
import { lonelyKeys } from '../../settings/notifications.ts';
import { differentPorts, servingSettings } from '../../settings/serving.ts';
import { readSettings, type Setting } from '../../settings/setting.ts';
import { readThresholds, thresholdSettings } from '../../settings/thresholds.ts';
import type { Problem, Variables } from '../../settings/variables.ts';
import type { Draft } from '../check.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import type { PodEnvironment } from './variables.ts';

const documentation = 'Variables';

export function judgeSettings(environment: PodEnvironment): readonly Draft[] {
  const { variables } = environment;
  const named = nameTable(environment);
  const clashes = differentPorts(readSettings(openOf(servingSettings), variables).values).problems;
  const refused = [...refusedIn(variables), ...readThresholds(variables).problems, ...lonelyKeys(named)];
  return [
    ...clashes.map((problem) =>
      draft(problem, {
        id: 'environment-ports-clash',
        title: `${problem.name} names a port that the pod uses already`,
        impact: 'What should be found at that port is somewhere else.',
      }),
    ),
    ...unknownVariables(named).map((problem) =>
      draft(problem, {
        id: 'environment-setting-unknown',
        title: `${problem.name} is no setting of the agent${guessIn(problem)}`,
        impact: 'It has no effect; the default holds.',
      }),
    ),
    ...once(refused).map((problem) =>
      draft(problem, {
        id: 'environment-setting-refused',
        title: `${problem.name} is set and cannot be taken`,
        impact: 'The default holds in its place.',
      }),
    ),
  ];
}

type Table = Readonly<Record<string, Setting<unknown>>>;

/** Values of secrets are not at hand, so that nobody could say whether they are right. */
function openOf<Settings extends Table>(table: Settings): Settings {
  const open = Object.entries(table).filter(([, { isSecret }]) => isSecret !== true);
  return Object.fromEntries(open) as Settings;
}

/** Thresholds have rules of their own between them, which tell of each as well. */
function refusedIn(variables: Variables): readonly Problem[] {
  return allSettings
    .filter((table) => table !== thresholdSettings)
    .flatMap((table) => readSettings(openOf(table), variables).problems);
}

/** Names alone, for the rules that look at nothing else. */
function nameTable({ names, variables }: PodEnvironment): Variables {
  return new Map(
    [...names].map((name) => [name, { text: '', source: variables.get(name)?.source ?? 'the environment' }]),
  );
}

function once(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [problem.name, problem])).values()];
}

function guessIn({ message }: Problem): string {
  const guess = /Did you mean (\w+)\?/.exec(message)?.[1];
  return guess === undefined ? '' : `; ${guess} is near`;
}

function draft(
  { name, message }: Problem,
  about: { readonly id: string; readonly title: string; readonly impact: string },
): Draft {
  return trouble({
    ...about,
    id: `${about.id}:${name}`,
    status: 'warn',
    evidence: [seen(name, message, "PID 1's environment and the settings file")],
    causes: ['A slip in the pod’s template, or in the settings file.'],
    fix: advice(
      `Correct ${name} in the pod’s template, or in the settings file, and start the pod again: docs/settings.md lists every setting.`,
    ),
    documentation,
  });
}
