/** At each full second of the clock, so that the clock on the screen never skips one. */
export function everySecond(nowMs: () => number, tick: (atMs: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const next = (): void => {
    const atMs = nowMs();
    timer = setTimeout(
      () => {
        tick(nowMs());
        next();
      },
      1000 - (atMs % 1000) + 5,
    );
  };
  next();
  return () => clearTimeout(timer);
}
