/** The thresholds of health as settings: five of each kind of figure, made from one table. */
import { defaultThresholds, type Level, type Threshold, type Thresholds } from '../health/thresholds.ts';
import { numberSetting, readSettings, type Setting } from './setting.ts';
import type { Problem, Variables } from './variables.ts';

type Figure = {
  readonly key: keyof Thresholds;
  /** The middle and the end of its variables' names. */
  readonly word: string;
  readonly unit: 'PERCENT' | 'CELSIUS' | 'MS';
  /** For the table in docs/settings.md. */
  readonly meaning: string;
  readonly max: number;
};

const figures: readonly Figure[] = [
  { key: 'cpuPercent', word: 'CPU', unit: 'PERCENT', meaning: 'CPU use, % of the limit', max: 100 },
  { key: 'memoryPercent', word: 'MEMORY', unit: 'PERCENT', meaning: 'memory use, % of the limit', max: 100 },
  {
    key: 'diskPercent',
    word: 'DISK',
    unit: 'PERCENT',
    meaning: 'space or inodes of a mount, % used',
    max: 100,
  },
  {
    key: 'gpuCelsius',
    word: 'GPU',
    unit: 'CELSIUS',
    meaning: 'temperature of the hottest card, °C',
    max: 150,
  },
  // An answer that takes longer counts as none.
  {
    key: 'appLatencyMs',
    word: 'APP',
    unit: 'MS',
    meaning: 'time the application takes to answer, ms',
    max: 5000,
  },
];

type Degree = 'warn' | 'fail';
const degrees: readonly Degree[] = ['warn', 'fail'];
const longestWaitSeconds = 86_400;

export const thresholdSettings: Readonly<Record<string, Setting<number | null>>> = Object.fromEntries(
  figures.flatMap(settingsOf).map((setting) => [setting.name, setting]),
);

/** A threshold that contradicts another is left out, and a problem names both and what holds instead. */
export function readThresholds(variables: Variables): {
  readonly thresholds: Thresholds;
  readonly problems: readonly Problem[];
} {
  const read = readSettings(thresholdSettings, variables);
  const problems = [...read.problems];
  const thresholds = Object.fromEntries(
    figures.map((figure) => [figure.key, thresholdOf(figure, read.values, problems)]),
  );
  return { thresholds: { ...defaultThresholds, ...thresholds }, problems };
}

function settingsOf(figure: Figure): readonly Setting<number | null>[] {
  const { warn, fail, forMs } = defaultThresholds[figure.key];
  const { meaning, max } = figure;
  const bounds = { min: 1, max, decimals: true } as const;
  const levels = degrees.flatMap((degree) => {
    const { raise, clear } = { warn, fail }[degree];
    return [
      numberSetting<number | null>({
        ...bounds,
        name: nameOf(figure, degree),
        summary: `${capital(meaning)}: from here on it ${degree}s.`,
        fallback: raise,
      }),
      numberSetting<number | null>({
        ...bounds,
        name: clearNameOf(figure, degree),
        summary: `${capital(meaning)}: below this it ${degree}s no more. Where it is not set: ${raise - clear} below.`,
        fallback: null,
      }),
    ];
  });
  return [
    ...levels,
    numberSetting<number | null>({
      name: waitNameOf(figure),
      summary: `${capital(meaning)}: for how many seconds it must stay there before it counts.`,
      fallback: forMs / 1000,
      min: 0,
      max: longestWaitSeconds,
    }),
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

type Values = Readonly<Record<string, number | null>>;

function thresholdOf(figure: Figure, values: Values, problems: Problem[]): Threshold {
  const usual = defaultThresholds[figure.key];
  const forMs = (values[waitNameOf(figure)] ?? usual.forMs / 1000) * 1000;
  const [warnName, failName] = [nameOf(figure, 'warn'), nameOf(figure, 'fail')];
  const [warnRaise, failRaise] = [values[warnName] ?? usual.warn.raise, values[failName] ?? usual.fail.raise];
  if (warnRaise > failRaise) {
    problems.push({
      name: warnName,
      message: `${warnName} is ${warnRaise}. It must not be above ${failName}, which is ${failRaise}. Both keep their defaults: ${usual.warn.raise} and ${usual.fail.raise}.`,
    });
    return { ...usual, forMs };
  }
  return {
    warn: levelOf({ figure, degree: 'warn', raise: warnRaise, values, problems }),
    fail: levelOf({ figure, degree: 'fail', raise: failRaise, values, problems }),
    forMs,
  };
}

function levelOf(about: {
  readonly figure: Figure;
  readonly degree: Degree;
  readonly raise: number;
  readonly values: Values;
  readonly problems: Problem[];
}): Level {
  const { figure, degree, raise, values, problems } = about;
  const usual = defaultThresholds[figure.key][degree];
  // As far below as usual; but a level that is cleared below zero would never be left.
  const usualClear = Math.max(raise - (usual.raise - usual.clear), raise / 2);
  const name = clearNameOf(figure, degree);
  const clear = values[name] ?? usualClear;
  if (clear < raise) return { raise, clear };
  problems.push({
    name,
    message: `${name} is ${clear}. It must be below ${nameOf(figure, degree)}, which is ${raise}. ${usualClear} is kept instead.`,
  });
  return { raise, clear: usualClear };
}

function nameOf({ word, unit }: Figure, degree: Degree): string {
  return `POD_AGENT_${word}_${degree.toUpperCase()}_${unit}`;
}

function clearNameOf({ word, unit }: Figure, degree: Degree): string {
  return `POD_AGENT_${word}_${degree.toUpperCase()}_CLEAR_${unit}`;
}

function waitNameOf({ word }: Figure): string {
  return `POD_AGENT_${word}_FOR_SECONDS`;
}
