/**
 * Prometheus's text format 0.0.4: for people, for `promtool check metrics`, and for scrapers that know no other.
 *
 * promtool takes no name in camel case, and two names that others coined are: node_exporter's `MemTotal` and
 * dcgm-exporter's label `modelName`. They are in OpenMetrics, where Prometheus finds them; here the same facts stand
 * under names of our own alone.
 */
import type { Family, Labels } from './family.ts';
import { sampleLines } from './sample-text.ts';

export const prometheusTextType = 'text/plain; version=0.0.4; charset=utf-8';

export function prometheusText(families: readonly Family[]): string {
  return families.map(familyText).join('');
}

const camelCase = /[a-z][A-Z]/;
const types = {
  counter: { suffix: '_total', type: 'counter' },
  gauge: { suffix: '', type: 'gauge' },
  info: { suffix: '_info', type: 'gauge' },
  unknown: { suffix: '', type: 'untyped' },
} as const;

function familyText(family: Family): string {
  if (camelCase.test(family.name)) return '';
  const { suffix, type } = types[family.kind];
  const name = `${family.name}${suffix}`;
  const samples = family.samples.map(({ labels, value }) => ({ labels: inSnakeCase(labels), value }));
  const lines = sampleLines(name, samples);
  if (lines.length === 0) return '';
  const help = family.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function inSnakeCase(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !camelCase.test(name)));
}
