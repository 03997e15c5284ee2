/** The built site, a server for it and a browser, for the tests of a file; each tab is held against what no page may do. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { buildSite } from '../../../build/site.mjs';
import { type Chromium, startChromium } from '../../neighbours/chromium.ts';
import type { Tab, TabOptions } from '../../neighbours/chromium-tab.ts';
import { type Said, type SiteServer, serveSite } from './site-server.ts';

export type OpenOptions = Partial<Omit<TabOptions, 'url'>> & { readonly path?: string };

export type SiteInBrowser = {
  readonly server: SiteServer;
  /** A new tab, for which the pod says this from the start. */
  open(said: Said, options?: OpenOptions): Promise<Tab>;
  /** What the pod says from now on, asked for without waiting for the next time. */
  sayNow(tab: Tab, said: Said): Promise<void>;
};

export const phone = { width: 320, height: 640 } as const;
export const desk = { width: 1280, height: 800 } as const;

/** True on the page when its big word is this one. */
export const word = (text: string) => `document.querySelector('h1')?.textContent === '${text}'`;

export const textOf = (tab: Tab, selector: string) =>
  tab.value<string>(`document.querySelector('${selector}').innerText`);

/** Call it within a `describe`: everything is there before each test and ends with it. */
export function siteInBrowser(): SiteInBrowser {
  const tabs: Tab[] = [];
  let folder = '';
  let files: ReadonlyMap<string, Buffer>;
  let browser: Chromium | undefined;
  let server: SiteServer | undefined;
  const running = <T>(what: T | undefined): T => {
    if (what === undefined) throw new Error('It is only there within a test.');
    return what;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pod-site-page-'));
    files = await buildSite(folder);
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.stop();
    if (folder !== '') rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    server = await serveSite(files);
  });
  afterEach(async () => {
    const complaints = tabs.flatMap((tab) => tab.complaints());
    for (const tab of tabs.splice(0)) await tab.close();
    await server?.stop();
    expect(complaints).toEqual([]);
    expect(server?.strays()).toEqual([]);
  });

  return {
    get server() {
      return running(server);
    },
    async open(said, { path = '/', ...look } = {}) {
      running(server).say(said);
      const url = running(server).url + path;
      const tab = await running(browser).open({ ...desk, theme: 'light', ...look, url });
      tabs.push(tab);
      return tab;
    },
    async sayNow(tab, said) {
      running(server).say(said);
      await tab.value("void dispatchEvent(new Event('online'))");
    },
  };
}
