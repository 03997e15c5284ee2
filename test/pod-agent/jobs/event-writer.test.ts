import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEventWriter, type EventLimits } from '../../../pod-agent/jobs/event-writer.ts';
import { decodeJobEvent } from '../../../pod-agent/protocol/job-codec.ts';
import type { JobEvent, JobEventBody } from '../../../pod-agent/protocol/job-events.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-events-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function written(bodies: readonly JobEventBody[], limits: EventLimits): readonly JobEvent[] {
  const path = join(folder, 'events.jsonl');
  const writer = createEventWriter({ path, wallMs: () => 7, limits });
  for (const body of bodies) writer.write(body);
  writer.close();
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const decoded = decodeJobEvent(line);
    if (!decoded.ok) throw new Error(decoded.message);
    return decoded.line;
  });
}

const output = (text: string): JobEventBody => ({ kind: 'output', level: 'info', text });
const done: JobEventBody = { kind: 'verdict', verdict: 'pass', text: 'done', exitCode: 0 };
const step: JobEventBody = { kind: 'step-ended', step: 's', outcome: 'pass', text: '', tookMs: 1 };
const textsOf = (events: readonly JobEvent[]) =>
  events.map((event) => ('text' in event ? event.text : event.kind));

test('beyond the limit of events it says so once, and keeps results and the verdict', () => {
  const bodies = [...'abcdef'].map(output);
  const events = written([...bodies, step, output('g'), done], { bytes: 1e6, events: 3 });
  expect(textsOf(events)).toEqual([
    'a',
    'b',
    'c',
    expect.stringContaining('what follows is left out'),
    '',
    'done',
  ]);
  expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('beyond the limit of bytes as well, where results may take as much again', () => {
  const long = output('x'.repeat(600));
  const events = written([long, long, long, step, step, done], { bytes: 1000, events: 100 });
  expect(events.map(({ kind }) => kind)).toEqual([
    'output',
    'output',
    'output',
    'step-ended',
    'step-ended',
    'verdict',
  ]);
});
