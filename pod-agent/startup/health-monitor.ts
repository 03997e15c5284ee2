/** 4: health is judged from here on, and the first report is there before nginx is. */
import { defaultReportPath } from '../outlets/report-file.ts';
import { done, type Phase, type PhaseOutcome, type PodStart, warned } from './phase.ts';

export const healthMonitor: Phase = { id: 'health-monitor', run };

async function run(pod: PodStart): Promise<PhaseOutcome> {
  const report = await pod.monitor.begin();
  const unwell = report.checks.filter(
    ({ id, status }) => id !== 'app' && (status === 'fail' || status === 'warn'),
  );
  const words = unwell.map(({ id, summary }) => `${id}: ${summary}`);
  const found = [`first report in ${defaultReportPath}: ${report.status}`, ...words];
  const { port, trouble } = pod.monitor.pages();
  if (trouble === null) return done(...found);
  return warned(
    [trouble, `the agent's own pages are at 127.0.0.1:${port} instead`, ...found],
    'Name a free port in POD_AGENT_HTTP_PORT, and start the pod again.',
  );
}
