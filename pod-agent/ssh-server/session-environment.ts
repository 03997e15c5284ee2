/**
 * Gives a login over SSH the variables that the container was started with, as RunPod's own images do. sshd gives a
 * session an environment of its own, so a shell reads those of PID 1 as it begins: no value is ever written to a file.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from '../host/whole-file.ts';
import { changeText } from './kept-text.ts';

/** In POSIX sh. What belongs to a login itself stays as it is, and the agent's own settings are nobody else's. */
export const sessionScript = `# Written by pod-agent at each start.
if [ -z "\${POD_SESSION-}" ] && [ -r /proc/1/environ ]; then
  POD_SESSION=1
  export POD_SESSION
  # One variable a line: newlines within a value are carried as the byte 1.
  while IFS= read -r pod_agent_line; do
    pod_agent_name=\${pod_agent_line%%=*}
    case $pod_agent_name in
      '' | [0-9]* | *[!A-Za-z0-9_]*) continue ;;
      PUBLIC_KEY | POD_AGENT_* | HOME | HOSTNAME | PWD | OLDPWD | SHLVL | TERM | USER | LOGNAME | SHELL | MAIL | SSH_* | _) continue ;;
      # A shell's own, which it refuses to have set.
      UID | EUID | PPID | GROUPS | IFS | ENV | BASHOPTS | SHELLOPTS | BASH_* | pod_agent_*) continue ;;
    esac
    pod_agent_value=\${pod_agent_line#*=}
    case $pod_agent_value in
      *"$(printf '\\001')"*) pod_agent_value=$(printf '%s' "$pod_agent_value" | tr '\\001' '\\n') ;;
    esac
    export "$pod_agent_name=$pod_agent_value"
  done <<POD_AGENT_END
$(tr '\\n\\000' '\\001\\n' </proc/1/environ)
POD_AGENT_END
  unset pod_agent_line pod_agent_name pod_agent_value
fi
`;

export type SessionFiles = {
  /** Read by login shells of every kind: /etc/profile.d. */
  readonly profile: string;
  /** Read by bash for \`ssh host command\`: the .bashrc of the user who logs in. */
  readonly bashrc: string;
};

/** Rejects with the system's error where a file cannot be written. */
export async function exportToSessions({ profile, bashrc }: SessionFiles): Promise<void> {
  await mkdir(dirname(profile), { recursive: true });
  await writeWhole(profile, sessionScript);
  const line = `[ ! -r ${profile} ] || . ${profile} # pod-agent`;
  // At the top: many a .bashrc ends early where nobody sits at a terminal.
  await changeText(bashrc, (current) => (current.includes(line) ? null : `${line}\n${current}`));
}
