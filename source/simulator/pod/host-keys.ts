/** Host keys for sshd. A container that is made anew has new ones. */
import ssh2 from 'ssh2';

/** A private ed25519 key in OpenSSH's form. Takes under a millisecond. */
export function newHostKey(): string {
  return ssh2.utils.generateKeyPairSync('ed25519').private;
}
