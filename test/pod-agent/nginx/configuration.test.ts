/** What `nginx -t` says of the files, and what stands in them. */
import { describe, expect, it } from 'vitest';
import { renderNginx } from '../../../pod-agent/nginx/render.ts';
import { checkConfiguration, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { plan } from './plan.ts';

describe.skipIf(nginxMissing !== null)(`nginx -t (${nginxMissing ?? 'nginx is here'})`, () => {
  const variants = {
    'an ordinary plan': {},
    'without IPv6': { hasIpv6: false },
    'without metrics': { servesMetrics: false },
    'few open files': { openFilesLimit: 64 },
    'many open files and workers': { openFilesLimit: 1_048_576, workerProcesses: 512 },
    'the highest rate': { requestsPerSecond: 1_000_000 },
    'a long policy': { contentSecurityPolicy: `default-src 'none'${" 'self'".repeat(400)}` },
    'another header': { realAddressHeader: 'X-Forwarded-For' },
    'workers of the user that starts it': { workerUser: null },
  };

  it.each(Object.entries(variants))('has nothing to say of %s', async (_, changes) => {
    const { code, said } = await checkConfiguration(changes);
    expect(
      said.replaceAll(/^nginx: (the )?configuration file \S+ (syntax is ok|test is successful)\n/gm, ''),
    ).toBe('');
    expect(code).toBe(0);
  });

  it.skipIf(process.getuid?.() !== 0)('takes a user with a group of another name', async () => {
    expect(await checkConfiguration({ workerUser: 'nobody:nogroup' })).toMatchObject({ code: 0 });
  });
});

describe.skipIf(nginxMissing !== null)(`a start that fails (${nginxMissing ?? 'real nginx'})`, () => {
  it('says on standard error that the port is taken', async () => {
    const first = await startNginx();
    try {
      await expect(startNginx({ plan: { statusPort: first.port } })).rejects.toThrow(
        new RegExp(
          `^nginx ended with code 1 before it answered: .*bind\\(\\) to 127.0.0.1:${first.port} failed`,
          's',
        ),
      );
    } finally {
      await first.stop();
    }
  });

  it.skipIf(process.getuid?.() !== 0)('says on standard error that there is no such user', async () => {
    const starting = startNginx({ plan: { workerUser: 'nobody-of-that-name' } });
    await expect(starting).rejects.toThrow('getpwnam("nobody-of-that-name") failed');
  });
});

describe('the files', () => {
  const files = renderNginx(plan);
  const all = files.map(({ text }) => text).join('\n');

  it('lie below the prefix, and include nothing but each other', () => {
    const included = [...all.matchAll(/\binclude ([^;]+);/g)].map(([, name]) => name);
    expect(included.sort()).toEqual(
      files
        .map(({ path }) => path)
        .filter((path) => path !== 'nginx.conf')
        .sort(),
    );
    expect(all).not.toContain('/etc/');
  });

  it('add headers in one place, or a block would lose the others', () => {
    for (const { path, text } of files)
      expect([path, text.includes('add_header')]).toEqual([path, path === 'answer-headers.conf']);
  });

  it('give every header to errors as well', () => {
    const lines = all.split('\n').filter((line) => line.includes('add_header'));
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) expect(line).toMatch(/^add_header [\w-]+ \S.* always;$/);
  });

  it('leave staying in the foreground to the command line', () => expect(all).not.toMatch(/\bdaemon\b/));

  it('have fewer connections than files, and never more than 8192', () => {
    const connections = (openFilesLimit: number) =>
      /worker_connections (\d+)/.exec(textOf({ ...plan, openFilesLimit }))?.[1];
    expect(connections(64)).toBe('32');
    expect(connections(4096)).toBe('2048');
    expect(connections(1_048_576)).toBe('8192');
  });

  it('name a user only where one is wanted', () => {
    expect(textOf({ ...plan, workerUser: null })).not.toMatch(/^user /m);
    expect(textOf({ ...plan, workerUser: 'www-data' })).toMatch(/^user www-data;$/m);
  });

  it('listen on IPv6 only where there is one', () => {
    expect(textOf({ ...plan, hasIpv6: true })).toContain('listen [::]:8080 ');
    expect(textOf({ ...plan, hasIpv6: false })).not.toContain('[::]');
  });
});

function textOf(of: typeof plan): string {
  return renderNginx(of)
    .map(({ text }) => text)
    .join('\n');
}
