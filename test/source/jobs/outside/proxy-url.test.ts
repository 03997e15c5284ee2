import { describe, expect, test } from 'vitest';
import { proxyUrlOf, readProxyUrls } from '../../../../source/jobs/outside/proxy-url.ts';

const simulated = 'http://127.0.0.1:4000/proxy/{podId}/{port}/';

describe('where a port is served to the world', () => {
  test('by RunPod’s proxy, unless the environment says otherwise', () => {
    expect(proxyUrlOf({ environment: {}, podId: 'abc', port: 80 })).toBe('https://abc-80.proxy.runpod.net');
    expect(proxyUrlOf({ environment: { RUNPOD_PROXY_URL: ' ' }, podId: 'abc', port: 80 })).toBe(
      'https://abc-80.proxy.runpod.net',
    );
    const environment = { RUNPOD_PROXY_URL: simulated };
    expect(proxyUrlOf({ environment, podId: 'abc', port: 8888 })).toBe(
      'http://127.0.0.1:4000/proxy/abc/8888',
    );
  });

  test('a pod’s id is no more than a part of it', () => {
    const environment = { RUNPOD_PROXY_URL: simulated };
    expect(proxyUrlOf({ environment, podId: '../$&/x?y', port: 80 })).toBe(
      'http://127.0.0.1:4000/proxy/..%2F%24%26%2Fx%3Fy/80',
    );
  });

  test.each([
    ['http://127.0.0.1/{podId}', '{port} is missing'],
    ['http://127.0.0.1/{port}', '{podId} is missing'],
    ['http://127.0.0.1/{podId}/{port}/{path}', 'not {path}'],
    ['{podId}.example:{port}/x', 'https:// or http://'],
    ['http://{podId} {port}', 'makes no URL'],
    ['ftp://host/{podId}/{port}', 'https:// or http://'],
    ['http://ann@host/{podId}/{port}', 'no user name'],
    ['http://host/?pod={podId}&port={port}', 'no query'],
  ])('%s is refused, with the reason', (template, reason) => {
    const urls = readProxyUrls({ RUNPOD_PROXY_URL: template });
    expect(urls).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
    expect(urls).toMatchObject({ reason: expect.stringContaining(`"${template}"`) });
    expect(() => proxyUrlOf({ environment: { RUNPOD_PROXY_URL: template }, podId: 'a', port: 1 })).toThrow(
      reason,
    );
  });
});
