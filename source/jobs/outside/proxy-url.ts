/** Where a pod's HTTP port is served to the world: by RunPod's proxy, or where RUNPOD_PROXY_URL says. */
import { safeText } from '../../base/safe-text.ts';

/** The address of that port, without a slash at its end. */
export type ProxyUrlOf = (podId: string, port: number) => string;

export type ProxyUrls =
  | { readonly ok: true; readonly urlOf: ProxyUrlOf }
  /** One sentence that quotes the template and says how it has to be. */
  | { readonly ok: false; readonly reason: string };

type Environment = Readonly<Record<string, string | undefined>>;

export const proxyVariable = 'RUNPOD_PROXY_URL';

const usualTemplate = 'https://{podId}-{port}.proxy.runpod.net';

/** @param environment Its RUNPOD_PROXY_URL is a template with {podId} and {port}, such as the simulator names one. */
export function readProxyUrls(environment: Environment): ProxyUrls {
  const template = environment[proxyVariable]?.trim() || usualTemplate;
  const trouble = troubleOf(template);
  if (trouble === null) return { ok: true, urlOf: (podId, port) => filled(template, podId, port) };
  const shown = safeText(template, { maxLength: 200 });
  return {
    ok: false,
    reason: `${proxyVariable} is "${shown}", but ${trouble}: give one such as ${usualTemplate}.`,
  };
}

/** @throws Error where RUNPOD_PROXY_URL is no such template, with the reason. */
export function proxyUrlOf({
  environment,
  podId,
  port,
}: {
  readonly environment: Environment;
  readonly podId: string;
  readonly port: number;
}): string {
  const urls = readProxyUrls(environment);
  if (!urls.ok) throw new Error(urls.reason);
  return urls.urlOf(podId, port);
}

/** RunPod's own. */
export function usualProxyUrl(podId: string, port: number): string {
  return filled(usualTemplate, podId, port);
}

function filled(template: string, podId: string, port: number): string {
  return template
    .replaceAll('{podId}', () => encodeURIComponent(podId))
    .replaceAll('{port}', String(port))
    .replace(/\/+$/, '');
}

function troubleOf(template: string): string | null {
  for (const part of ['{podId}', '{port}']) if (!template.includes(part)) return `${part} is missing in it`;
  const [unknown] = template.replaceAll(/\{podId\}|\{port\}/g, '').match(/\{[^}]*\}?/) ?? [];
  if (unknown !== undefined) return `it knows {podId} and {port} alone, not ${unknown}`;
  const example = filled(template, 'pod1', 80);
  if (!URL.canParse(example)) return 'that makes no URL';
  const { protocol, username, search, hash } = new URL(example);
  if (protocol !== 'https:' && protocol !== 'http:') return 'it has to begin with https:// or http://';
  if (username !== '') return 'it may hold no user name';
  return search === '' && hash === '' ? null : 'it may have no query and no fragment';
}
