/** Calls `callback` once after `delayMs`, unless the returned function is called before. */
export type StartTimer = (callback: () => void, delayMs: number) => () => void;

export function startTimer(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
