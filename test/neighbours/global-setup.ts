/** Before the first and after the last test of a run: names the run, and removes the containers and images that it made. */
export function setup(): () => Promise<void> {
  process.env.POD_ENGINE_TEST_RUN = String(process.pid);
  return async () => {
    // Most runs start no container, and then the engine is not asked at all.
    const { existsSync, rmSync } = await import('node:fs');
    const { usedMark } = await import('./built-image.ts');
    if (!existsSync(usedMark)) return;
    rmSync(usedMark);
    const { removeOf } = await import('./test-run.ts');
    await removeOf('this run');
  };
}
