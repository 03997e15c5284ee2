/** What is told, what is not, and when: reports come in, half a minute apart unless the test says otherwise. */
import { describe, expect, it } from 'vitest';
import { lost } from '../../../../pod-agent/outlets/notify/answers.ts';
import type { NewsRules } from '../../../../pod-agent/outlets/notify/look.ts';
import { followReport, type Memory, mostFollowed } from '../../../../pod-agent/outlets/notify/news.ts';
import type { HealthReport } from '../../../../pod-agent/protocol/health-report.ts';
import { alertOf, reportOf, startMs } from './reports.ts';

const minuteMs = 60_000;
const usual: NewsRules = { repeatMs: 240 * minuteMs, minSeverity: 'warn', tellsEveryChange: false };

function createListener(rules: Partial<NewsRules> = {}) {
  let memory: Memory = new Map();
  let nowMs = 0;
  return {
    /** The news as "kind fingerprint severity". */
    hear(report: HealthReport, passedMs = 30_000): string[] {
      const followed = followReport({ memory, report, rules: { ...usual, ...rules }, nowMs });
      memory = followed.memory;
      nowMs += passedMs;
      return followed.news.map(({ kind, alert, isFlapping }) =>
        [kind, alert.fingerprint, alert.severity, ...(isFlapping ? ['flapping'] : [])].join(' '),
      );
    },
    lose(names: readonly string[]) {
      memory = lost(memory, names);
    },
    remembered: () => memory.size,
  };
}

const hot = alertOf('gpu:GPU-1:temperature', 'warn');
const full = alertOf('disk:/workspace', 'fail');
const nothing = reportOf([]);

describe('telling once', () => {
  it('raises each alert once and resolves it once', () => {
    const { hear, remembered } = createListener();
    expect(hear(reportOf([hot, full]))).toEqual([
      'raised gpu:GPU-1:temperature warn',
      'raised disk:/workspace fail',
    ]);
    expect(hear(reportOf([hot, full]))).toEqual([]);
    expect(hear(reportOf([hot, { ...full, resolvedAtMs: startMs }]))).toEqual([
      'resolved disk:/workspace fail',
    ]);
    expect(hear(reportOf([hot]))).toEqual([]);
    expect(hear(reportOf([{ ...hot, resolvedAtMs: startMs }]))).toEqual([
      'resolved gpu:GPU-1:temperature warn',
    ]);
    expect(hear(nothing, 120 * minuteMs)).toEqual([]);
    expect(hear(nothing)).toEqual([]);
    expect(remembered()).toBe(0);
  });

  it('repeats what goes on after the repeat interval, and not before', () => {
    const { hear } = createListener({ repeatMs: 60 * minuteMs });
    hear(reportOf([full]), 59 * minuteMs);
    expect(hear(reportOf([full]), minuteMs)).toEqual([]);
    expect(hear(reportOf([full]), minuteMs)).toEqual(['repeated disk:/workspace fail']);
    expect(hear(reportOf([full]))).toEqual([]);
  });

  it('tells a rise to fail, but no fall to warn', () => {
    const { hear } = createListener();
    hear(reportOf([{ ...full, severity: 'warn' }]));
    expect(hear(reportOf([full]))).toEqual(['risen disk:/workspace fail']);
    expect(hear(reportOf([{ ...full, severity: 'warn' }]))).toEqual([]);
    expect(hear(reportOf([full]))).toEqual([]);
    expect(hear(nothing)).toEqual(['resolved disk:/workspace fail']);
  });

  it('tells a receiver that keeps the state of a fall as well', () => {
    const { hear } = createListener({ tellsEveryChange: true });
    hear(reportOf([full]));
    expect(hear(reportOf([{ ...full, severity: 'warn' }]))).toEqual(['fallen disk:/workspace warn']);
  });

  it('leaves warnings out where only failures are wanted, and their ends as well', () => {
    const { hear } = createListener({ minSeverity: 'fail' });
    expect(hear(reportOf([hot, full]))).toEqual(['raised disk:/workspace fail']);
    // It is better, not over.
    expect(hear(reportOf([hot, { ...full, severity: 'warn' }]))).toEqual([]);
    expect(hear(nothing)).toEqual(['resolved disk:/workspace fail']);
  });

  it('raises anew what a receiver could not be told', () => {
    const { hear, lose } = createListener();
    hear(reportOf([full, hot]));
    lose(['disk:/workspace']);
    expect(hear(reportOf([full, hot]))).toEqual(['raised disk:/workspace fail']);
    lose(['disk:/workspace']);
    expect(hear(nothing)).toEqual(['resolved gpu:GPU-1:temperature warn']);
  });

  it('follows a limited number, and says how many it leaves out', () => {
    const many = Array.from({ length: mostFollowed + 3 }, (_, index) =>
      alertOf(`disk:/mnt/${index}`, 'warn'),
    );
    const followed = followReport({ memory: new Map(), report: reportOf(many), rules: usual, nowMs: 0 });
    expect([followed.memory.size, followed.news.length, followed.unfollowed]).toEqual([64, 64, 3]);
    // One that is over makes room.
    const over = followReport({ memory: followed.memory, report: nothing, rules: usual, nowMs: 1 });
    const other = reportOf([alertOf('disk:/other', 'warn')]);
    const later = followReport({ memory: over.memory, report: other, rules: usual, nowMs: 2 });
    expect([later.memory.size, later.news.length, later.unfollowed]).toEqual([64, 1, 0]);
  });
});

describe('an end', () => {
  it('is noticed where the one report that told of it was missed', () => {
    const { hear } = createListener();
    hear(reportOf([full]));
    expect(hear(nothing)).toEqual(['resolved disk:/workspace fail']);
  });

  it('has the time that the report gives, or else that of the report', () => {
    const end = (report: HealthReport) => {
      const { memory } = followReport({
        memory: new Map(),
        report: reportOf([full]),
        rules: usual,
        nowMs: 0,
      });
      return followReport({ memory, report, rules: usual, nowMs: 1 }).news[0]?.alert.resolvedAtMs;
    };
    const resolved = { ...full, resolvedAtMs: startMs + 5 };
    expect(end(reportOf([resolved], { atMs: startMs + 9 }))).toBe(startMs + 5);
    expect(end(reportOf([], { atMs: startMs + 9 }))).toBe(startMs + 9);
  });

  it('is not believed while nothing is known of the check', () => {
    const { hear } = createListener();
    hear(reportOf([hot]));
    const unknown = reportOf([{ ...hot, resolvedAtMs: startMs }], { unknown: ['gpu'] });
    expect(hear(unknown)).toEqual([]);
    // A level that was not read for a while is an alert again only after its time.
    expect(hear(nothing, 60_000)).toEqual([]);
    expect(hear(nothing, 60_000)).toEqual([]);
    expect(hear(nothing)).toEqual(['resolved gpu:GPU-1:temperature warn']);
  });

  it("of a card's alert is not believed while the driver fails or a card is missing", () => {
    const { hear } = createListener();
    const missing = alertOf('gpu:missing', 'fail');
    hear(reportOf([hot]));
    expect(hear(reportOf([missing, { ...hot, resolvedAtMs: startMs }]))).toEqual(['raised gpu:missing fail']);
    // A card that is left may still get hot.
    const other = alertOf('gpu:GPU-2:temperature', 'warn');
    expect(hear(reportOf([missing, other]))).toEqual(['raised gpu:GPU-2:temperature warn']);
    expect(hear(reportOf([other]), 2 * minuteMs)).toEqual(['resolved gpu:missing fail']);
    expect(hear(reportOf([other]))).toEqual(['resolved gpu:GPU-1:temperature warn']);
  });

  it("of a card's alert is told after a while where a card stays missing, but not while the driver fails", () => {
    const toldOf = (name: string) => {
      const { hear } = createListener({ tellsEveryChange: true, repeatMs: minuteMs });
      const broken = alertOf(name, 'fail');
      hear(reportOf([broken, hot]), minuteMs);
      return Array.from({ length: 60 }, () => hear(reportOf([broken]), minuteMs).join()).map((line) =>
        line.replace(/.*(resolved|repeated) gpu:GPU.*/, '$1'),
      );
    };
    const missing = toldOf('gpu:missing');
    expect(missing.filter((line) => line === 'resolved')).toHaveLength(1);
    // Ten minutes, and two until a level that is read again would be an alert.
    expect(missing.indexOf('resolved')).toBe(10);
    expect(missing.lastIndexOf('repeated')).toBe(9);
    expect(toldOf('gpu:driver-failed')).not.toContain('resolved');
  });

  it('that cannot be seen leaves the alert open for a receiver that keeps the state', () => {
    const { hear } = createListener({ tellsEveryChange: true, repeatMs: minuteMs });
    const unknown = reportOf([], { unknown: ['gpu'] });
    hear(reportOf([hot]));
    expect([hear(unknown), hear(unknown), hear(unknown)]).toEqual([
      [],
      ['repeated gpu:GPU-1:temperature warn'],
      [],
    ]);
    const lost = alertOf('gpu:GPU-1:status', 'fail');
    expect(hear(reportOf([hot, lost]))).toEqual([
      'repeated gpu:GPU-1:temperature warn',
      'raised gpu:GPU-1:status fail',
    ]);
  });
});

describe('what hides another', () => {
  const pairs = [
    ['gpu:GPU-1:status', 'gpu:GPU-1:temperature'],
    ['gpu:0000:03:00.0:status', 'gpu:0000:03:00.0:throttle'],
    ['app:down', 'app:latency'],
    ['disk:/mnt/a:unanswered', 'disk:/mnt/a'],
    ['disk:/mnt/a:unanswered', 'disk:/mnt/a:inodes'],
  ] as const;
  it.each(pairs)('%s hides %s', (hider, hidden) => {
    const { hear } = createListener({ repeatMs: minuteMs });
    expect(hear(reportOf([alertOf(hidden, 'warn'), alertOf(hider, 'fail')]))).toEqual([
      `raised ${hider} fail`,
    ]);
    expect(hear(reportOf([alertOf(hidden, 'warn')]))).toEqual([
      `raised ${hidden} warn`,
      `resolved ${hider} fail`,
    ]);
    // Raised before: neither repeated nor resolved while it is hidden.
    hear(reportOf([alertOf(hidden, 'warn'), alertOf(hider, 'fail')]), 2 * minuteMs);
    expect(hear(reportOf([alertOf(hider, 'fail')]))).toEqual([`repeated ${hider} fail`]);
    expect(hear(nothing, 2 * minuteMs)).toEqual([`resolved ${hider} fail`]);
    expect(hear(nothing)).toEqual([`resolved ${hidden} warn`]);
  });

  it('hides nothing of other cards and mounts', () => {
    const { hear } = createListener();
    const alerts = [
      alertOf('gpu:GPU-2:status', 'fail'),
      hot,
      alertOf('disk:/workspace/a:unanswered', 'fail'),
      full,
    ];
    expect(hear(reportOf(alerts))).toHaveLength(4);
  });
});

describe('flapping', () => {
  it('becomes no storm, hides no trouble, and ends with the truth', () => {
    const { hear } = createListener();
    const told: string[] = [];
    for (let minute = 0; minute < 8 * 60; minute++) {
      told.push(...hear(reportOf(minute % 2 === 0 ? [full] : []), minuteMs));
    }
    expect(told.slice(0, 5)).toEqual([
      'raised disk:/workspace fail',
      'resolved disk:/workspace fail',
      'raised disk:/workspace fail',
      'resolved disk:/workspace fail',
      'raised disk:/workspace fail flapping',
    ]);
    // Of 240 rises and 240 ends in eight hours: these five, and that it goes on, once after four hours.
    expect(told.slice(5)).toEqual(['repeated disk:/workspace fail flapping']);
    for (let minute = 0; minute < 13; minute++) expect(hear(nothing, minuteMs)).toEqual([]);
    expect([hear(nothing, minuteMs), hear(nothing, minuteMs)].flat()).toEqual([
      'resolved disk:/workspace fail',
    ]);
    expect(hear(nothing, 60 * minuteMs)).toEqual([]);
    expect(hear(reportOf([full]))).toEqual(['raised disk:/workspace fail']);
  });

  it('is no concern of a receiver that keeps the state', () => {
    const { hear } = createListener({ tellsEveryChange: true });
    for (let round = 0; round < 10; round++) {
      expect(hear(reportOf([full]))).toEqual(['raised disk:/workspace fail']);
      expect(hear(nothing)).toEqual(['resolved disk:/workspace fail']);
    }
  });
});
