/** Samples as both formats write them: a name, labels between braces, a value. */
import type { Labels, MetricSample } from './family.ts';

/** One line for each sample that has a value. Of samples with the same labels only the first, as a scraper takes no second. */
export function sampleLines(name: string, samples: readonly MetricSample[]): readonly string[] {
  const lines = new Map<string, string>();
  for (const { labels, value } of samples) {
    if (value === null || !Number.isFinite(value)) continue;
    const written = labelText(labels);
    if (!lines.has(written)) lines.set(written, `${name}${written} ${value}`);
  }
  return [...lines.values()];
}

/** Backslash, quote and newline are escaped. Other control characters, which a reader may stumble over, are replaced. */
export function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replace(/[\u0000-\u001f\u007f]/g, '\ufffd');
}

const longestValue = 256;

function labelText(labels: Labels): string {
  const written = Object.entries(labels).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}="${escaped(value.slice(0, longestValue))}"`],
  );
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}
