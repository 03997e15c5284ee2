import { expect, test } from 'vitest';
import { parseHostTarget } from '../../../source/settings/host-target.ts';

test.each([
  { text: 'gpu-box', host: 'gpu-box', port: 22, username: null },
  { text: 'gpu_box.example.org.', host: 'gpu_box.example.org.', port: 22, username: null },
  { text: ' 213.173.105.4:21417 ', host: '213.173.105.4', port: 21417, username: null },
  { text: 'root@213.173.105.4:1', host: '213.173.105.4', port: 1, username: 'root' },
  { text: 'ann@corp@jump:65535', host: 'jump', port: 65535, username: 'ann@corp' },
  { text: '[::1]', host: '::1', port: 22, username: null },
  { text: '[2001:db8::1]:2222', host: '2001:db8::1', port: 2222, username: null },
  { text: 'root@[1:2:3:4:5:6:7:8]:22', host: '1:2:3:4:5:6:7:8', port: 22, username: 'root' },
  { text: '[fe80::1%eth0]', host: 'fe80::1%eth0', port: 22, username: null },
  { text: '[::ffff:10.0.0.1]', host: '::ffff:10.0.0.1', port: 22, username: null },
])('$text is a target', ({ text, ...target }) => {
  expect(parseHostTarget(text)).toEqual({ ok: true, value: target });
});

test.each([
  { text: '', reason: 'names no host' },
  { text: 'root@', reason: 'names no host' },
  { text: ':22', reason: 'names no host' },
  { text: '@host', reason: 'has the user ""' },
  { text: '-oProxyCommand=x@host', reason: 'has the user "-oProxyCommand=x"' },
  { text: 'a b@host', reason: 'has the user "a b"' },
  { text: '-oProxyCommand=x', reason: 'has the host "-oProxyCommand=x"' },
  { text: 'host/path', reason: 'has the host "host/path"' },
  { text: 'höst', reason: 'has the host "höst"' },
  { text: 'host:', reason: 'has the port ""' },
  { text: 'host:0', reason: 'has the port "0"' },
  { text: 'host:65536', reason: 'has the port "65536"' },
  { text: 'host:22x', reason: 'has the port "22x"' },
  { text: 'host:-1', reason: 'has the port "-1"' },
  { text: '[::1]:', reason: 'has the port ""' },
  { text: '256.1.1.1', reason: 'has the address "256.1.1.1"' },
  { text: '10.0.0', reason: 'has the address "10.0.0"' },
  { text: '::1', reason: 'has more than one ":"' },
  { text: '2001:db8::1:22', reason: 'has more than one ":"' },
  { text: '[host]:22', reason: 'has the address "host"' },
  { text: '[1::2::3]', reason: 'has the address "1::2::3"' },
  { text: '[1:2:3]', reason: 'has the address "1:2:3"' },
  { text: '[1:2:3:4:5:6:7:8:9]', reason: 'has the address "1:2:3:4:5:6:7:8:9"' },
  { text: '[12345::]', reason: 'has the address "12345::"' },
  { text: '[::10.0.0.256]', reason: 'has the address "::10.0.0.256"' },
  { text: '[fe80::1%]', reason: 'has the address "fe80::1%"' },
  { text: '[::1', reason: 'has brackets out of place' },
  { text: '[::1]22', reason: 'has brackets out of place' },
])('$text is refused', ({ text, reason }) => {
  expect(parseHostTarget(text)).toMatchObject({ ok: false, reason, hint: expect.stringMatching(/\.$/) });
});
