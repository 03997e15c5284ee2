/**
 * The Debian packages whose programs the tests drive for real. Installed when this is Debian and we are root;
 * elsewhere the tests that need a missing one say so and skip. POD_ENGINE_NO_INSTALL=1 turns the installing off.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { withoutServices } from './neighbours/quiet-services.mjs';

/** Program looked for, and the package that brings it. */
const neighbours = [
  ['/usr/sbin/sshd', 'openssh-server'],
  ['/usr/bin/ssh', 'openssh-client'],
  ['/usr/bin/dash', 'dash'],
  ['/usr/bin/busybox', 'busybox'],
  ['/usr/bin/tmux', 'tmux'],
  ['/usr/sbin/nginx', 'nginx'],
  ['/usr/bin/tini', 'tini'],
  ['/usr/bin/chromium', 'chromium'],
  // Brings promtool as well.
  ['/usr/bin/prometheus', 'prometheus'],
  ['/usr/bin/openssl', 'openssl'],
  ['/usr/bin/prometheus-alertmanager', 'prometheus-alertmanager'],
  ['/usr/bin/git', 'git'],
  ['/usr/bin/docker-registry', 'docker-registry'],
  ['/usr/bin/podman', 'podman'],
  ['/usr/bin/buildah', 'buildah'],
  ['/usr/bin/crun', 'crun'],
  // Networks of containers, and the rules by which their ports are published.
  ['/usr/lib/podman/netavark', 'netavark'],
  ['/usr/sbin/iptables', 'iptables'],
  // Makes the base images.
  ['/usr/sbin/debootstrap', 'debootstrap'],
];

export function installNeighbours() {
  const missing = neighbours.filter(
    ([program]) => !existsSync(program) && !existsSync(program.replace(/^\/usr/, '')),
  );
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  const able =
    process.getuid?.() === 0 &&
    existsSync('/etc/debian_version') &&
    process.env.POD_ENGINE_NO_INSTALL !== '1';
  if (!able) {
    console.log(`Not installed: ${packages.join(', ')}. The tests that drive them will say so and skip.`);
    return;
  }
  console.log(
    `Installing Debian packages that the tests drive: ${packages.join(', ')} (POD_ENGINE_NO_INSTALL=1 turns this off).`,
  );
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
  const installed = withoutServices(() =>
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: environment,
    }),
  );
  if (installed.status !== 0) console.log('Installing failed; the tests that need these packages will skip.');
}
