import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coreSizeLimit, openFilesLimit } from '../../../pod-agent/tunings/process-limits.ts';

const limits = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max core file size        0                    unlimited            bytes     
Max processes             48000                48000                processes 
Max open files            1024                 1048576              files     
Max locked memory         8388608              8388608              bytes     
`;

describe('limits of a process', () => {
  it('are read from the row of their name', () => {
    expect(openFilesLimit(limits)).toEqual({ soft: 1024, hard: 1_048_576 });
    expect(coreSizeLimit(limits)).toEqual({ soft: 0, hard: Number.POSITIVE_INFINITY });
  });

  it('are not known where the row is missing or is something else', () => {
    expect(openFilesLimit('')).toBeNull();
    expect(
      openFilesLimit('Max open files            many                 1048576              files\n'),
    ).toBeNull();
    expect(
      openFilesLimit('Max open files of old     1                    2                    files\n'),
    ).toBeNull();
  });

  it('are those that a shell of the same process has', () => {
    const own = openFilesLimit(readFileSync('/proc/self/limits', 'utf8'));
    const shell = execFileSync('sh', ['-c', 'ulimit -Sn; ulimit -Hn'], { encoding: 'utf8' });
    expect(shell.trim().split('\n').map(Number)).toEqual([own?.soft, own?.hard]);
  });
});
