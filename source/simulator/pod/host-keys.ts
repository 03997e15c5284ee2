/** Host keys for sshd. A container that is made anew has new ones. */
import ssh2 from 'ssh2';

const mostTries = 20;

/** A private ed25519 key in OpenSSH's form. Takes about a millisecond. */
export function newHostKey(): string {
  for (let tries = 0; tries < mostTries; tries++) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
    // Of a thousand keys that ssh2 makes there are three that it cannot read itself.
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
  throw new Error(`Cannot make a host key: none of ${mostTries} could be read again.`);
}
