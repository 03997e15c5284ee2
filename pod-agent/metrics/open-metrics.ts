/** OpenMetrics 1.0, the format that Prometheus asks for (OpenMetrics specification, "Text format"). */
import type { Family } from './family.ts';
import { escaped, sampleLines } from './sample-text.ts';

export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

export function openMetricsText(families: readonly Family[]): string {
  return `${families.map(familyText).join('')}# EOF\n`;
}

const suffixes = { counter: '_total', info: '_info', gauge: '', unknown: '' } as const;

function familyText({ name, kind, help, samples }: Family): string {
  const lines = sampleLines(`${name}${suffixes[kind]}`, samples);
  if (lines.length === 0) return '';
  const unit = unitOf(name);
  return [
    `# TYPE ${name} ${kind}`,
    ...(unit === null ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...lines,
    '',
  ].join('\n');
}

/** A unit may be declared only where the name ends in it. */
function unitOf(name: string): string | null {
  return /_(seconds|bytes|ratio|celsius|watts)$/.exec(name)?.[1] ?? null;
}
