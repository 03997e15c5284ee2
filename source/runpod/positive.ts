/** Nothing costs nothing, and no card has no memory: a zero is RunPod's way to say that it has no figure. */
export function positiveOf(value: number | null | undefined): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}
