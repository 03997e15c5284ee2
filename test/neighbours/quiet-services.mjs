/**
 * Keeps Debian packages from starting their services while they are installed: the tests start what they need by
 * themselves, and a Prometheus that lives on at port 9090 is nothing that `npm test` should leave behind.
 *
 * Debian's maintainer scripts ask /usr/sbin/policy-rc.d before they start anything, with systemd and without it
 * (invoke-rc.d(8)); exit code 101 means "not allowed".
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const mark = '# Put here by npm test of pod-engine while it installs packages.';
const refusal = `#!/bin/sh\n${mark}\nexit 101\n`;

/** A policy that is there already, as in container images, is the machine's own and stays as it is. */
export function withoutServices(act, path = '/usr/sbin/policy-rc.d') {
  const isOurs = !existsSync(path) || readFileSync(path, 'utf8').includes(mark);
  if (!isOurs) return act();
  // Ctrl-C ends apt-get, and must not end us before the policy is gone again.
  const stay = () => {};
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stay);
  try {
    writeFileSync(path, refusal, { mode: 0o755 });
    return act();
  } finally {
    rmSync(path, { force: true });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stay);
  }
}
