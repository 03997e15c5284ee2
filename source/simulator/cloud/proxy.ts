/**
 * RunPod's proxy, on loopback: `/proxy/<podId>/<port>/...` stands for `https://<podId>-<port>.proxy.runpod.net/...`, which is
 * public. Its own pages are HTML: 404 for what is not there, 502 while nobody answers in the pod, 524 when it is silent.
 */
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { CloudPod } from '../pod/cloud-pod.ts';

export type ProxyOptions = {
  readonly pods: readonly CloudPod[];
  readonly host: string;
  /** How long it waits for a pod's answer. */
  readonly answerTimeoutMs: number;
};

export const proxyPath = '/proxy/';

const titles = {
  404: 'Not found',
  502: 'Bad gateway',
  524: 'A timeout occurred',
} as const;

export async function serveProxied(
  request: IncomingMessage,
  response: ServerResponse,
  options: ProxyOptions,
): Promise<void> {
  const [, podId = '', port = '', rest = ''] =
    /^\/proxy\/([^/?]+)\/(\d{1,5})(.*)$/s.exec(request.url ?? '') ?? [];
  const pod = options.pods.find(({ plan, life }) => plan.id === podId && !life().terminated);
  if (pod === undefined) return answer(request, response, 404);
  const place = await pod.httpPlace(Number(port));
  if (place.kind === 'undeclared') return answer(request, response, 404);
  if (place.kind === 'down') return answer(request, response, 502);
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  await forward(request, response, { ...options, port: place.port, path });
}

type Target = ProxyOptions & { readonly port: number; readonly path: string };

/** Resolves when the answer is on its way, or it is known that there will be none. */
function forward(request: IncomingMessage, response: ServerResponse, target: Target): Promise<void> {
  return new Promise((resolve) => {
    const { host, port, path, answerTimeoutMs } = target;
    const { connection: _one, 'keep-alive': _other, ...headers } = request.headers;
    // No agent: a connection that is kept would outlive the pod's container.
    const inner = ask({ host, port, path, method: request.method, headers, agent: false });
    let isSilent = false;
    const timer = setTimeout(() => {
      isSilent = true;
      inner.destroy();
    }, answerTimeoutMs);
    response.once('close', () => inner.destroy());
    inner.once('response', (answered) => {
      clearTimeout(timer);
      const {
        connection: _hop,
        'keep-alive': _alive,
        'transfer-encoding': _coding,
        ...shown
      } = answered.headers;
      response.writeHead(answered.statusCode ?? 502, shown);
      answered.on('error', () => response.destroy()).pipe(response);
      resolve();
    });
    inner.on('error', () => {
      clearTimeout(timer);
      answer(request, response, isSilent ? 524 : 502);
      resolve();
    });
    request.pipe(inner);
  });
}

function answer(request: IncomingMessage, response: ServerResponse, status: keyof typeof titles): void {
  request.unpipe();
  request.resume();
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const text = `<!DOCTYPE html>\n<html><head><title>proxy.runpod.net | ${status}: ${titles[status]}</title></head><body>${titles[status]}</body></html>\n`;
  response
    .writeHead(status, { 'content-type': 'text/html; charset=UTF-8', 'cache-control': 'no-store' })
    .end(request.method === 'HEAD' ? undefined : text);
}
