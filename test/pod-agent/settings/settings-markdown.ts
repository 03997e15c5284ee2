/** docs/settings.md, made from the tables of settings, so that none is missing. */
import { allSettings } from '../../../pod-agent/settings/index.ts';
import type { Setting } from '../../../pod-agent/settings/setting.ts';

export function settingsMarkdown(): string {
  const rows = allSettings.flatMap((table) => Object.values(table)).map(rowOf);
  return `# Settings of a pod

Variables of the container, or lines \`NAME=value\` of \`/etc/pod-agent.env\`; the environment comes first. A value that cannot
be taken is named in the pod's log, with what would be right, and the default holds. This page is made from the tables in
\`pod-agent/settings\`; a test fails when the two differ.

| Variable | Means | Without it |
| --- | --- | --- |
${rows.join('\n')}

Those that begin with \`POD_ENGINE_\` are of the switch by which a pod stops itself ([cost.md](cost.md#the-switch-in-the-pod)). They
can be given where a pod is made or edited, and in \`pod-engine.yaml\`; \`pod-agent keep 2h\` puts the stop off.

RunPod's own variables are read as well: \`RUNPOD_POD_ID\` and \`RUNPOD_PUBLIC_IP\` for the pod's addresses (the first also for the switch), \`RUNPOD_GPU_COUNT\` for
the cards that were paid for, \`RUNPOD_CPU_COUNT\` where the container has no limit of its own, \`PUBLIC_KEY\` for SSH.
`;
}

function rowOf({ name, summary, fallback, isSecret }: Setting<unknown>): string {
  const secret = isSecret === true ? ' A secret: no log or page shows it.' : '';
  return `| \`${name}\` | ${summary}${secret} | ${fallbackText(fallback)} |`.replaceAll('|  |', '| |');
}

function fallbackText(fallback: unknown): string {
  if (fallback === null || (Array.isArray(fallback) && fallback.length === 0)) return '';
  return `\`${String(fallback)}\``;
}
