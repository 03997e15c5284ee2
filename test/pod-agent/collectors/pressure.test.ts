import { describe, expect, it } from 'vitest';
import { pressure } from '../../../pod-agent/collectors/pressure.ts';
import { answersOf, capture, firstReading } from './answers.ts';

const idle =
  'some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n';
const busy =
  'some avg10=12.50 avg60=1.00 avg300=0.10 total=9\nfull avg10=3.25 avg60=0.00 avg300=0.00 total=1\n';

describe('pressure', () => {
  it("is the container's own where its group has figures", () => {
    const texts = {
      '/sys/fs/cgroup/cgroup.events': 'populated 1\n',
      '/sys/fs/cgroup/cpu.pressure': busy,
      '/sys/fs/cgroup/memory.pressure': busy,
      '/proc/pressure/cpu': idle,
    };
    expect(firstReading(pressure, texts)).toEqual({
      scope: 'container',
      cpuSomePercent: 12.5,
      memorySomePercent: 12.5,
      memoryFullPercent: 3.25,
      ioSomePercent: null,
      ioFullPercent: null,
    });
  });

  it("is the own group's on a host with both versions of control groups", () => {
    const texts = {
      '/sys/fs/cgroup/unified/cgroup.events': 'populated 1\n',
      '/sys/fs/cgroup/unified/io.pressure': busy,
      '/proc/pressure/io': idle,
    };
    expect(firstReading(pressure, texts)).toMatchObject({ scope: 'container', ioFullPercent: 3.25 });
  });

  const real = capture('cgroup/v2-root-real.txt');

  it.skipIf(real === null)(
    "is the host's, as in the real capture (skipped where the captures are absent)",
    () => {
      const section = (name: string) => real?.split(`== ${name}\n`)[1]?.split('==')[0] ?? '';
      const texts = {
        '/proc/pressure/cpu': section('cpu.pressure'),
        '/proc/pressure/memory': section('memory.pressure'),
      };
      expect(firstReading(pressure, texts)).toMatchObject({
        scope: 'host',
        cpuSomePercent: 58.73,
        memorySomePercent: 0,
        ioSomePercent: null,
      });
    },
  );

  it('is a failure with a reason where the kernel gives none', () => {
    expect(() => pressure.parse(answersOf(pressure, {}))).toThrow('no pressure figures');
  });
});
