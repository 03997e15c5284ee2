/** nginx's access log of the last minutes, in its usual form "combined", as the site's script has it. */
import type { MachineMoment } from '../machine.ts';

const minutes = 10;
const everySeconds = 4;
const routes = ['/', '/runs/12', '/assets/app-9b1d44e0.js', '/api/generate', '/api/runs'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function accessLogText(moment: MachineMoment): string {
  const { wallMs, second, seconds, work, facts } = moment;
  if (work.site === 'absent') return '';
  const { role, seed, hardware } = facts.plan;
  const lines: string[] = [];
  const newest = second - (second % everySeconds);
  // Each line stays as it is while the window moves on, as in a file.
  for (let at = newest - minutes * 60; at <= newest; at += everySeconds) {
    const site = role.workload({ second: at, seed, gpuCount: hardware.gpuCount }).site;
    const route = routes[Math.abs(at) % routes.length] ?? '/';
    const isServed = site === 'ok' || (site === 'failing' && route.startsWith('/assets/'));
    const status = isServed ? 200 : site === 'failing' ? 503 : 499;
    lines.push(
      `100.64.0.${1 + (Math.abs(at) % 20)} - - [${accessTime(wallMs - (seconds - at) * 1000)}] "GET ${route} HTTP/1.1" ${status} ${status === 200 ? 612 : 57} "-" "Mozilla/5.0"`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** `23/Nov/2026:12:00:00 +0000` */
export function accessTime(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${months[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
