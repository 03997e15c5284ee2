/** Whether the container ends on SIGTERM in time: RunPod stops a pod so, and kills what does not obey. */
import type { Trial } from './await-health.ts';
import type { PartEnd } from './part.ts';

/** 128 and the number of SIGKILL, of SIGTERM. */
const killedCode = 137;
const terminatedCode = 143;

export async function checkStop({ project, engine, container, signal }: Trial): Promise<PartEnd> {
  const { stopWithinMs } = project.try;
  const stopped = await engine.stop(container.containerId, stopWithinMs, signal);
  if (!stopped.ok)
    return { outcome: 'fail', text: stopped.reason, evidence: stopped.evidence, fix: stopped.fix ?? null };
  const { tookMs, exitCode } = stopped.value;
  const seconds = (tookMs / 1000).toFixed(1);
  if (exitCode === null || exitCode === killedCode)
    return {
      outcome: 'fail',
      text: `The container did not end within ${Math.round(stopWithinMs / 1000)} s of SIGTERM and had to be killed.`,
      evidence: [],
      fix: 'Let the first process handle SIGTERM: `exec` it from scripts, use the exec form of CMD, or start it by tini.',
    };
  if (exitCode === 0 || exitCode === terminatedCode)
    return { outcome: 'pass', text: `It ended on SIGTERM in ${seconds} s with exit code ${exitCode}.` };
  return {
    outcome: 'warn',
    text: `It ended on SIGTERM in ${seconds} s, with exit code ${exitCode} in place of 0.`,
  };
}
