/** Which transport is taken, from what `ssh -G` really says of configurations, and from what known_hosts hold. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAskSshConfig } from '../../../../source/ssh/ask-ssh-config.ts';
import { chooseTransport, type TransportQuestion } from '../../../../source/ssh/choose-transport.ts';
import type { SshConfigFacts } from '../../../../source/ssh/ssh-config-facts.ts';
import { isExecutable } from '../../../neighbours/executable.ts';

const nothing: SshConfigFacts = {
  address: { host: 'pod', port: 22 },
  knownHostsPaths: [],
  identityFiles: [],
  needs: [],
};

test.each<[string, Partial<TransportQuestion>, string]>([
  ['nothing asks for more', {}, 'ssh2'],
  ['nobody could be asked', { config: null }, 'ssh2'],
  ['a jump host', { config: { ...nothing, needs: ['ProxyJump bastion'] } }, 'system'],
  ['a named security key', { keyNeeds: ['security key ~/sk'] }, 'system'],
  ['an authority alone', { onlyAuthority: true }, 'system'],
  ['the operator wants ssh2', { wanted: 'ssh2', config: { ...nothing, needs: ['ProxyJump b'] } }, 'ssh2'],
  ['the operator wants the system’s', { wanted: 'system' }, 'system'],
  ['the proxy, whatever else', { way: 'proxy', wanted: 'system' }, 'pty'],
])('%s', (_, question, transport) => {
  const asked: TransportQuestion = {
    ...{ way: 'direct', wanted: 'auto', config: nothing, onlyAuthority: false, keyNeeds: [] },
    ...question,
  };
  expect(chooseTransport(asked).transport).toBe(transport);
});

test('the reason is told', () => {
  const config = { ...nothing, needs: ['CertificateFile ~/.ssh/id-cert.pub'] };
  const choice = chooseTransport({
    ...{ way: 'direct', wanted: 'auto', onlyAuthority: false, keyNeeds: [], config },
  });
  expect(choice.why).toBe('the ssh configuration asks for CertificateFile ~/.ssh/id-cert.pub');
});

const sshMissing = ['/usr/bin/ssh', '/usr/local/bin/ssh'].some(isExecutable) ? null : 'no ssh here';

describe.skipIf(sshMissing !== null)(`asked of ssh -G${sshMissing ?? ''}`, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pod-engine-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const endpoint = (host: string) => ({ host, port: 22, username: 'root' });

  function asking(lines: readonly string[]) {
    const configPath = join(folder, 'config');
    writeFileSync(configPath, `${lines.join('\n')}\n`);
    return createAskSshConfig({ configPath, homeFolder: folder });
  }

  test.each([
    [['Host box', '  ProxyJump bastion'], 'ProxyJump bastion'],
    [['Host box', '  ProxyCommand nc %h %p'], 'ProxyCommand nc %h %p'],
    [['Match host b*', '  PKCS11Provider /usr/lib/token.so'], 'PKCS11Provider /usr/lib/token.so'],
    [['Host box', '  CertificateFile /keys/id-cert.pub'], 'CertificateFile /keys/id-cert.pub'],
  ])('%j needs the system’s ssh, for its host alone', async (lines, need) => {
    const config = asking(lines);
    expect((await config.factsOf(endpoint('box'), 'host'))?.needs).toEqual([need]);
    expect((await config.factsOf(endpoint('other'), 'host'))?.needs).toEqual([]);
  });

  test('a key in a security key, and a certificate beside a key', async () => {
    writeFileSync(join(folder, 'token.pub'), 'sk-ssh-ed25519@openssh.com AAAA test\n');
    writeFileSync(join(folder, 'plain-cert.pub'), 'ssh-ed25519-cert-v01@openssh.com AAAA test\n');
    const config = asking([`IdentityFile ${folder}/token`, `IdentityFile ${folder}/plain`]);
    expect((await config.factsOf(endpoint('box'), 'host'))?.needs).toEqual([
      `security key ${folder}/token`,
      `certificate ${folder}/plain-cert.pub`,
    ]);
  });

  test('what the configuration calls the host, and where its keys are known', async () => {
    const config = asking([
      'Host box',
      '  HostName 10.0.0.7',
      '  Port 2200',
      '  UserKnownHostsFile ~/one /two',
    ]);
    expect(await config.factsOf(endpoint('box'), 'host')).toMatchObject({
      address: { host: '10.0.0.7', port: 2200 },
      knownHostsPaths: [expect.stringMatching(/\/one$/), '/two'],
    });
  });

  test('a pod is asked about only where the configuration could be about it, and each host once', async () => {
    expect(
      await asking(['Host *', '  ServerAliveInterval 30']).factsOf(endpoint('1.2.3.4'), 'pod'),
    ).toBeNull();
    const marks = join(folder, 'marks');
    const config = asking([`Match exec "echo x >>${marks}"`, '  ProxyJump bastion']);
    const asked = [1, 2, 3].map(() => config.factsOf(endpoint('1.2.3.4'), 'pod'));
    expect((await Promise.all(asked)).map((facts) => facts?.needs)).toEqual(
      Array(3).fill(['ProxyJump bastion']),
    );
    expect(readFileSync(marks, 'utf8')).toBe('x\n');
  });

  test('no ssh, and one that does not accept its configuration, say nothing', async () => {
    const missing = createAskSshConfig({ program: '/nonexistent/ssh' });
    expect(await missing.factsOf(endpoint('box'), 'host')).toBeNull();
    expect(await asking(['Bogus yes']).factsOf(endpoint('box'), 'host')).toBeNull();
  });
});
