import { describe, expect, test } from 'vitest';
import { encodeMetrics } from '../../../pod-agent/metrics/encode.ts';
import { counter, gauge, info } from '../../../pod-agent/metrics/family.ts';

const families = [
  counter('container_cpu_usage_seconds', 'Time "used".', 1.5),
  gauge('odd', 'A \\ and\na line.', [
    { labels: { name: 'a "b" \\c\nd\u0000', none: null, empty: '' }, value: 1e21 },
    { labels: { name: 'unknown' }, value: null },
    { labels: { name: 'broken' }, value: Number.NaN },
  ]),
  gauge('twice', 'Two of one name.', [
    { labels: { a: '1' }, value: 1 },
    { labels: { a: '1' }, value: 2 },
  ]),
  info('pod_agent_build', 'Version.', { version: '1' }),
  gauge('absent', 'Nothing is known of it.', null),
  { name: 'ERRORS_TOTAL', kind: 'unknown', help: 'Of others.', samples: [{ labels: {}, value: 3 }] },
] as const;

test('OpenMetrics, with its units, suffixes and end', () => {
  const { contentType, text } = encodeMetrics(families, 'application/openmetrics-text;version=1.0.0');
  expect(contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
  expect(text.split('\n')).toEqual([
    '# TYPE container_cpu_usage_seconds counter',
    '# UNIT container_cpu_usage_seconds seconds',
    '# HELP container_cpu_usage_seconds Time \\"used\\".',
    'container_cpu_usage_seconds_total 1.5',
    '# TYPE odd gauge',
    '# HELP odd A \\\\ and\\na line.',
    'odd{name="a \\"b\\" \\\\c\\nd\ufffd"} 1e+21',
    '# TYPE twice gauge',
    '# HELP twice Two of one name.',
    'twice{a="1"} 1',
    '# TYPE pod_agent_build info',
    '# HELP pod_agent_build Version.',
    'pod_agent_build_info{version="1"} 1',
    '# TYPE ERRORS_TOTAL unknown',
    '# HELP ERRORS_TOTAL Of others.',
    'ERRORS_TOTAL 3',
    '# EOF',
    '',
  ]);
});

test('the older text format', () => {
  const { contentType, text } = encodeMetrics(families, undefined);
  expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text.split('\n')).toEqual([
    '# HELP container_cpu_usage_seconds_total Time "used".',
    '# TYPE container_cpu_usage_seconds_total counter',
    'container_cpu_usage_seconds_total 1.5',
    '# HELP odd A \\\\ and\\na line.',
    '# TYPE odd gauge',
    'odd{name="a \\"b\\" \\\\c\\nd\ufffd"} 1e+21',
    '# HELP twice Two of one name.',
    '# TYPE twice gauge',
    'twice{a="1"} 1',
    '# HELP pod_agent_build_info Version.',
    '# TYPE pod_agent_build_info gauge',
    'pod_agent_build_info{version="1"} 1',
    '# HELP ERRORS_TOTAL Of others.',
    '# TYPE ERRORS_TOTAL untyped',
    'ERRORS_TOTAL 3',
    '',
  ]);
});

test('camel case, which others coined, is in OpenMetrics alone', () => {
  const borrowed = [
    gauge('node_memory_MemTotal_bytes', 'Memory.', 1),
    gauge('DCGM_FI_DEV_GPU_UTIL', 'Use.', [{ labels: { gpu: '0', modelName: 'L4' }, value: 2 }]),
  ];
  expect(encodeMetrics(borrowed, undefined).text).toBe(
    '# HELP DCGM_FI_DEV_GPU_UTIL Use.\n# TYPE DCGM_FI_DEV_GPU_UTIL gauge\nDCGM_FI_DEV_GPU_UTIL{gpu="0"} 2\n',
  );
  expect(encodeMetrics(borrowed, 'application/openmetrics-text').text).toContain(
    'DCGM_FI_DEV_GPU_UTIL{gpu="0",modelName="L4"} 2',
  );
});

describe('which format is wanted', () => {
  const prometheus =
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
  test.each([
    [prometheus, true],
    ['application/openmetrics-text; version=1.0.0; charset=utf-8', true],
    ['Application/OpenMetrics-Text', true],
    ['application/openmetrics-text;version=0.0.1', false],
    ['application/openmetrics-text;version=1.0.0;q=0', false],
    ['application/openmetrics-text;version=1.0.0;q=0.2, text/plain;q=0.9', false],
    ['text/plain;version=0.0.4', false],
    ['*/*', false],
    ['', false],
    [',;=,;;q=x', false],
  ])('"%s"', (accept, isOpen) => {
    expect(encodeMetrics([], accept).contentType.startsWith('application/openmetrics')).toBe(isOpen);
  });
});
