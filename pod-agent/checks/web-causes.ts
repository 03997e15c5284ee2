/** Which finding brings which about: of nginx, the site, the network, the variables and the logs. */
import type { Cause } from './group.ts';

/** Ids without what stands behind their colon. Where both are found, the first is the root. */
export const webCauses: readonly Cause[] = [
  ...effectsOf('disk-full', ['nginx-config-invalid', 'nginx-not-running', 'site-index-empty']).map(
    (each): Cause => ({ ...each, onlyAsFailure: true }),
  ),
  ...effectsOf('disk-full', ['logs-no-space']),
  { cause: 'disk-inodes-full', effect: 'nginx-not-running', onlyAsFailure: true },
  ...effectsOf('disk-inodes-full', ['logs-no-space']),
  ...effectsOf('memory-oom-kill', ['nginx-orphan-workers', 'logs-worker-killed']),
  // The kernel's count of kills is that of the container's whole life.
  {
    cause: 'memory-oom-kill',
    effect: 'nginx-not-running',
    shownBy: { what: 'master, as it was last', value: /gone/ },
  },
  {
    cause: 'memory-oom-kill',
    effect: 'network-agent-silent',
    shownBy: { what: 'process of the agent', value: /gone$/ },
  },
  ...effectsOf('nginx-missing', ['network-nothing-listens', 'nginx-not-running']),
  ...effectsOf('nginx-config-invalid', [
    'nginx-not-running',
    'network-nothing-listens',
    'nginx-answers-error',
  ]),
  ...effectsOf('nginx-port-held', ['nginx-not-running', 'logs-bind-failed', 'network-nothing-listens']),
  ...effectsOf('nginx-orphan-workers', [
    'nginx-not-running',
    'logs-bind-failed',
    'nginx-answers-error',
    'nginx-silent',
  ]),
  ...effectsOf('nginx-not-running', [
    'network-nothing-listens',
    'network-loopback-only',
    'logs-server-errors',
    'logs-bind-failed',
  ]),
  ...effectsOf('nginx-silent', ['logs-slow-requests', 'network-accept-queue']),
  ...effectsOf('nginx-answers-slowly', ['logs-slow-requests', 'network-accept-queue']),
  ...effectsOf('network-app-slow', ['network-accept-queue']),
  ...effectsOf('nginx-open-files', ['logs-open-files', 'logs-server-errors', 'nginx-connections-dropped']),
  ...effectsOf('nginx-connections-exhausted', ['logs-worker-connections', 'nginx-connections-dropped']),
  ...effectsOf('nginx-answers-error', [
    'logs-server-errors',
    'logs-upstream-refused',
    'logs-upstream-timeout',
  ]),
  ...effectsOf('environment-ports-clash', ['nginx-port-held']),
  ...effectsOf('environment-public-key-missing', ['network-ssh-not-listening']),
  ...['site-missing', 'site-empty', 'site-index-missing', 'site-unreadable', 'site-index-empty'].flatMap(
    (cause) =>
      effectsOf(cause, [
        'nginx-answers-error',
        'logs-permission-denied',
        'logs-server-errors',
        'site-references-missing',
      ]),
  ),
  ...effectsOf('site-unreadable', ['site-index-missing', 'site-missing']),
  ...effectsOf('site-references-missing', ['logs-client-errors']),
  ...effectsOf('site-too-wide', ['nginx-not-running', 'network-nothing-listens']),
  ...effectsOf('network-no-route', ['network-dns-fails', 'nginx-host-not-found']),
  ...effectsOf('network-no-nameserver', ['network-dns-fails', 'nginx-host-not-found']),
  ...effectsOf('network-dns-fails', ['nginx-host-not-found']),
  ...effectsOf('nginx-host-not-found', ['nginx-not-running', 'network-nothing-listens']),
  ...effectsOf('network-app-error', ['logs-server-errors']),
  ...effectsOf('network-app-silent', ['logs-upstream-timeout', 'network-accept-queue']),
  ...effectsOf('logs-upstream-refused', ['logs-server-errors']),
  ...effectsOf('logs-upstream-timeout', ['logs-server-errors', 'logs-slow-requests']),
  ...effectsOf('logs-upstream-closed', ['logs-server-errors']),
  ...effectsOf('logs-permission-denied', ['logs-client-errors']),
];

function effectsOf(cause: string, effects: readonly string[]): readonly Cause[] {
  return effects.map((effect) => ({ cause, effect }));
}
