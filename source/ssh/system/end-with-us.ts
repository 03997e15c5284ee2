/** What must not outlive this program: ended when it ends, whichever way it does but by SIGKILL. */

const endings = new Set<() => void>();

/** @returns Takes it back. `ending` must not wait for anything. */
export function endWithUs(ending: () => void): () => void {
  if (endings.size === 0) process.on('exit', endAll);
  endings.add(ending);
  return () => {
    endings.delete(ending);
    if (endings.size === 0) process.off('exit', endAll);
  };
}

function endAll(): void {
  for (const ending of endings) ending();
}
