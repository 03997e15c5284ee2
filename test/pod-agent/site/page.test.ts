/** What the built site looks like in a real browser, under the pod's content security policy. */
import { describe, expect, test } from 'vitest';
import type { ServedHealth } from '../../../pod-agent/protocol/served-health.ts';
import { chromiumMissing } from '../../neighbours/chromium.ts';
import { textsOfLowContrast } from './contrast.ts';
import { desk, phone, siteInBrowser, textOf, word } from './in-browser.ts';
import { failing, podAtMs, startFailed, starting, warning, well } from './served.ts';

const staleReport = { atMs: podAtMs - 130_000, ageSeconds: 130, periodSeconds: 30 };

describe.skipIf(chromiumMissing !== null)(`the page in Chromium (${chromiumMissing ?? 'real'})`, () => {
  const site = siteInBrowser();

  const cases: readonly [string, ServedHealth, string, string, readonly string[]][] = [
    [
      'well',
      well,
      '● ok',
      'All five checks pass.',
      ['2 of 2 answer', '71.0 of 79.6 GiB', 'ready after 4.2 s'],
    ],
    ['a warning', warning, '▲ warn', 'is 88.4 % full', ['since 14:19 UTC, 12 min ago', 'over']],
    ['eight cards, one lost', failing, '✖ fail', 'GPU 5 is lost', ['7 of 8 answer', 'lost', 'not known']],
    [
      'starting',
      starting,
      '? unknown',
      'is starting',
      ['starting for 1.9 s', 'All settings are understood.'],
    ],
    [
      'a failed start',
      startFailed,
      '✖ fail',
      'The start failed',
      ['End that process, or set POD_AGENT_APP_PORT'],
    ],
    [
      'stale',
      { ...failing, report: staleReport },
      '? unknown',
      'Stale',
      ['What follows is what was known last.'],
    ],
  ];

  test.each(cases)(
    '%s: on a phone and on a desk, by day and by night',
    async (_, body, sign, summary, details) => {
      for (const size of [phone, desk])
        for (const theme of ['light', 'dark'] as const) {
          const tab = await site.open({ body }, { ...size, theme });
          await tab.until("document.querySelector('.details')");
          expect(await tab.value('document.title')).toBe(`${sign} · k7x2m9qv4zt1ab`);
          const status = await textOf(tab, '#status');
          expect(status.replace('\ufe0e', '').split('\n').slice(0, 2)).toEqual(sign.split(' '));
          expect(status).toContain(summary);
          for (const each of details) expect(await textOf(tab, '#details')).toContain(each);
          expect(await tab.value('document.documentElement.scrollWidth')).toBeLessThanOrEqual(size.width);
          expect(await tab.value(textsOfLowContrast)).toEqual([]);
        }
    },
  );

  test('the two themes differ', async () => {
    const grounds = [];
    for (const theme of ['light', 'dark'] as const) {
      const tab = await site.open({ body: well }, { theme });
      await tab.until(word('ok'));
      grounds.push(await tab.value('getComputedStyle(document.documentElement).backgroundColor'));
    }
    expect(grounds).toEqual(['rgb(245, 246, 248)', 'rgb(14, 18, 23)']);
  });

  test('a lost card shows no figures, an unknown figure no bar', async () => {
    const tab = await site.open({ body: failing });
    await tab.until("document.querySelectorAll('.card').length === 8");
    expect(await textOf(tab, '.broken')).toMatch(/^GPU 5\nNVIDIA H100 80GB HBM3\s+✖\ufe0e\s+lost$/);
    expect(await tab.value("document.querySelector('.broken .bar')")).toBeNull();
    const widths = "[...document.querySelectorAll('.bar:not(.none) .part')].map((part) => part.style.width)";
    expect((await tab.value<string[]>(widths)).slice(0, 2)).toEqual([
      '91%',
      expect.stringMatching(/^89\.19/),
    ]);
    expect(await tab.value("document.querySelectorAll('.none').length")).toBe(1);
  });

  const evil = `<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>`;

  test('texts of the pod stay texts', async () => {
    const long = 'x'.repeat(900);
    const body: ServedHealth = {
      ...failing,
      summary: `${evil}${long}`,
      podId: '</title><script>globalThis.hit=1</script>\u202egnp.exe',
      version: `"><svg onload=globalThis.hit=1>`,
      revision: long,
      checks: [{ ...well.checks[0], summary: evil + long } as ServedHealth['checks'][number]],
      alerts: failing.alerts.map((alert) => ({ ...alert, summary: evil + long })),
      gpu: { ...failing.gpu, cards: failing.gpu.cards.map((card) => ({ ...card, name: evil })) },
      start: {
        state: 'failed',
        tookMs: 1,
        phases: [{ id: evil, outcome: 'failed', tookMs: 1, found: [evil, long], fix: evil }],
      },
    };
    const tab = await site.open({ body }, phone);
    await tab.until(word('fail'));
    expect(await textOf(tab, '.summary')).toContain(evil);
    expect(await tab.value('document.title')).toBe(
      '✖ fail · </title><script>globalThis.hit=1</script> gnp.exe',
    );
    expect(await tab.value("document.querySelectorAll('img, svg, script:not([src])').length")).toBe(0);
    expect(await tab.value('typeof hit')).toBe('undefined');
    expect(await tab.value('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });

  test('a deep address shows the same page', async () => {
    const tab = await site.open({ body: well }, { path: '/runs/42/logs?since=1#last' });
    await tab.until(word('ok'));
    expect(await tab.value("getComputedStyle(document.querySelector('.hero')).borderRadius")).toBe('12px');
  });

  test('without JavaScript it says what it lacks', async () => {
    const tab = await site.open({ body: well }, { withoutScripts: true });
    await tab.until("document.body?.innerText.includes('This page needs JavaScript')");
  });
});
