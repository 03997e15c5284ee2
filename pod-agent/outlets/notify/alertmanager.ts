/** An Alertmanager, by its API v2: it groups, silences and routes; we tell it the state, again and again. Pure. */
import { type Channel, jsonRequest } from './channel.ts';
import { labelledAlerts } from './labels.ts';

export const alertmanager: Channel = {
  id: 'alertmanager',
  // It takes what it has not heard of for its `resolve_timeout` (5 min unless set) as resolved. A little less than a
  // minute, so that the report which comes a moment early still counts.
  remindEveryMs: 55_000,
  requests: ({ atMs, news }, { url, key }, pod) => [
    jsonRequest(
      alertsUrl(url),
      labelledAlerts(news, pod, atMs).map(({ endsAt, ...alert }) => ({
        ...alert,
        ...(endsAt === null ? {} : { endsAt }),
        ...(pod.url === null ? {} : { generatorURL: pod.url }),
      })),
      key,
    ),
  ],
};

/** Below the address that was given, which may have a path of its own. */
function alertsUrl(base: string): string {
  const url = new URL(base);
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/api/v2/alerts') ? path : `${path}/api/v2/alerts`;
  return url.href;
}
