/** What a site of a test has, and what a real nginx must answer of it. */
import type { Question } from './ask.ts';

export const page = '<!doctype html><title>The site</title>';
const forever = 'public, max-age=31536000, immutable';
export const site = {
  'index.html': page,
  'guide/index.html': '<!doctype html><title>The guide</title>',
  'robots.txt': 'User-agent: *\n',
  'assets/app-1a2b.js': 'console.log(1);\n',
  'assets/LICENSE': 'MIT\n',
  'assets/.hidden': 'secret\n',
  '.env': 'KEY=secret\n',
  '.git/config': 'secret\n',
  'pods/.htpasswd': 'secret\n',
  '.well-known/security.txt': 'Contact: mailto:security@example.org\n',
  '.well-known/acme-challenge/token': 'thumbprint\n',
  '.well-known/.hidden': 'secret\n',
  'empty/.keep': '',
};

export type Row = {
  readonly what: string;
  readonly path: string;
  readonly question?: Question;
  readonly status: number;
  /** The whole body, or what a page of nginx's has in it. */
  readonly body: string | RegExp;
  readonly cache: string;
};

export const rows: readonly Row[] = [
  { what: 'the page', path: '/', status: 200, body: page, cache: 'no-cache' },
  { what: 'the page by its name', path: '/index.html', status: 200, body: page, cache: 'no-cache' },
  { what: 'a deep route', path: '/pods/abc?tab=gpu', status: 200, body: page, cache: 'no-cache' },
  { what: 'a route with a slash at its end', path: '/pods/', status: 200, body: page, cache: 'no-cache' },
  {
    what: 'a route with a version in it',
    path: '/models/llama-3.1',
    status: 200,
    body: page,
    cache: 'no-cache',
  },
  { what: 'a folder without a page', path: '/empty/', status: 200, body: page, cache: 'no-cache' },
  { what: 'a folder with a page', path: '/guide/', status: 200, body: /The guide/, cache: 'no-cache' },
  { what: 'the same without a slash', path: '/guide', status: 200, body: /The guide/, cache: 'no-cache' },
  { what: 'a file', path: '/robots.txt', status: 200, body: site['robots.txt'], cache: 'no-cache' },
  {
    what: 'an asset',
    path: '/assets/app-1a2b.js',
    status: 200,
    body: site['assets/app-1a2b.js'],
    cache: forever,
  },
  { what: 'an asset without extension', path: '/assets/LICENSE', status: 200, body: 'MIT\n', cache: forever },
  {
    what: 'a missing asset',
    path: '/assets/app-9.js',
    status: 404,
    body: /404 Not Found/,
    cache: 'no-store',
  },
  { what: 'another', path: '/assets/nothing', status: 404, body: /404 Not Found/, cache: 'no-store' },
  { what: 'the folder of assets', path: '/assets/', status: 404, body: /404 Not Found/, cache: 'no-store' },
  { what: 'a missing file', path: '/pods/abc.json', status: 404, body: /404 Not Found/, cache: 'no-store' },
  { what: 'a missing program', path: '/wp-login.php', status: 404, body: /404 Not Found/, cache: 'no-store' },
  { what: 'a dotfile', path: '/.env', status: 404, body: /404 Not Found/, cache: 'no-store' },
  {
    what: 'a dotfile, written otherwise',
    path: '/%2eenv',
    status: 404,
    body: /404 Not Found/,
    cache: 'no-store',
  },
  { what: 'a dotfile behind slashes', path: '//.env', status: 404, body: /404 Not Found/, cache: 'no-store' },
  {
    what: 'a file in a dotted folder',
    path: '/.git/config',
    status: 404,
    body: /404 Not Found/,
    cache: 'no-store',
  },
  {
    what: 'a dotfile further down',
    path: '/pods/.htpasswd',
    status: 404,
    body: /404 Not Found/,
    cache: 'no-store',
  },
  {
    what: 'a dotfile among assets',
    path: '/assets/.hidden',
    status: 404,
    body: /404 Not Found/,
    cache: 'no-store',
  },
  {
    what: 'a dotfile that is not there',
    path: '/.aws/keys',
    status: 404,
    body: /404 Not Found/,
    cache: 'no-store',
  },
  {
    what: '/.well-known/',
    path: '/.well-known/security.txt',
    status: 200,
    body: /Contact/,
    cache: 'no-cache',
  },
  {
    what: 'a challenge',
    path: '/.well-known/acme-challenge/token',
    status: 200,
    body: 'thumbprint\n',
    cache: 'no-cache',
  },
  {
    what: 'a missing one',
    path: '/.well-known/nothing',
    status: 404,
    body: /404 Not Found/,
    cache: 'no-store',
  },
  {
    what: 'a dotfile in it',
    path: '/.well-known/.hidden',
    status: 404,
    body: /404 Not Found/,
    cache: 'no-store',
  },
  { what: 'its name alone', path: '/.well-known', status: 404, body: /404 Not Found/, cache: 'no-store' },
  { what: 'a way out', path: '/../../etc/passwd', status: 400, body: /400 Bad Request/, cache: 'no-store' },
  {
    what: 'a way out, written otherwise',
    path: '/%2e%2e/x',
    status: 400,
    body: /400 Bad Request/,
    cache: 'no-store',
  },
  {
    what: 'a page to post to',
    path: '/',
    question: { method: 'POST', body: 'a' },
    status: 405,
    body: /405/,
    cache: 'no-store',
  },
  {
    what: 'a file to delete',
    path: '/robots.txt',
    question: { method: 'DELETE' },
    status: 405,
    body: /405/,
    cache: 'no-store',
  },
  {
    what: 'a file to put',
    path: '/assets/x.js',
    question: { method: 'PUT', body: 'a' },
    status: 405,
    body: /405/,
    cache: 'no-store',
  },
  {
    what: 'options',
    path: '/',
    question: { method: 'OPTIONS' },
    status: 405,
    body: /405/,
    cache: 'no-store',
  },
  { what: 'a trace', path: '/', question: { method: 'TRACE' }, status: 405, body: /405/, cache: 'no-store' },
  {
    what: 'a body that is too long',
    path: '/',
    question: { headers: { 'Content-Length': '20000' }, body: 'a'.repeat(20_000) },
    status: 413,
    body: /413 Request Entity Too Large/,
    cache: 'no-store',
  },
  {
    what: 'a path that is too long',
    path: `/${'a'.repeat(9000)}`,
    status: 414,
    body: /414/,
    cache: 'no-store',
  },
  {
    what: 'a header that is too long',
    path: '/',
    question: { headers: { 'X-Long': 'a'.repeat(9000) } },
    status: 400,
    body: /Request Header Or Cookie Too Large/,
    cache: 'no-store',
  },
  {
    what: 'a precondition that fails',
    path: '/',
    question: { headers: { 'If-Match': '"nothing"' } },
    status: 412,
    body: /412/,
    cache: 'no-store',
  },
  {
    what: 'a range',
    path: '/assets/app-1a2b.js',
    question: { headers: { Range: 'bytes=0-6' } },
    status: 206,
    body: 'console',
    cache: 'no-cache',
  },
];
