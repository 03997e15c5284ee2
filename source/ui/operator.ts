/** What the screen may ask for. Handed in: the screen itself can reach nothing. */
export type Operator = {
  startPod(podId: string): void;
  stopPod(podId: string): void;
  /** Drop the backoff of this pod's link and try at once. */
  retryLink(podId: string): void;
  /** Ask the API now. */
  refresh(): void;
  /** Repaint every cell, for a screen that something else has written on. */
  repaint(): void;
  suspend(): void;
  quit(): void;
  /** Put text on the operator's clipboard (OSC 52). */
  copy(text: string): void;
};
