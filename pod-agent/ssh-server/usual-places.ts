/** Where sshd and the shells of a login look on Debian and its kin. */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { SshOptions } from './start-ssh.ts';

export function usualSshPlaces(): Pick<
  SshOptions,
  'home' | 'hostKeyFolder' | 'sessionFiles' | 'listenAddress'
> {
  // The account's own, as sshd has it: HOME may say something else.
  const home = userInfo().homedir;
  return {
    home,
    hostKeyFolder: '/etc/ssh',
    sessionFiles: { profile: '/etc/profile.d/pod-agent.sh', bashrc: join(home, '.bashrc') },
    listenAddress: null,
  };
}
