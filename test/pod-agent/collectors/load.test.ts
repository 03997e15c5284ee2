import { describe, expect, it } from 'vitest';
import { load } from '../../../pod-agent/collectors/load.ts';
import { answersOf, firstReading } from './answers.ts';

describe('load', () => {
  it("is the host's, in a container too", () => {
    expect(
      firstReading(load, {
        '/proc/loadavg': '1.07 0.62 0.30 2/104 20221\n',
        '/proc/uptime': '2187.40 4000.1\n',
      }),
    ).toEqual({
      scope: 'host',
      load1: 1.07,
      load5: 0.62,
      load15: 0.3,
      uptimeSeconds: 2187.4,
    });
  });

  it('keeps what is known, and fails where nothing is', () => {
    expect(firstReading(load, { '/proc/uptime': '12.5 3' })).toMatchObject({
      load1: null,
      uptimeSeconds: 12.5,
    });
    expect(() => load.parse(answersOf(load, {}))).toThrow('/proc/uptime');
  });
});
