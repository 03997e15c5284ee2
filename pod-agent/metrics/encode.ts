/** Metrics in the format that the asker takes. */
import type { Family } from './family.ts';
import { openMetricsText, openMetricsType } from './open-metrics.ts';
import { prometheusText, prometheusTextType } from './prometheus-text.ts';

export type MetricsText = { readonly contentType: string; readonly text: string };

/** @param accept The request's Accept header; undefined where there is none. */
export function encodeMetrics(families: readonly Family[], accept: string | undefined): MetricsText {
  return wantsOpenMetrics(accept ?? '')
    ? { contentType: openMetricsType, text: openMetricsText(families) }
    : { contentType: prometheusTextType, text: prometheusText(families) };
}

/** Version 1.0.0, or none in particular, and no less gladly than the older text format. */
function wantsOpenMetrics(accept: string): boolean {
  const ranges = accept.slice(0, 1000).split(',').map(rangeOf);
  const open = best(ranges, ({ type, version }) => type === openType && /^(1\.0\.0)?$/.test(version));
  return open > 0 && open >= best(ranges, ({ type }) => type === 'text/plain');
}

const openType = 'application/openmetrics-text';

type Range = { readonly type: string; readonly version: string; readonly quality: number };

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameter = (name: string) =>
    parameters.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  const quality = Number(parameter('q') ?? 1);
  return { type, version: parameter('version') ?? '', quality: Number.isFinite(quality) ? quality : 0 };
}

function best(ranges: readonly Range[], fits: (range: Range) => boolean): number {
  return Math.max(0, ...ranges.filter(fits).map(({ quality }) => quality));
}
