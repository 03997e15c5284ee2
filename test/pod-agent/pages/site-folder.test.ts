import { expect, it } from 'vitest';
import { isTooWide } from '../../../pod-agent/pages/site-folder.ts';

it.each(['/', '/etc', '/etc/nginx', '/root', '/var', '/workspace', '/usr/bin', '/proc/1/root'])(
  '%s is no site',
  (site) => {
    expect(isTooWide(site)).toBe(true);
  },
);

it.each([
  '/srv/site',
  '/workspace/site',
  '/usr/share/nginx/html',
  '/var/www/html',
  '/opt/app/dist',
  '/root/site',
  '/etcetera',
])('%s may be one', (site) => {
  expect(isTooWide(site)).toBe(false);
});
