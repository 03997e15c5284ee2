import { describe, expect, test } from 'vitest';
import { forwardTargetText, listenerText, readForward } from '../../../source/fleet/forward-spec.ts';

describe('a forward as it is typed', () => {
  test.each([
    ['8080:localhost:80', '127.0.0.1:8080', 'localhost:80'],
    ['8080:10.0.0.5:443', '127.0.0.1:8080', '10.0.0.5:443'],
    [' 8080:80 ', '127.0.0.1:8080', 'localhost:80'],
    ['8888', '127.0.0.1:8888', 'localhost:8888'],
    ['0:db:5432', '127.0.0.1:0', 'db:5432'],
    ['8080:/run/app.sock', '127.0.0.1:8080', '/run/app.sock'],
    ['/home/me/.run/x.sock:localhost:80', '/home/me/.run/x.sock', 'localhost:80'],
    ['/home/me/.run/x.sock:/run/y.sock', '/home/me/.run/x.sock', '/run/y.sock'],
    ['8080:[::1]:80', '127.0.0.1:8080', '[::1]:80'],
    ['socks 1081', '127.0.0.1:1081', 'any'],
    ['SOCKS5:1081', '127.0.0.1:1081', 'any'],
    ['socks', '127.0.0.1:1080', 'any'],
  ])('%s', (typed, listens, target) => {
    const read = readForward(typed);
    if (!read.ok) throw new Error(read.reason);
    expect([listenerText(read.value.listener), forwardTargetText(read.value)]).toEqual([listens, target]);
  });

  test.each([
    ['', 'nothing was given'],
    ['http', '"http" is no port of this machine'],
    ['70000:localhost:80', '"70000" is no port'],
    ['8080:localhost:0', '"0" is no port'],
    ['8080:local host:80', '"local host" is no host'],
    ['8080:a:80:b', '"b" is too much'],
    ['8080:web', '"web" is neither a port nor a socket'],
    ['0', 'is to lead somewhere'],
    ['/x.sock', 'is to lead somewhere'],
    ['socks many', '"many" is no port'],
    ['8080:-oProxyCommand=x:80x', 'is no host'],
  ])('%j is refused, and says why', (typed, reason) => {
    const read = readForward(typed);
    expect(read.ok ? 'taken' : read.reason).toContain(reason);
  });
});
