/**
 * What belongs to one run of the tests: containers carry its process id in their label, images in their tag. They are
 * removed when the run ends, and what a killed run left behind is removed by the next.
 */
import { engine, engineList, testLabel } from './podman.ts';

/** Set by `global-setup.ts`, so that every worker of a run names the same. */
export const testRun = process.env.POD_ENGINE_TEST_RUN ?? String(process.pid);

const images = 'localhost/pod-engine-test';

export function imageTag(target: string): string {
  return `${images}/${target}:run-${testRun}`;
}

/** Removes what was made by this run, or by runs that are no more; the base images stay. */
export async function removeOf(whose: 'this run' | 'runs that are gone'): Promise<void> {
  const isTheirs = (run: string): boolean => (whose === 'this run' ? run === testRun : isGone(run));
  for (const id of await engineList(['ps', '--all', '--quiet', '--filter', `label=${testLabel}`])) {
    const format = `{{index .Config.Labels "${testLabel}"}}`;
    const { stdout: run } = await engine(['inspect', '--format', format, id], { anyCode: true });
    if (isTheirs(run.trim())) await engine(['rm', '--force', '--volumes', id], { anyCode: true });
  }
  for (const tag of await engineList(['images', '--format', '{{.Repository}}:{{.Tag}}'])) {
    const run = /:run-(\d+)$/.exec(tag)?.[1];
    if (tag.startsWith(`${images}/`) && run !== undefined && isTheirs(run))
      await engine(['rmi', '--force', tag], { anyCode: true });
  }
}

function isGone(run: string): boolean {
  if (!/^\d+$/.test(run)) return false;
  try {
    process.kill(Number(run), 0);
    return false;
  } catch {
    return true;
  }
}
