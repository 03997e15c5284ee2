/** What is wrong with how files are served, and how bad each of it is. Pure. */
import type { Rating } from '../protocol/benchmark-report.ts';
import type { AssetAnswers } from './asset-answers.ts';
import type { SingleAnswer } from './engine/load.ts';

export type AssetTrouble = {
  readonly rating: Rating;
  readonly text: string;
  readonly paths: readonly string[];
};

/** A month: what is fetched anew less often than that costs nobody. */
const longSeconds = 30 * 24 * 3600;
/** A proxy that hides a file for a minute after it was put there is no trouble yet. */
const longestMissingSeconds = 60;
const namedPaths = 3;

export function troublesOf(seen: {
  readonly assets: readonly AssetAnswers[];
  readonly missing: SingleAnswer;
  readonly missingPath: string;
}): readonly AssetTrouble[] {
  const { assets, missing, missingPath } = seen;
  const served = assets.filter(({ status }) => status === 200);
  const of = (rating: Rating, text: string, found: readonly AssetAnswers[]) => ({
    rating,
    text,
    paths: found.map(({ path }) => path),
  });
  const unpacked = served.filter(({ isCompressible, encoding }) => isCompressible && encoding === null);
  const forgotten = served.filter((asset) => asset.isHashed && !isLongKept(asset));
  const frozen = served.filter((asset) => !asset.isHashed && /\bimmutable\b/.test(asset.cacheControl));
  return [
    of(
      'failed',
      'not served',
      assets.filter(({ status }) => status !== 200),
    ),
    ...missingTroubles(missing, missingPath),
    of('slow', 'sent without compression', unpacked),
    of('fair', 'hashed, but not kept by browsers (Cache-Control: max-age of a year, immutable)', forgotten),
    of('fair', 'immutable, but without a hash in its name: visitors keep an old one', frozen),
    of(
      'fair',
      'without ETag and Last-Modified, so that it is sent whole each time',
      served.filter(({ hasValidator }) => !hasValidator),
    ),
    of(
      'fair',
      'not answered with 304 to its own validator',
      served.filter((asset) => asset.hasValidator && !asset.isNotModified),
    ),
  ].filter(({ paths }) => paths.length > 0);
}

export function describeTrouble({ text, paths }: AssetTrouble): string {
  const more = paths.length > namedPaths ? ` and ${paths.length - namedPaths} more` : '';
  return `${paths.slice(0, namedPaths).join(', ')}${more}: ${text}`;
}

export function isLongKept({ cacheControl }: Pick<AssetAnswers, 'cacheControl'>): boolean {
  return keptSeconds(cacheControl) >= longSeconds;
}

/** A release that is put in place file by file shows its new files as missing for a moment, and they must not stay so. */
function missingTroubles(missing: SingleAnswer, path: string): readonly AssetTrouble[] {
  if (!missing.ok) return [{ rating: 'failed', text: `not answered: ${missing.reason}`, paths: [path] }];
  const cacheControl = missing.headers['cache-control'] ?? '';
  if (keptSeconds(cacheControl) > longestMissingSeconds || /\bimmutable\b/.test(cacheControl))
    return [
      {
        rating: 'failed',
        text: `a missing file, and its answer (HTTP ${missing.status}) is kept: Cache-Control: ${cacheControl}`,
        paths: [path],
      },
    ];
  if (missing.status >= 400 && missing.status < 500) return [];
  return [{ rating: 'slow', text: `a missing file is answered with HTTP ${missing.status}`, paths: [path] }];
}

function keptSeconds(cacheControl: string): number {
  if (/\bno-(store|cache)\b/.test(cacheControl)) return 0;
  return Number(/\bmax-age=(\d{1,10})\b/.exec(cacheControl)?.[1] ?? 0);
}
