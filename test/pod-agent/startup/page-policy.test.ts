import { expect, it } from 'vitest';
import { blockedByPolicy } from '../../../pod-agent/startup/page-policy.ts';

it.each([
  ['<script>run()</script>', 'index.html has inline scripts, which browsers are told not to run'],
  ['<body onload="run()">', 'index.html has inline scripts, which browsers are told not to run'],
  [
    '<style>p {}</style><p style="color: red">',
    'index.html has inline styles, which browsers are told not to run',
  ],
  [
    '<script>a</script><style>b</style>',
    'index.html has inline scripts and styles, which browsers are told not to run',
  ],
  [
    '<script src="https://cdn.example/a.js"></script>',
    'index.html asks cdn.example, which browsers are told not to do',
  ],
  [
    '<link rel="stylesheet" href="//fonts.example/x">',
    'index.html asks fonts.example, which browsers are told not to do',
  ],
  [
    '<img src="http://a.example/1"><iframe src="https://b.example:8443/">',
    'index.html asks a.example, b.example:8443, which browsers are told not to do',
  ],
])('%s', (page, sentence) => {
  expect(blockedByPolicy(page)).toEqual([sentence]);
});

it.each([
  '<script type="module" src="/assets/a.js"></script><link rel="stylesheet" href="/b.css"><img src="data:image/png;base64,AA">',
  '<script type="application/ld+json">{"@context": "x"}</script>',
  '<link rel="canonical" href="https://pod.example/"><a href="https://other.example/">there</a>',
  '<!-- <script>gone()</script> --><script src="/a.js"> </script>',
])('%s keeps to the policy', (page) => {
  expect(blockedByPolicy(page)).toEqual([]);
});
