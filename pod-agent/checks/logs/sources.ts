/** The ends of logs: nginx's, and those that applications on RunPod usually write. */
import type { Source } from '../../host/host.ts';
import type { PodPlan } from '../check.ts';
import { nginxLogs, shell, timeZone } from '../web/sources.ts';

const mostFiles = 8;
const bytesEach = 32_768;

/**
 * Of the logs that were written to within ten minutes a few, each behind a line `==> PATH <==`. What a package manager
 * writes is no application's. A volume that does not answer costs the deadline of this source, and nothing else.
 */
export const applicationLogsScript = `find /workspace/logs /workspace /var/log -maxdepth 1 -type f -name '*.log' -mmin -10 2>/dev/null |
  grep -v -e '/dpkg\\.log$' -e '/alternatives\\.log$' -e '/bootstrap\\.log$' -e '/fontconfig\\.log$' -e '/apt.*\\.log$' | head -n ${mostFiles} |
  while IFS= read -r file; do
    printf '==> %s <==\\n' "$file"
    tail -c ${bytesEach} "$file" 2>/dev/null
    echo
  done`;

export const applicationLogs = shell('logs of applications', applicationLogsScript);

export function logSources(plan: PodPlan): readonly Source[] {
  const { access, error } = nginxLogs(plan);
  return [access, error, applicationLogs, timeZone];
}
