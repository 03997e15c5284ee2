/** The pod's variables: the values of those that may be shown, and of all others the names. */
import type { EnvironmentSource } from '../../host/host.ts';
import { openNames } from '../../settings/index.ts';
import { shell } from '../web/sources.ts';

/** RunPod's own that tell of the pod. RUNPOD_API_KEY is asked for nowhere. */
export const runpodNames = [
  'RUNPOD_POD_ID',
  'RUNPOD_POD_HOSTNAME',
  'RUNPOD_DC_ID',
  'RUNPOD_GPU_COUNT',
  'RUNPOD_CPU_COUNT',
  'RUNPOD_PUBLIC_IP',
  'RUNPOD_TCP_PORT_22',
] as const;

export const openVariables: EnvironmentSource = {
  kind: 'environment',
  id: 'open variables',
  cadence: 'once',
  names: [...openNames, ...runpodNames, 'PUBLIC_KEY', 'CUDA_VISIBLE_DEVICES', 'NVIDIA_VISIBLE_DEVICES'],
};

/**
 * Lines `name NAME` for the variables of PID 1 that are the agent's or RunPod's, `unreadable` where they may not be
 * read, and `marker PATH`, `key-file PATH`, `gpu-device PATH` for files that are there. A variable of several lines may
 * hold anything, so that only lines which begin like such a name are taken for one.
 */
export const namesScript = `if [ -r /proc/1/environ ]; then
  tr '\\000' '\\n' </proc/1/environ 2>/dev/null | sed -n -e 's/^\\(RUNPOD_[A-Z0-9_]*\\)=.*/name \\1/p' -e 's/^\\(POD_[A-Z0-9_]*\\)=.*/name \\1/p' -e 's/^\\(PUBLIC_KEY\\)=.*/name \\1/p' | head -n 300
else echo unreadable; fi
for file in /etc/rp_environment /runpod-volume; do [ -e "$file" ] && echo "marker $file"; done
for file in "\${HOME:-/root}/.ssh/authorized_keys" /root/.ssh/authorized_keys; do [ -s "$file" ] && echo "key-file $file"; done
for file in /dev/nvidia[0-9]*; do [ -e "$file" ] && echo "gpu-device $file"; done
:`;

export const names = shell('names of variables', namesScript);

/**
 * The lines of the settings file that begin a setting, each behind its number: with its value where its name is among
 * \`$1\`, else without. The file's path stands first.
 */
export const settingsFileScript = `file=$(tr '\\000' '\\n' </proc/1/environ 2>/dev/null | sed -n 's/^POD_AGENT_SETTINGS=//p' | head -n 1)
file=\${file:-/etc/pod-agent.env}
[ -r "$file" ] || exit 0
echo "file $file"
number=0
while IFS= read -r line && [ "$number" -lt 500 ]; do
  number=$((number + 1))
  case $line in
    POD_*=*) name=\${line%%=*}
      case " $1 " in *" $name "*) echo "$number $line" ;; *) echo "$number $name=" ;; esac ;;
  esac
done <"$file"`;

export const settingsFile = shell('settings file', settingsFileScript, [openNames.join(' ')]);
