/* When to try again. Pure. */

export const LEAST = 1, MOST = 300;

/** Seconds until the next try after `tries` failures in a row; `random` in [0, 1). Doubles from 1 s
    up to 300 s, of which up to half is left to chance, so that many phones do not come at once.
    `asked`: seconds that the server asked for, or 0. */
export function wait(tries, random, asked) {
  const whole = Math.min(MOST, LEAST * 2 ** Math.min(20, Math.max(0, tries - 1)));
  return Math.max(LEAST, whole * (0.5 + random / 2), Math.min(MOST, asked || 0));
}
