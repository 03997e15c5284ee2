import { expect, it } from 'vitest';
import { workerUserIn } from '../../pod-agent/pod-plan.ts';

it.each([
  [
    'root:x:0:0::/root:/bin/sh\nwww-data:x:33:33::/var/www:/x\nnginx:x:101:101::/:/x',
    'nogroup:x:65534:',
    'www-data',
  ],
  ['root:x:0:0::/root:/bin/sh\nnginx:x:101:101::/:/x', 'nogroup:x:65534:', 'nginx'],
  ['root:x:0:0::/root:/bin/sh', 'nogroup:x:65534:', 'nobody:nogroup'],
  ['root:x:0:0::/root:/bin/sh', 'nobody:x:65534:', 'nobody'],
])('nginx works as one of the users that are there', (passwd, group, expected) => {
  expect(workerUserIn(passwd, group)).toBe(expected);
});
