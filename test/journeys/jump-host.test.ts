/** A pod behind a jump host, with a certificate on either side: entered by commands as the operator's own ssh enters it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../neighbours/program.ts';
import { type SshPod, startSshPod } from '../neighbours/ssh-pod.ts';
import { makeKey, type Sshd, sshdMissing, startSshd } from '../neighbours/sshd.ts';

describe.skipIf(sshdMissing !== null)('a pod behind a jump host', () => {
  let jump: Sshd;
  let pod: SshPod;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    jump = await startSshd();
    const authority = join(jump.directory, 'authority');
    makeKey(authority, 'ed25519');
    const sign = (words: readonly string[]) =>
      execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'test', ...words]);
    const [hostKey, userKey] = [join(jump.directory, 'pod-key'), join(jump.directory, 'certified')];
    for (const path of [hostKey, userKey]) makeKey(path, 'ed25519');
    sign(['-h', '-n', 'the-pod', `${hostKey}.pub`]);
    sign(['-n', jump.username, `${userKey}.pub`]);
    pod = await startSshPod({
      configuration: [
        `TrustedUserCAKeys ${authority}.pub`,
        `HostKey ${hostKey}`,
        `HostCertificate ${hostKey}-cert.pub`,
      ],
    });
    const known = join(jump.directory, 'known_hosts');
    const publicKey = (path: string) => readFileSync(`${path}.pub`, 'utf8');
    writeFileSync(
      known,
      `[127.0.0.1]:${jump.port} ${publicKey(jump.hostKeyPath)}@cert-authority the-pod ${publicKey(authority)}`,
    );
    environment = environmentWith(configurationText({ jump, pod, known, userKey }));
  });
  afterAll(async () => {
    await Promise.all([pod.stop(), jump.stop()]);
  });

  /** OpenSSH reads the configuration of the user's entry in passwd, whatever HOME says: so it is named to it. */
  function environmentWith(configuration: string): Readonly<Record<string, string>> {
    const [bin, state] = [join(jump.directory, 'bin'), join(jump.directory, 'state')];
    const real = execFileSync('which', ['ssh']).toString().trim();
    mkdirSync(bin);
    writeFileSync(join(jump.directory, 'ssh_config'), configuration);
    const lines = [
      '#!/bin/sh',
      `case " $* " in *" -F "*) exec ${real} "$@";; esac`,
      `exec ${real} -F ${join(jump.directory, 'ssh_config')} "$@"`,
    ];
    writeFileSync(join(bin, 'ssh'), `${lines.join('\n')}\n`, { mode: 0o755 });
    const PATH = `${bin}${delimiter}${process.env.PATH ?? ''}`;
    return { PATH, XDG_STATE_HOME: state, XDG_CONFIG_HOME: state };
  }

  test('runs a command, and copies a file there and back', async () => {
    const ran = await runProgram(['ssh', '--ssh', 'the-pod', 'the-pod', '--', 'cat; echo bad >&2; exit 3'], {
      environment,
      input: 'through',
    });
    expect(ran).toMatchObject({ code: 3, stdout: 'through', stderr: 'bad\n' });
    await expect.poll(() => pod.log()).toContain('ED25519-CERT');
    const [sent, back] = [join(jump.directory, "it's sent"), join(jump.directory, 'back')];
    writeFileSync(sent, 'what is sent');
    const copy = (from: string, to: string) =>
      runProgram(['cp', '--ssh', 'the-pod', from, to], { environment });
    expect(await copy(sent, `the-pod:${pod.home}/a b`)).toMatchObject({ code: 0 });
    expect(await copy(`the-pod:${pod.home}/a b`, back)).toMatchObject({ code: 0 });
    expect(readFileSync(back, 'utf8')).toBe('what is sent');
  });

  test('says which of the two fails', async () => {
    const enter = () => runProgram(['ssh', '--ssh', 'the-pod', 'the-pod', '--', 'true'], { environment });
    await pod.kill();
    // An earlier try may have ended it.
    await jump.restart();
    const beyond = await enter();
    expect(beyond.code).toBe(5);
    expect(beyond.stderr).toContain('The jump host does not get to the-pod:22: connect failed');
    await jump.kill();
    const { stderr } = await enter();
    expect(stderr).toMatch(/jump host or ProxyCommand on the way to the-pod:22 failed: .*Connection refused/);
  });
});

function configurationText(of: {
  readonly jump: Sshd;
  readonly pod: SshPod;
  readonly known: string;
  readonly userKey: string;
}): string {
  const { jump, pod, known, userKey } = of;
  return [
    `UserKnownHostsFile ${known}`,
    'IdentitiesOnly yes',
    'HostName 127.0.0.1',
    `User ${jump.username}`,
    'Host the-jump',
    `  Port ${jump.port}`,
    `  IdentityFile ${jump.clientKeyPath}`,
    'Host the-pod',
    `  Port ${pod.port}`,
    '  HostKeyAlias the-pod',
    '  ProxyJump the-jump',
    `  IdentityFile ${userKey}`,
    `  CertificateFile ${userKey}-cert.pub`,
    '',
  ].join('\n');
}
