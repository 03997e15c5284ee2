import { describe, expect, it } from 'vitest';
import type { Link } from '../../../source/fleet/link.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import { hangingRung, type ReadinessFacts, readinessOf } from '../../../source/life/readiness.ts';
import { makePod, nowMs } from '../fleet/make.ts';

const live: Link = { kind: 'live', sinceMs: nowMs, via: 'agent' };
const booting: Partial<Pod> = { state: { kind: 'initialising' }, ssh: null };

function facts(pod: Partial<Pod>, lines: readonly string[] | null, link: Link | null = null): ReadinessFacts {
  const systemLog = lines === null ? null : lines.map((text) => ({ atMs: null, text }));
  return { pod: makePod(pod), link, systemLog, nowMs };
}

const hangs = (given: ReadinessFacts) => hangingRung(readinessOf(given));
const states = (given: ReadinessFacts) =>
  readinessOf(given)
    .map(({ state }) => state)
    .join(' ');

describe('the ladder of a pod', () => {
  it('is climbed by a pod that streams', () => {
    expect(states(facts({}, null, live))).toBe('done done done done done done unknown');
    expect(hangs(facts({}, null, live))).toBeNull();
  });

  it('says what is not known to be that, where nobody has asked', () => {
    expect(states(facts({}, null))).toBe('done done done done unknown unknown unknown');
  });

  it('cannot tell a pull from a start without a log', () => {
    expect(hangs(facts(booting, null))).toMatchObject({ id: 'image', state: 'waits', quote: null });
    expect(states(facts(booting, null))).toBe('done waits later later later later later');
  });

  it('fails at the container where it is started again and again, whatever RunPod calls it', () => {
    const lines = ['Pulling from x', 'start container for x: begin', 'start container for x: done'];
    const log = (times: number) => Array.from({ length: times }, () => lines).flat();
    for (const pod of [{}, booting])
      expect(hangs(facts(pod, log(3)))).toMatchObject({
        ...{ id: 'container', state: 'failed', quote: 'start container for x: begin' },
        text: 'it does not stay up: it was started 3 times within ten minutes',
      });
    expect(states(facts({}, log(2)))).toMatch(/^done done done /);
    expect(hangs(facts({}, log(5), live))).toBeNull();
  });

  it('counts the starts of the last ten minutes alone', () => {
    const startedAgo = (...minutes: readonly number[]) =>
      minutes.map((ago) => ({ atMs: nowMs - ago * 60_000, text: 'started container' }));
    const given = facts(booting, []);
    expect(hangs({ ...given, systemLog: startedAgo(8, 4, 1) })).toMatchObject({ state: 'failed' });
    const waits = { id: 'container', state: 'waits' };
    expect(hangs({ ...given, systemLog: startedAgo(12, 5, 0) })).toMatchObject(waits);
    // It has stayed up since, and nobody has tried to get in.
    expect(hangs({ ...facts({}, []), systemLog: startedAgo(68, 64, 61) })).toBeNull();
  });

  const failing: readonly [string, string, string][] = [
    ['image', 'manifest for lab/x:9 not found: manifest unknown', 'edit the pod'],
    ['image', 'Error response from daemon: pull access denied for lab/x', 'credential'],
    ['image', 'toomanyrequests: You have reached your pull rate limit', 'turns away'],
    ['image', 'write /var/lib/x: no space left on device', 'too small'],
    [
      'container',
      'OCI runtime create failed: exec: "serve": executable file not found in $PATH',
      'entrypoint',
    ],
    ['container', 'nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.9', 'CUDA'],
    ['container', 'container exited with 137', 'its own log'],
  ];
  it.each(failing)('names the rung "%s" and quotes: %s', (id, line, fix) => {
    const rung = hangs(facts(booting, ['create pod', line, 'create pod']));
    expect(rung).toMatchObject({ id, state: 'failed', quote: line });
    expect(rung?.fix).toContain(fix);
  });

  it('believes a start that came after a failure', () => {
    const log = ['manifest unknown', 'Status: Downloaded newer image', 'start container for lab/x: begin'];
    expect(hangs(facts(booting, log))).toMatchObject({ id: 'container', state: 'waits' });
  });

  it('quotes the last line of a pull that goes on', () => {
    expect(hangs(facts(booting, ['pulling layer 3 of 9']))).toMatchObject({
      id: 'image',
      state: 'waits',
      quote: 'pulling layer 3 of 9',
    });
  });

  it('tells ports apart that are not there yet, not public, and not asked for', () => {
    const port = { privatePort: 22, publicPort: 9, ip: '100.65.0.1', public: false, type: 'tcp' } as const;
    expect(hangs(facts({ ssh: null }, null))).toMatchObject({ id: 'port', state: 'waits' });
    expect(hangs(facts({ ssh: null, ports: [port] }, null))?.text).toContain('no public address');
    const http = { ...port, privatePort: 80, type: 'http' } as const;
    expect(hangs(facts({ ssh: null, ports: [http] }, null))?.fix).toContain('Add 22/tcp');
  });

  it('has the link say why SSH does not answer', () => {
    const lost: Link = { kind: 'lost', sinceMs: nowMs, reason: 'refused.', attempt: 2, retryAtMs: null };
    expect(hangs(facts({}, null, lost))).toMatchObject({ id: 'ssh', state: 'waits', text: 'refused' });
    const refused: Link = { kind: 'refused', sinceMs: nowMs, reason: 'no key.', hint: 'Add one.' };
    expect(hangs(facts({}, null, refused))).toMatchObject({ id: 'ssh', state: 'failed', fix: 'Add one.' });
  });

  it('says of a pod that RunPod stopped what RunPod said', () => {
    const stopped: Partial<Pod> = {
      state: { kind: 'stopped', by: 'runpod' },
      lastStatusChange: 'Exited by Runpod: Wed Nov 25 2026 19:00:00 GMT+0000',
    };
    expect(hangs(facts(stopped, ['manifest unknown']))).toMatchObject({
      id: 'rented',
      state: 'failed',
      text: 'it is stopped: Exited by Runpod: 25 Nov 2026 19:00 UTC',
      quote: 'manifest unknown',
    });
  });
});
