/** A benchmark's report and its comparison with another run, as tables. */
import type {
  BenchmarkReport,
  ComparedFigure,
  Comparison,
  Figure,
  TestResult,
} from '../../../pod-agent/protocol/benchmark-report.ts';
import { changeText, figureText } from './figure-text.ts';
import type { JobLine, LineRole } from './line.ts';
import { ratingLooks } from './looks.ts';

/** As many figures as stand in a test's own row; the others are folded under it. */
const keyFigureCount = 3;

export function benchmarkLines(report: BenchmarkReport): JobLine[] {
  const titleWidth = Math.max(0, ...report.tests.map(({ title }) => title.length));
  const kind = report.isQuick ? 'quick' : 'full';
  const where = report.scope === 'loopback' ? 'inside the pod, over loopback' : 'from outside';
  return [
    line('benchmark', 'heading', 0, `${kind} benchmark of ${report.url}, ${where}`),
    ...report.tests.flatMap((test) => testLines(test, titleWidth)),
    ...generatorLines(report),
  ];
}

function testLines(test: TestResult, titleWidth: number): JobLine[] {
  const { glyph, word, role } = ratingLooks[test.rating];
  const key = `test:${test.testId}`;
  const wordNow = test.status === 'skipped' ? 'skipped' : test.status === 'failed' ? 'failed' : word;
  const figures = test.figures.slice(0, keyFigureCount).map(shortFigure).join(' · ');
  const notes = test.notes.length === 0 ? '' : `  (${test.notes.join('; ')})`;
  const said = test.status === 'done' && figures !== '' ? figures : test.summary;
  const head: JobLine = {
    ...line(key, test.status === 'skipped' ? 'dim' : role, 0, ''),
    text: `${glyph} ${wordNow.padEnd(9)}  ${test.title.padEnd(titleWidth)}  ${said}${notes}`,
    isOpener: true,
    tookMs: test.tookMs,
  };
  const nameWidth = Math.max(0, ...test.figures.map(({ name }) => name.length));
  const details = [
    test.summary,
    ...test.figures.map(({ name, value, unit }) => `${name.padEnd(nameWidth)}  ${figureText(value, unit)}`),
    ...test.notes.map((note) => `note: ${note}`),
  ];
  return [
    head,
    ...details.map((text, index): JobLine => ({ ...line(`${key}:${index}`, 'dim', 4, text), under: key })),
  ];
}

function shortFigure({ name, value, unit }: Figure): string {
  return `${name} ${figureText(value, unit)}`;
}

/** Where the generator was the bottleneck, the figures are its own. */
function generatorLines({ generator }: BenchmarkReport): JobLine[] {
  if (generator === null || !generator.isLimiting) return [];
  const cpu = generator.cpuPercent === null ? '' : ` (its CPU ${Math.round(generator.cpuPercent)} %)`;
  return [
    line(
      'generator',
      'warn',
      0,
      `▲ the load generator was the bottleneck${cpu}: the pod may do better than this`,
    ),
  ];
}

const verdictWords: Readonly<Record<Comparison['verdict'], readonly [text: string, role: LineRole]>> = {
  regression: ['✖ regression', 'fail'],
  improvement: ['✔ improvement', 'ok'],
  'no-change': ['✔ no change', 'ok'],
  'not-comparable': ['? not comparable', 'unknown'],
};

export function comparisonLines(comparison: Comparison): JobLine[] {
  const [words, role] = verdictWords[comparison.verdict];
  const nameWidth = Math.max(0, ...comparison.figures.map((figure) => nameOf(figure).length));
  const head: JobLine = {
    ...line('comparison', role, 0, `${words} against the run before: ${comparison.summary}`),
    isOpener: true,
  };
  const differences = comparison.differences.map((name) =>
    line(`comparison:differs:${name}`, 'unknown', 2, `? differs: ${name}`),
  );
  const figures = comparison.figures.map((figure): JobLine => {
    const made = comparedLine(figure, nameWidth);
    return figure.verdict === 'same' ? { ...made, under: 'comparison' } : made;
  });
  const same = figures.filter((each) => each.under !== undefined).length;
  const rest =
    same === 0
      ? []
      : [
          line(
            'comparison:same',
            'dim',
            2,
            `~ ${same} ${same === 1 ? 'figure' : 'figures'} the same within chance`,
          ),
        ];
  return [
    head,
    ...differences,
    ...figures.filter((each) => each.under === undefined),
    ...rest,
    ...figures.filter((each) => each.under !== undefined),
  ];
}

function comparedLine(figure: ComparedFigure, nameWidth: number): JobLine {
  const { medianBefore, medianAfter, unit, intervalPercent, countBefore, countAfter } = figure;
  const change = `${figureText(medianBefore, unit)} → ${figureText(medianAfter, unit)}`;
  const chance = `(${chanceText(figure.pValue)}, n=${countBefore}+${countAfter})`;
  const [low, high] = intervalPercent;
  const by = `${changeText(figure.changePercent)} [${changeText(low)}, ${changeText(high)}]`;
  const key = `comparison:${figure.testId}:${figure.name}`;
  const name = nameOf(figure).padEnd(nameWidth);
  if (figure.verdict === 'same') return line(key, 'dim', 2, `~ ${name}  ${change}  ~ ${chance}`);
  const isWorse = figure.verdict === 'worse';
  const words = isWorse ? '✖' : '✔';
  return line(
    key,
    isWorse ? 'fail' : 'ok',
    2,
    `${words} ${name}  ${change}  ${by} ${figure.verdict} ${chance}`,
  );
}

/** "p=0.41", "p<0.001". */
function chanceText(pValue: number): string {
  if (pValue < 0.001) return 'p<0.001';
  return `p=${pValue.toFixed(pValue < 0.1 ? 3 : 2)}`;
}

function nameOf({ testId, name }: ComparedFigure): string {
  return `${testId} ${name}`;
}

function line(key: string, role: LineRole, indent: number, text: string): JobLine {
  return { key, role, indent, text, atMs: null, part: 'result' };
}
