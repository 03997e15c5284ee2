/** What the built site does over time in a real browser: counts, asks, loses the pod, finds it again, rests. */
import { describe, expect, test } from 'vitest';
import { chromiumMissing } from '../../neighbours/chromium.ts';
import { textsOfLowContrast } from './contrast.ts';
import { siteInBrowser, textOf, word } from './in-browser.ts';
import { failing, fallback, podAtMs, warning, well } from './served.ts';
import type { Said } from './site-server.ts';

describe.skipIf(chromiumMissing !== null)(
  `the page's life in Chromium (${chromiumMissing ?? 'real'})`,
  () => {
    const site = siteInBrowser();

    test('the age counts up by itself, and past three periods all is unknown before the next answer', async () => {
      const report = { atMs: podAtMs - 1000, ageSeconds: 1, periodSeconds: 1 };
      const tab = await site.open({ body: { ...well, report } });
      await tab.until(word('ok'));
      site.server.say('silence');
      await tab.until(word('unknown'));
      expect(await textOf(tab, '.summary')).toContain('Stale');
      expect(await tab.value('document.title')).toBe('? unknown · k7x2m9qv4zt1ab');
      expect(await textOf(tab, '#age')).toMatch(/^checked \d+ s ago, every 1 s$/);
      expect(await tab.value("document.querySelector('.details').className")).toBe('details old');
    });

    const troubles: readonly [string, Said, string][] = [
      [
        'nginx answers for the agent',
        { body: fallback },
        'The agent in the pod does not answer; its web server does.',
      ],
      ['that comes as an error', { httpStatus: 503, body: fallback }, 'The agent in the pod does not answer'],
      ['the pod is gone', 'hang-up', 'The pod does not answer: the connection failed.'],
      [
        'a proxy answers',
        { httpStatus: 502, body: '<h1>Bad gateway</h1>' },
        'The pod does not answer: HTTP status 502.',
      ],
      ['something else serves there', { body: { status: 'ok' } }, 'was not understood: schema is missing'],
      [
        'an answer has no end',
        { body: '{"schema":1,"status":"ok"' },
        'was not understood: it is no JSON object.',
      ],
    ];

    test.each(troubles)('%s: it says so at once, and keeps what it knew', async (_, said, summary) => {
      const tab = await site.open({ body: warning });
      await tab.until(word('warn'));
      await site.sayNow(tab, said);
      await tab.until(word('unknown'));
      expect(await textOf(tab, '.summary')).toContain(summary);
      expect(await textOf(tab, '#age')).toMatch(/^last live answer \d+ s ago, it said warn$/);
      expect(await textOf(tab, '.old')).toContain('/workspace is 88.4 %');
      expect(await tab.value(textsOfLowContrast)).toEqual([]);
      await site.sayNow(tab, { body: well });
      await tab.until(word('ok'));
      expect(await tab.value("document.querySelector('.old')")).toBeNull();
    });

    test('a pod that is silent from the start is unknown once the time is up', async () => {
      const tab = await site.open('silence');
      await tab.until(word('unknown'));
      expect(await textOf(tab, '.summary')).toBe('Asking the pod.');
      await tab.until("document.querySelector('.summary').innerText.includes('the time was up')");
      expect(await textOf(tab, '#age')).toBe('no live answer since this page was opened');
    });

    test('a failing pod that says so with a 503 is read', async () => {
      const tab = await site.open({ httpStatus: 503, body: failing });
      await tab.until(word('fail'));
    });

    test('asks again by itself', async () => {
      const tab = await site.open({ body: well });
      await tab.until(word('ok'));
      site.server.say({ body: failing });
      await tab.until(word('fail'));
      expect(site.server.askedCount()).toBe(2);
    });

    test('counting up touches neither the status that is read aloud nor what the visitor unfolded', async () => {
      const tab = await site.open({ body: well });
      await tab.until(word('ok'));
      expect(await tab.value("document.querySelector('.start').open")).toBe(false);
      await tab.value(`void (() => {
      globalThis.changes = { status: 0, age: 0 };
      for (const id of ['status', 'age'])
        new MutationObserver(() => changes[id]++).observe(document.getElementById(id), { subtree: true, childList: true, characterData: true, attributes: true });
      document.querySelector('.start').open = true;
    })()`);
      await tab.until('changes.age >= 2');
      await tab.until(`performance.getEntriesByName('${site.server.url}/health.json').length >= 2`);
      expect(await tab.value('changes.status')).toBe(0);
      expect(await tab.value("document.querySelector('.start').open")).toBe(true);
      await site.sayNow(tab, 'hang-up');
      await tab.until(word('unknown'));
      expect(await textOf(tab, '.start')).toContain('Listens at port 80.');
    });

    test('nothing runs while nobody looks, and it asks at once when somebody does', async () => {
      const tab = await site.open({ body: well });
      await tab.until(word('ok'));
      await tab.value(`void (() => {
      globalThis.changes = 0;
      new MutationObserver(() => changes++).observe(document, { subtree: true, childList: true, characterData: true });
    })()`);
      await tab.until('changes > 0');
      await tab.hide();
      await tab.until('document.hidden');
      const before = { asked: site.server.askedCount(), changes: await tab.value('changes') };
      site.server.say({ body: failing });
      await new Promise((resolve) => setTimeout(resolve, 6500));
      expect({ asked: site.server.askedCount(), changes: await tab.value('changes') }).toEqual(before);
      await tab.show();
      await tab.until(word('fail'));
      expect(site.server.askedCount()).toBe(before.asked + 1);
    });

    test('keeps nothing in the browser', async () => {
      const tab = await site.open({ body: well });
      await tab.until(word('ok'));
      expect(
        await tab.value(
          'cookieStore.getAll().then((all) => all.length + localStorage.length + sessionStorage.length)',
        ),
      ).toBe(0);
    });
  },
);
