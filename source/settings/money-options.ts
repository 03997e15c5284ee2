/** What is set of money: budgets and the rules of idle pods, each from the environment or the configuration file. */
import type { ConfigFile } from './config-file.ts';
import { actKey, durationMs } from './money-words.ts';
import type { Environment } from './paths.ts';
import { type Place, problem, type SettingsProblem } from './problem.ts';

export type MoneyOptions = {
  readonly budget: {
    readonly perDayDollars: number | null;
    readonly perMonthDollars: number | null;
    readonly perHourDollars: number | null;
    readonly runwayHours: number | null;
  };
  readonly idleRules: readonly {
    readonly pods: string;
    readonly afterMs: number;
    readonly act: 'remind' | 'ask' | 'stop';
    readonly graceMs: number;
  }[];
  /** Cards below it do nothing. */
  readonly idleGpuPercent: number;
  readonly stoppedAfterDays: number;
};

const usualGraceMs = 300_000;
/** A pause between two batches is not idleness, and a stop a minute after the last of them would be. */
const shortestStopMs = 300_000;

export function readMoneyOptions(sources: {
  readonly environment: Environment;
  readonly config: { readonly path: string; readonly file: ConfigFile } | null;
}): { readonly options: MoneyOptions; readonly problems: readonly SettingsProblem[] } {
  const problems: SettingsProblem[] = [];
  const { environment, config } = sources;
  const values = config?.file.values ?? {};
  const numberOf = (variable: string, fromFile: number | null | undefined): number | null => {
    const text = environment[variable] ?? '';
    if (text === '') return fromFile ?? null;
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value > 0 && value <= 1e9) return value;
    const place: Place = { source: 'the environment', key: variable };
    problems.push(problem(place, 'is no amount', 'Write a number above 0, as 50 or 12.5.', text));
    return null;
  };
  const { perDay, perMonth, perHour, runwayHours } = values.budget ?? {};
  const options: MoneyOptions = {
    budget: {
      perDayDollars: numberOf('POD_ENGINE_BUDGET_PER_DAY', perDay),
      perMonthDollars: numberOf('POD_ENGINE_BUDGET_PER_MONTH', perMonth),
      perHourDollars: numberOf('POD_ENGINE_BUDGET_PER_HOUR', perHour),
      runwayHours: numberOf('POD_ENGINE_BUDGET_RUNWAY_HOURS', runwayHours),
    },
    idleRules: (values.idle ?? []).map(({ pods, after, [actKey]: act, grace }) => ({
      ...{ pods, act, afterMs: durationMs(after) },
      graceMs: grace == null ? usualGraceMs : durationMs(grace),
    })),
    idleGpuPercent: values.idleGpuPercent ?? 5,
    stoppedAfterDays: values.stoppedAfterDays ?? 7,
  };
  return { options, problems: [...problems, ...hastyRules(options, config)] };
}

function hastyRules(
  { idleRules }: MoneyOptions,
  config: { readonly path: string; readonly file: ConfigFile } | null,
): readonly SettingsProblem[] {
  return idleRules.flatMap(({ act, afterMs }, index) => {
    if (act !== 'stop' || afterMs >= shortestStopMs || config === null) return [];
    const place: Place = {
      source: config.path,
      line: config.file.lineOf(['idle', index, 'after']),
      key: `idle.${index}.after`,
    };
    return [problem(place, 'is too short to stop a pod', 'Write 5m or more, or let the rule ask or remind.')];
  });
}
