/** The application's check in a pod whose nginx this agent keeps running: what is known of nginx says more than a refused connection. */
import { createAppCheck } from './app-check.ts';
import type { AppCheck } from './health/judge.ts';
import type { ServiceState } from './supervisor/service.ts';

export function createNginxAppCheck(options: {
  readonly port: number;
  readonly path: string;
  nginxState(): ServiceState;
}): (signal: AbortSignal) => Promise<AppCheck> {
  const url = `http://127.0.0.1:${options.port}${appPath(options.path)}`;
  const ask = createAppCheck({ url, expected: true });
  return async (signal) => {
    const state = options.nginxState();
    switch (state.kind) {
      case 'idle':
        return { kind: 'not-checked', reason: 'nginx is not started yet.' };
      case 'stopping':
      case 'stopped':
        return { kind: 'not-checked', reason: 'nginx is being stopped.' };
      case 'refused':
      case 'given-up':
        return { kind: 'failed', url, reason: state.reason, latencyMs: 0 };
      default:
        return ask(signal);
    }
  };
}

/** The agent's own page tells of this very check: asked for, it would keep a failure alive for ever. */
function appPath(path: string): string {
  const { pathname, search } = new URL(`http://pod/${path.replace(/^\/+/, '')}`);
  // As nginx reads it: decoded, and with one slash where there are several.
  const read = decoded(pathname).replaceAll(/\/+/g, '/');
  return read === '/health.json' ? '/' : `${pathname}${search}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
