/** A stand-in for debian:bookworm-slim, made by debootstrap from the mirror that this machine's own apt uses. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hashOf } from './base-tags.ts';
import { engineProgram, unlessThere } from './podman.ts';

const run = promisify(execFile);

/** As the official images have it: no documents, no service started while packages are installed, no archives kept. */
const files = {
  'etc/dpkg/dpkg.cfg.d/slim': [
    'path-exclude /usr/share/doc/*',
    'path-exclude /usr/share/man/*',
    'path-exclude /usr/share/info/*',
    'path-exclude /usr/share/locale/*',
    '',
  ].join('\n'),
  'etc/apt/apt.conf.d/docker-clean':
    'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; };\n',
  'usr/sbin/policy-rc.d': '#!/bin/sh\nexit 101\n',
};

const leftOvers = [
  'var/lib/apt/lists',
  'var/cache/apt',
  'var/log/bootstrap.log',
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/info',
];

/** Why it cannot be made here; null when it can, or is there. */
export const debianBaseMissing: string | null =
  spawnSync('debootstrap', ['--version']).status !== 0
    ? 'debootstrap is not installed (apt-get install debootstrap)'
    : process.getuid?.() === 0
      ? null
      : 'debootstrap needs root';

/** @returns Its tag. Takes half a minute the first time. */
export async function debianBase(): Promise<string> {
  const tag = `localhost/pod-engine-test/debian:bookworm-${hashOf(JSON.stringify([files, leftOvers]))}`;
  await unlessThere(tag, () => make(tag));
  return tag;
}

async function make(tag: string): Promise<void> {
  if (debianBaseMissing !== null) throw new Error(`Cannot make ${tag}: ${debianBaseMissing}.`);
  const folder = mkdtempSync(join(tmpdir(), 'pod-engine-debian-'));
  try {
    const root = join(folder, 'root');
    // Before anything is unpacked, so that it holds for the first package too.
    write(root, 'etc/dpkg/dpkg.cfg.d/slim', 0o644);
    await run('debootstrap', ['--variant=minbase', 'bookworm', root, ...mirror()], { timeout: 300_000 });
    write(root, 'etc/apt/apt.conf.d/docker-clean', 0o644);
    write(root, 'usr/sbin/policy-rc.d', 0o755);
    writeFileSync(join(root, 'etc/apt/apt.conf.d/90machine'), machineAptOptions());
    for (const path of leftOvers) rmSync(join(root, path), { recursive: true, force: true });
    mkdirSync(join(root, 'var/lib/apt/lists/partial'), { recursive: true });
    mkdirSync(join(root, 'var/cache/apt/archives/partial'), { recursive: true });
    const import_ = `tar --numeric-owner -C "$1" -c . | "$2" import --change 'CMD ["bash"]' - "$3"`;
    await run('bash', ['-o', 'pipefail', '-c', import_, 'bash', root, engineProgram ?? '', tag], {
      timeout: 120_000,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(root: string, path: keyof typeof files, mode: number): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), files[path], { mode });
}

/** The machine's own mirror of bookworm; without one, debootstrap's own default. */
function mirror(): string[] {
  const format = '$(CODENAME)|$(COMPONENT)|$(REPO_URI)';
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', format, 'Identifier: Packages'], {
    encoding: 'utf8',
  });
  const line = (stdout ?? '').split('\n').find((each) => each.startsWith('bookworm|main|'));
  const address = line?.split('|')[2];
  return address === undefined ? [] : [address];
}

/** What this machine's apt needs to be told to reach its mirror, such as a proxy. */
function machineAptOptions(): string {
  const { stdout } = spawnSync('apt-config', ['dump'], { encoding: 'utf8' });
  const kept = /^Acquire::(https?|ftp|Check-Valid-Until|Check-Date|Retries)\b.* "[^"]+";$/;
  const lines = (stdout ?? '').split('\n').filter((line) => kept.test(line));
  return `${lines.join('\n')}\n`;
}
