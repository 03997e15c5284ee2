/** One tab of a Chromium: its size and theme, what is on the page, and everything that the page complained of. */
import type { Parameters, Pipe } from './chromium-pipe.ts';

export type TabOptions = {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
  /** As for a visitor who has turned JavaScript off. */
  readonly withoutScripts?: boolean;
};

export type Tab = {
  /** The value of a JavaScript expression on the page; promises are waited for. Rejects when it throws. */
  value<T>(expression: string): Promise<T>;
  /** Waits until the expression is true; rejects with what the page says after 40 s. */
  until(expression: string): Promise<void>;
  /** Violations of the content security policy, errors, and all that was printed to the console by the page. */
  complaints(): readonly string[];
  /** Hides the tab behind another one, and shows it again. */
  hide(): Promise<void>;
  show(): Promise<void>;
  /** A PNG of the whole page. */
  picture(): Promise<Buffer>;
  close(): Promise<void>;
};

export async function createTab(pipe: Pipe, options: TabOptions): Promise<Tab> {
  const { targetId } = await pipe.ask('Target.createTarget', { url: 'about:blank', newWindow: true });
  const { sessionId } = await pipe.ask('Target.attachToTarget', { targetId, flatten: true });
  const ask = (method: string, parameters?: Parameters) => pipe.ask(method, parameters, String(sessionId));
  const complaints: string[] = [];
  pipe.onEvent((method, parameters, ofSession) => {
    if (ofSession === sessionId) complaints.push(...complaintOf(method, parameters));
  });
  for (const domain of ['Page', 'Runtime', 'Log', 'Audits']) await ask(`${domain}.enable`);
  await look(ask, options);
  await ask('Page.navigate', { url: options.url });
  const value = <T>(expression: string) => evaluate<T>(ask, expression);
  let cover: unknown = null;
  return {
    value,
    until: (expression) => until(value, expression),
    complaints: () => complaints,
    async hide() {
      ({ targetId: cover } = await pipe.ask('Target.createTarget', { url: 'about:blank' }));
      await pipe.ask('Target.activateTarget', { targetId: cover });
    },
    async show() {
      await pipe.ask('Target.activateTarget', { targetId });
      if (cover !== null) await pipe.ask('Target.closeTarget', { targetId: cover });
    },
    picture: () => pictureOf(ask),
    close: async () => void (await pipe.ask('Target.closeTarget', { targetId })),
  };
}

type Ask = (method: string, parameters?: Parameters) => Promise<Parameters>;

async function look(ask: Ask, { width, height, theme, withoutScripts }: TabOptions): Promise<void> {
  const mobile = width < 600;
  await ask('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
  await ask('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: theme }],
  });
  if (withoutScripts) await ask('Emulation.setScriptExecutionDisabled', { value: true });
}

/** A request that fails is Chromium's own line, which no page can keep from the console; it is not the page's. */
function complaintOf(method: string, parameters: Parameters): readonly string[] {
  const text = JSON.stringify(parameters);
  if (method === 'Log.entryAdded') return text.includes('"source":"network"') ? [] : [text];
  return ['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Audits.issueAdded'].includes(method)
    ? [`${method} ${text}`]
    : [];
}

async function evaluate<T>(ask: Ask, expression: string): Promise<T> {
  const { result, exceptionDetails } = await ask('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
  return (result as { readonly value: T }).value;
}

const untilTimeoutMs = 40_000;

async function until(value: Tab['value'], expression: string): Promise<void> {
  const lastAtMs = Date.now() + untilTimeoutMs;
  while (!(await value<boolean>(`Boolean(${expression})`))) {
    if (Date.now() > lastAtMs)
      throw new Error(`In vain for ${expression} on: ${await value<string>('document.body.innerText')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function pictureOf(ask: Ask): Promise<Buffer> {
  const { data } = await ask('Page.captureScreenshot', { captureBeyondViewport: true });
  return Buffer.from(String(data), 'base64');
}
