/** What git says where a person has to do something, and what that is. Its words as of git 2.25 to 2.50, in English. */
import { shellWord } from './shell-word.ts';

export type KnownCause = {
  readonly sign: RegExp;
  cause(folder: string): string;
  fix(folder: string, said: string): string;
};

/** The first whose sign is found. */
export const knownCauses: readonly KnownCause[] = [
  {
    sign: /detected dubious ownership/,
    cause: (folder) => `the repository of "${folder}" belongs to another user, so git does not trust it.`,
    fix: (folder, said) =>
      `If you trust it: git config --global --add safe.directory ${shellWord(rootIn(said) ?? folder)}`,
  },
  {
    sign: /terminal prompts disabled|could not read (Username|Password)|Authentication failed|HTTP Basic: Access denied|returned error: 40[13]/,
    cause: () => 'the remote wants a name and a password, and git knows none that it accepts.',
    fix: () => 'Set up a credential helper (git help credentials), or an address with an SSH key.',
  },
  {
    sign: /Permission denied \(|no mutual signature|Too many authentication failures/,
    cause: () => 'the remote accepts none of the SSH keys.',
    fix: () => 'Load the key into the agent (ssh-add), or add it at the remote.',
  },
  {
    sign: /Host key verification failed/,
    cause: () => 'the SSH host key of the remote is not known, or has changed.',
    fix: () => 'Connect to it once by ssh and compare its fingerprint.',
  },
  {
    sign: /Could not resolve host|Name or service not known|Temporary failure in name resolution/,
    cause: () => 'the name of the remote is not known to DNS.',
    fix: () => 'Look at the address: git remote -v',
  },
  {
    sign: /Connection (refused|timed out|reset)|Failed to connect|Couldn't connect|Network is unreachable|No route to host|Operation timed out/,
    cause: () => 'the remote cannot be reached.',
    fix: () => 'Look whether it answers: git ls-remote',
  },
  {
    sign: /does not appear to be a git repository|Repository not found|repository '.*' (does not exist|not found)/,
    cause: () => 'there is no repository at the address of the remote.',
    fix: () => 'Look at the address: git remote -v',
  },
  {
    sign: /\[rejected\].*already exists|reference already exists|tag already exists/s,
    cause: () => 'the remote has a tag of that name already, on something else.',
    fix: () => 'Fetch the tags (git fetch --tags), and deploy with another version.',
  },
  {
    sign: /hook declined|protected (branch|tag|ref)/i,
    cause: () => 'the remote refuses it by a rule or a hook of its own.',
    fix: () => 'Ask whoever keeps the remote to let these tags in.',
  },
  {
    sign: /not a git repository/,
    cause: (folder) => `"${folder}" is in no git repository, or in one that is damaged.`,
    fix: () => 'Look at it: git status',
  },
  {
    sign: /Unable to create '.*\.lock'|cannot lock ref/s,
    cause: () => 'another git holds a lock of the repository.',
    fix: () => 'Let the other git end; if there is none, remove the lock file that is named.',
  },
  {
    sign: /No space left on device/,
    cause: () => 'the disk is full.',
    fix: () => 'Make room on the disk.',
  },
];

function rootIn(said: string): string | null {
  return /dubious ownership in repository at '(.+)'$/m.exec(said)?.[1] ?? null;
}
