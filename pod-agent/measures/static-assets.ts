/** How the files of the page are served: compressed, kept by browsers, answered with 304, and not kept when they are missing. */
import { answerTimeoutMs, targetOf } from './answers.ts';
import { type AssetAnswers, askForAsset } from './asset-answers.ts';
import { describeTrouble, isLongKept, troublesOf } from './asset-rules.ts';
import { askOnce } from './engine/ask-once.ts';
import type { SingleAnswer } from './engine/load.ts';
import type { Measure, MeasureContext } from './measure.ts';
import { type Emit, failed, measured, type Outcome, skipped } from './measured.ts';
import { describeRating, ladders, rate, worstOf } from './ratings.ts';

export const staticAssets: Measure = {
  id: 'static-assets',
  title: 'Static assets',
  shareSeconds: { full: 4, quick: 0.8 },
  run: (context) => measured(staticAssets, context, (emit) => measure(context, emit)),
};

/** A page with more files than that shows nothing new with the rest. */
const mostAssets = 12;
/** In the folder where files are kept for a year, under a name like theirs. */
const missingPath = '/assets/no-such-file-0f3a9c2e.js';

async function measure(context: MeasureContext, emit: Emit): Promise<Outcome> {
  const timing = { timeoutMs: answerTimeoutMs(context), signal: context.signal };
  const page = await askOnce(targetOf(context, '/'), timing);
  if (!page.ok) return failed(`/ was not answered: ${page.reason}.`);
  if (page.status >= 400) return failed(`/ was answered with HTTP status ${page.status}.`);
  const paths = context.pathsIn(page.body.toString('utf8'));
  if (paths.length === 0) return skipped('The page at / refers to no file of its own.');
  const assets: AssetAnswers[] = [];
  for (const path of paths.slice(0, mostAssets)) {
    if (context.signal.aborted) break;
    assets.push(await askForAsset(context, path));
    const fraction = assets.length / (Math.min(paths.length, mostAssets) + 1);
    emit({ kind: 'progress', fraction, text: path });
  }
  const missing = await askOnce(targetOf(context, missingPath), timing);
  const notes =
    paths.length > mostAssets ? [`the first ${mostAssets} of ${paths.length} files were asked for`] : [];
  return judge(assets, missing, notes);
}

function judge(assets: readonly AssetAnswers[], missing: SingleAnswer, notes: readonly string[]): Outcome {
  const served = assets.filter(({ status }) => status === 200);
  const compressible = served.filter(({ isCompressible }) => isCompressible);
  const plainBytes = sum(compressible.map((asset) => asset.plainBytes));
  const sentBytes = sum(compressible.map((asset) => asset.sentBytes));
  const ratio = sentBytes > 0 ? plainBytes / sentBytes : null;
  const troubles = troublesOf({ assets, missing, missingPath });
  const ratings = [
    rate(ladders.compression, ratio, compressible.length),
    ...troubles.map(({ rating }) => rating),
  ];
  const isWell = troubles.length === 0 && served.length > 0;
  const hashed = served.filter(({ isHashed }) => isHashed);
  return {
    status: 'done',
    rating: isWell ? worstOf(['excellent', ...ratings]) : worstOf(ratings),
    summary: [
      ...troubles.map(describeTrouble),
      ratio === null ? 'no file is worth compressing' : describeRating(ladders.compression, ratio),
    ].join('; '),
    figures: [
      { name: 'files', value: assets.length, unit: '' },
      { name: 'text before compression', value: plainBytes, unit: 'bytes' },
      { name: 'text as sent', value: sentBytes, unit: 'bytes' },
      { name: 'compression ratio', value: ratio, unit: '' },
      {
        name: 'compressed files',
        value: share(compressible, ({ encoding }) => encoding !== null),
        unit: '%',
      },
      { name: 'hashed files kept by browsers', value: share(hashed, isLongKept), unit: '%' },
      { name: 'files with a validator', value: share(served, ({ hasValidator }) => hasValidator), unit: '%' },
      {
        name: 'files answered with 304',
        value: share(served, ({ isNotModified }) => isNotModified),
        unit: '%',
      },
    ],
    slices: [],
    notes: [...new Set([...compressible.flatMap(({ encoding }) => encoding ?? []), ...notes])],
  };
}

function share(assets: readonly AssetAnswers[], isTrue: (asset: AssetAnswers) => boolean): number | null {
  return assets.length === 0 ? null : (assets.filter(isTrue).length / assets.length) * 100;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
