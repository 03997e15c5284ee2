/** What somebody deployed: a web server that says what it was deployed with, and a JSON line for each request that is shown. */
import { fraction, mix } from '../../chance.ts';
import { tagOf } from '../../pod/settings.ts';
import type { LogScript } from '../script.ts';

export const rented: LogScript = {
  boot: (plan) => [
    'Starting Nginx service...',
    `server: version ${tagOf(plan.settings.image) ?? 'latest'}, 8 workers`,
    'server: listening on 0.0.0.0:80',
    'Start script(s) finished, Pod is ready to use.',
  ],
  lines({ second, atMs, seed }) {
    if (fraction(seed, 97, second) > 0.4) return [];
    const chance = mix(seed, second, 98);
    const status = chance % 41 === 0 ? 404 : 200;
    const time = new Date(atMs).toISOString();
    return [
      JSON.stringify({
        level: 'info',
        time,
        method: 'GET',
        path: chance % 3 === 0 ? '/' : '/health.json',
        status,
        ms: 4 + (chance % 30),
      }),
    ];
  },
};
