/** A sign that something is waited for: it turns with the screen's own tick, and has no timer. */
const signs = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export function spinnerSign(nowMs: number): string {
  return signs[Math.floor(nowMs / 1000) % signs.length] ?? '⠋';
}
