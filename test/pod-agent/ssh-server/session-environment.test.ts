/** The script that gives a login its variables, in the shells that a login may have. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportToSessions, sessionScript } from '../../../pod-agent/ssh-server/session-environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'session-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const variables = {
  RUNPOD_POD_ID: 'abc123',
  QUOTED: `it's "so" $HOME \`id\` \\ end`,
  LINES: 'first\nRUNPOD_FAKE=1\nlast',
  EMPTY: '',
  PATH: '/opt/cuda/bin:/usr/bin:/bin',
  PUBLIC_KEY: 'ssh-ed25519 AAAA',
  POD_AGENT_METRICS_TOKEN: 'secret',
  HOME: '/somewhere',
  http_proxy: 'http://proxy:3128',
  UID: '1000',
  BASH_ENV: '/tmp/evil',
  'not.a.name': 'x',
  'BASH_FUNC_f%%': '() { :; }',
};
const environ = join(folder, 'environ');
writeFileSync(
  environ,
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\0`)
    .join(''),
);
const script = join(folder, 'profile.sh');
writeFileSync(script, sessionScript.replaceAll('/proc/1/environ', environ));

function sourced(
  shell: readonly string[],
  given: Readonly<Record<string, string>> = {},
): Map<string, string> {
  const [program = '', ...args] = shell;
  const output = execFileSync(program, [...args, '-c', `. ${script}; exec env -0`], {
    env: { PATH: '/usr/bin:/bin', HOME: '/root', ...given },
    encoding: 'utf8',
  });
  return new Map(
    output
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

const shells = [['/bin/bash'], ['/bin/dash'], ['/bin/busybox', 'sh']].filter(([path]) =>
  existsSync(path ?? ''),
);

describe.each(shells.map((shell) => ({ shell, name: shell.join(' ') })))('in $name', ({ shell }) => {
  it("has the container's variables, whatever their values", () => {
    const found = sourced(shell);
    for (const name of ['RUNPOD_POD_ID', 'QUOTED', 'LINES', 'EMPTY', 'PATH', 'http_proxy'] as const)
      expect(found.get(name)).toBe(variables[name]);
    expect(found.has('RUNPOD_FAKE')).toBe(false);
  });

  it("keeps what is the login's own, and has none of the agent's settings", () => {
    const found = sourced(shell);
    expect(found.get('HOME')).toBe('/root');
    for (const name of [
      'PUBLIC_KEY',
      'POD_AGENT_METRICS_TOKEN',
      'UID',
      'BASH_ENV',
      'not.a.name',
      'BASH_FUNC_f%%',
    ])
      expect(found.has(name)).toBe(false);
  });

  it('lets a shell within the shell keep what was changed there', () => {
    const inner = sourced(shell, { POD_SESSION: '1', RUNPOD_POD_ID: 'mine' });
    expect(inner.get('RUNPOD_POD_ID')).toBe('mine');
  });

  it('says nothing where the container may not be looked into, and under "set -u"', () => {
    const text = readFileSync(script, 'utf8').replaceAll(environ, '/no/such/file');
    const path = join(folder, 'unreadable.sh');
    writeFileSync(path, text);
    const [program = '', ...args] = shell;
    const output = execFileSync(program, [...args, '-uc', `. ${path}; echo done`], { encoding: 'utf8' });
    expect(output).toBe('done\n');
  });
});

it('is read by login shells and by bash for a command, once', async () => {
  const files = { profile: join(folder, 'profile.d/pod-agent.sh'), bashrc: join(folder, '.bashrc') };
  writeFileSync(files.bashrc, '[ -z "$PS1" ] && return\nalias ll=ls\n');
  await exportToSessions(files);
  await exportToSessions(files);
  expect(readFileSync(files.profile, 'utf8')).toBe(sessionScript);
  expect(readFileSync(files.bashrc, 'utf8').split('\n')).toEqual([
    `[ ! -r ${files.profile} ] || . ${files.profile} # pod-agent`,
    '[ -z "$PS1" ] && return',
    'alias ll=ls',
    '',
  ]);
  for (const value of Object.values(variables).filter((text) => text.length > 3))
    expect(readFileSync(files.profile, 'utf8')).not.toContain(value);
});
