import { describe, expect, test } from 'vitest';
import { defaultThresholds } from '../../../pod-agent/health/thresholds.ts';
import { readThresholds, thresholdSettings } from '../../../pod-agent/settings/thresholds.ts';
import { variablesOfEnvironment } from '../../../pod-agent/settings/variables.ts';

function read(environment: Readonly<Record<string, string>>) {
  const { thresholds, problems } = readThresholds(variablesOfEnvironment(environment));
  return { thresholds, messages: problems.map(({ message }) => message) };
}

describe('the settings', () => {
  test('are five of each figure, and without any the defaults hold', () => {
    expect(Object.keys(thresholdSettings)).toHaveLength(25);
    expect(Object.keys(thresholdSettings).filter((name) => name.includes('_GPU_'))).toEqual([
      'POD_AGENT_GPU_WARN_CELSIUS',
      'POD_AGENT_GPU_WARN_CLEAR_CELSIUS',
      'POD_AGENT_GPU_FAIL_CELSIUS',
      'POD_AGENT_GPU_FAIL_CLEAR_CELSIUS',
      'POD_AGENT_GPU_FOR_SECONDS',
    ]);
    expect(read({})).toEqual({ thresholds: defaultThresholds, messages: [] });
  });

  test('set each value, in its unit, and nothing else', () => {
    const { thresholds, messages } = read({
      POD_AGENT_MEMORY_WARN_PERCENT: '70',
      POD_AGENT_MEMORY_WARN_CLEAR_PERCENT: '60.5',
      POD_AGENT_MEMORY_FAIL_PERCENT: '80',
      POD_AGENT_MEMORY_FAIL_CLEAR_PERCENT: '79',
      POD_AGENT_MEMORY_FOR_SECONDS: '0',
      POD_AGENT_CPU_FOR_SECONDS: '90',
      POD_AGENT_GPU_FAIL_CELSIUS: '99',
      POD_AGENT_APP_WARN_MS: '250',
    });
    expect(messages).toEqual([]);
    expect(thresholds).toEqual({
      ...defaultThresholds,
      memoryPercent: { warn: { raise: 70, clear: 60.5 }, fail: { raise: 80, clear: 79 }, forMs: 0 },
      cpuPercent: { ...defaultThresholds.cpuPercent, forMs: 90_000 },
      gpuCelsius: { ...defaultThresholds.gpuCelsius, fail: { raise: 99, clear: 94 } },
      appLatencyMs: { ...defaultThresholds.appLatencyMs, warn: { raise: 250, clear: 125 } },
    });
  });
});

describe('a level that moves', () => {
  test('takes its clear value along, at the usual distance', () => {
    expect(read({ POD_AGENT_DISK_WARN_PERCENT: '50' }).thresholds.diskPercent.warn).toEqual({
      raise: 50,
      clear: 47,
    });
  });

  test('so far down that the distance would lead below zero, is still left at half of it', () => {
    expect(read({ POD_AGENT_CPU_WARN_PERCENT: '4' }).thresholds.cpuPercent.warn).toEqual({
      raise: 4,
      clear: 2,
    });
  });
});

describe('a contradiction', () => {
  test('a clear value that is not below is left out', () => {
    const { thresholds, messages } = read({
      POD_AGENT_MEMORY_WARN_PERCENT: '80',
      POD_AGENT_MEMORY_WARN_CLEAR_PERCENT: '80',
    });
    expect(thresholds.memoryPercent.warn).toEqual({ raise: 80, clear: 75 });
    expect(messages).toEqual([
      'POD_AGENT_MEMORY_WARN_CLEAR_PERCENT is 80. It must be below POD_AGENT_MEMORY_WARN_PERCENT, which is 80. 75 is kept instead.',
    ]);
  });

  test('a warning above the failure leaves both as they are by default', () => {
    const { thresholds, messages } = read({
      POD_AGENT_MEMORY_WARN_PERCENT: '97',
      POD_AGENT_MEMORY_FOR_SECONDS: '5',
    });
    expect(thresholds.memoryPercent).toEqual({ ...defaultThresholds.memoryPercent, forMs: 5000 });
    expect(messages).toEqual([
      'POD_AGENT_MEMORY_WARN_PERCENT is 97. It must not be above POD_AGENT_MEMORY_FAIL_PERCENT, which is 95. Both keep their defaults: 85 and 95.',
    ]);
  });

  test('at the same value they are one', () => {
    const { messages } = read({ POD_AGENT_DISK_WARN_PERCENT: '95' });
    expect(messages).toEqual([]);
  });
});

test.each(['0', '101', 'high', '-3', '1e2', '80 %'])('"%s" is no percentage', (text) => {
  const { thresholds, messages } = read({ POD_AGENT_CPU_FAIL_PERCENT: text });
  expect(thresholds).toEqual(defaultThresholds);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(`POD_AGENT_CPU_FAIL_PERCENT (the environment) is "${text}"`);
  expect(messages[0]).toContain('a number from 1 to 100');
});
