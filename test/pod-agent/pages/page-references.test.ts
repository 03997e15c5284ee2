import { expect, it } from 'vitest';
import { ownReferences } from '../../../pod-agent/pages/page-references.ts';

it.each([
  ['<script type="module" src="/assets/a.js"></script>', '/assets/a.js', true],
  ["<link rel=stylesheet href='assets/b.css?v=3#x'>", '/assets/b.css', true],
  ['<link rel="modulepreload" href="/assets/c.js">', '/assets/c.js', true],
  ['<link rel="shortcut icon" href="/my%20icon.png">', '/my icon.png', false],
  ['<link rel="manifest" href="/app.webmanifest">', '/app.webmanifest', false],
  ['<img alt="a > b" src=./logo.svg>', '/logo.svg', false],
  ['<img src="/a&amp;b.png">', '/a&b.png', false],
  ['<img src="/&#x61;&#98;.png">', '/ab.png', false],
  ['<IMG\n SRC="/a.png"><img src="/a.png">', '/a.png', false],
  ['<object data="/plan.pdf"></object>', '/plan.pdf', false],
  ['<base href="/app/"><script src="main.js"></script>', '/app/main.js', true],
  ['<script src="../../../etc/passwd"></script>', '/etc/passwd', true],
])('%s asks for %s', (page, path, isNeeded) => {
  expect(ownReferences(page)).toEqual([{ path, isNeeded }]);
});

it.each([
  '<script src="https://cdn.example/a.js"></script>',
  '<img src="//cdn.example/a.png">',
  '<img src="data:image/png;base64,AAAA">',
  '<a href="/other">no file</a>',
  '<link rel="canonical" href="/home">',
  '<link rel="alternate" href="/de/">',
  '<link rel="preconnect" href="/x">',
  '<iframe src="/route"></iframe>',
  '<!-- <script src="/gone.js"></script> -->',
  "<script>document.write('<img src=\"' + url + '\">')</script>",
  '<style>a { content: \'<img src="/x.png">\' }</style>',
  '<noscript><img src="/x.png"></noscript>',
  '<img src="">',
  '<img src="http://[">',
])('%s asks for nothing of the site', (page) => {
  expect(ownReferences(page)).toEqual([]);
});

it('needs a file that is asked for twice, once as a script', () => {
  const page = '<link rel="preload" href="/a.js"><script src="/a.js"></script>';
  expect(ownReferences(page)).toEqual([{ path: '/a.js', isNeeded: true }]);
});
