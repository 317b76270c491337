/* Where a shot may be taken whose item asks for a place: near the task's own points. Pure. */

export const METRES = 150;
const EARTH = 6371008.8;

/** Metres between two positions in degrees (haversine). */
export function metres(a, b) {
  const rad = Math.PI / 180, half = (x) => Math.sin((x * rad) / 2) ** 2;
  const h = half(b.latitude - a.latitude)
    + Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * half(b.longitude - a.longitude);
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** What to say of a position (or null: none was had) for `points` ([{row, latitude, longitude}]) and
    the `row` that is chosen ("" for none). What is not known to be elsewhere is allowed. */
export function judged(position, points, row) {
  const own = points.filter((one) => one.row === row);
  const known = row ? own : points;
  if (!position) return { allowed: true, why: "none", metres: 0 };
  if (!known.length) return { allowed: true, why: "unknown", metres: 0 };
  const near = Math.min(...known.map((one) => metres(position, one)));
  return { allowed: near <= METRES, why: near <= METRES ? "near" : "far", metres: Math.round(near) };
}
