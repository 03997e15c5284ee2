/**
 * The page's clock: milliseconds from an arbitrary moment. It only goes forward, and goes on while the machine sleeps;
 * the browser's own two clocks lack one of these each.
 */
export type Clock = () => number;

export type TwoClocks = { wallMs(): number; steadyMs(): number };

/** Of the two clocks it believes the one that went further, so that what is shown is rather too old than too young. */
export function createClock({ wallMs, steadyMs }: TwoClocks): Clock {
  let nowMs = 0;
  let before = { wallMs: wallMs(), steadyMs: steadyMs() };
  return () => {
    const after = { wallMs: wallMs(), steadyMs: steadyMs() };
    nowMs += Math.max(0, after.wallMs - before.wallMs, after.steadyMs - before.steadyMs);
    before = after;
    return nowMs;
  };
}
