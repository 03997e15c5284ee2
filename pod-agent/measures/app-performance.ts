/** How long the application's page takes to a new visitor: its first byte and the whole, at the root and at a deep route. */
import { type Answers, askAgainAndAgain, describeFailures, targetOf } from './answers.ts';
import { latencyFigures, latencyOf, slicesOf, timeSeries } from './figures.ts';
import type { Measure, MeasureContext } from './measure.ts';
import { type Emit, failed, measured, type Outcome } from './measured.ts';
import { describeRating, ladders, rate, worstOf } from './ratings.ts';

export const appPerformance: Measure = {
  id: 'app-performance',
  title: 'Performance of the application',
  shareSeconds: { full: 6, quick: 1.2 },
  run: (context) => measured(appPerformance, context, (emit) => measure(context, emit)),
};

/** No file has that name: an application that routes by itself answers it with its page, any other with 404. */
const deepRoute = '/deep/route-that-only-the-app-knows';

async function measure(context: MeasureContext, emit: Emit): Promise<Outcome> {
  const { full, quick } = appPerformance.shareSeconds;
  const durationMs = (context.isQuick ? quick : full) * 500;
  const index = await askAgainAndAgain(context, { target: targetOf(context, '/'), durationMs }, emit);
  if (index.answers.length === 0) return failed(`/ was not answered: ${describeFailures(index.failures)}.`);
  emit({ kind: 'progress', fraction: 0.5, text: deepRoute });
  const target = targetOf(context, deepRoute);
  return judge(index, await askAgainAndAgain(context, { target, durationMs }, emit));
}

function judge(index: Answers, deep: Answers): Outcome {
  const isDeepServed = deep.answers.some(({ status }) => status < 400);
  const seen = isDeepServed ? [...index.answers, ...deep.answers] : index.answers;
  const firstByte = latencyOf(seen.map(({ firstByteMs }) => firstByteMs))?.p90Ms ?? null;
  const whole = latencyOf(seen.map(({ totalMs }) => totalMs))?.p90Ms ?? null;
  const trouble = troubleOf(index, deep);
  const ratings = [
    rate(ladders.firstByte, firstByte, seen.length),
    rate(ladders.fullPage, whole, seen.length),
  ];
  return {
    status: 'done',
    rating: trouble === null ? worstOf(ratings) : 'failed',
    summary:
      trouble ??
      `${describeRating(ladders.firstByte, firstByte)}; ${describeRating(ladders.fullPage, whole)}`,
    figures: [...figuresOf('/', index), ...(isDeepServed ? figuresOf('deep route', deep) : [])],
    slices: [...slicesFor('/', index), ...(isDeepServed ? slicesFor('deep route', deep) : [])],
    notes: isDeepServed ? [] : [deepNote(deep)],
  };
}

/** Why the application is down for some visitors; null where it is not. A deep route that is not there is no trouble. */
function troubleOf(index: Answers, deep: Answers): string | null {
  const refused = index.answers.find(({ status }) => status >= 400);
  if (refused !== undefined) return `/ was answered with HTTP status ${refused.status}.`;
  const broken = deep.answers.find(({ status }) => status >= 500);
  if (broken !== undefined) return `${deepRoute} was answered with HTTP status ${broken.status}.`;
  if (Object.keys(index.failures).length === 0) return null;
  return `/ was not always answered: ${describeFailures(index.failures)}.`;
}

function deepNote({ answers, failures }: Answers): string {
  const [first] = answers;
  const answer = first === undefined ? `not answered: ${describeFailures(failures)}` : `HTTP ${first.status}`;
  return `a deep route is not the application's (${answer}), so that it is not rated`;
}

function figuresOf(name: string, { answers }: Answers) {
  return [
    ...latencyFigures(`${name} first byte `, latencyOf(answers.map(({ firstByteMs }) => firstByteMs))),
    ...latencyFigures(`${name} full `, latencyOf(answers.map(({ totalMs }) => totalMs))),
  ];
}

function slicesFor(name: string, { answers }: Answers) {
  return [
    ...timeSeries(`${name} first byte p50`, slicesOf(answers.map(({ firstByteMs }) => firstByteMs))),
    ...timeSeries(`${name} full p50`, slicesOf(answers.map(({ totalMs }) => totalMs))),
  ];
}
