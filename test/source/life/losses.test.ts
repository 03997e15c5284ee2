/** What the question before a stop or a termination says. */
import { expect, test } from 'vitest';
import type { Pod } from '../../../source/fleet/pod.ts';
import { type LossAction, lossLines, type UnsavedFiles } from '../../../source/life/losses.ts';
import { makePod } from '../fleet/make.ts';

function said(action: LossAction, pod: Partial<Pod>, unsaved: UnsavedFiles = null): readonly string[] {
  const facts = { action, pod: makePod(pod), entry: null, unsaved, gpuType: null };
  return lossLines(facts).map(({ label, text }) => `${label}: ${text}`);
}

const files = (fileCount: number): UnsavedFiles => ({
  ...{ fileCount, bytes: 2_500_000, isPartial: false },
  examples: ['/root/a.py'],
});
const running = { state: { kind: 'running' }, volumeGigabytes: 50, containerDiskGigabytes: 20 } as const;

test('a running pod loses its disk, and is asked for what is unsaved', () => {
  const lines = said('stop', running).join('\n');
  expect(lines).toContain('lost: the container disk (20 GB) and everything in memory');
  expect(lines).toContain('unsaved: files that changed in the last day: not known, the pod did not say');
});

test('files are counted with their word', () => {
  expect(said('stop', running, files(1)).join('\n')).toContain('1 file outside its volumes changed');
  expect(said('stop', running, files(2)).join('\n')).toContain('2 files outside its volumes changed');
});

test('what a stop has taken is not said to be lost once more by a termination', () => {
  const lines = said('terminate', { ...running, state: { kind: 'stopped', by: 'user' } }).join('\n');
  expect(lines).not.toMatch(/container disk|unsaved/);
  expect(lines).toMatch(/lost: .*\(50 GB\), for good/);
  expect(lines).toContain('lost: the pod itself: its id, address and price');
});
