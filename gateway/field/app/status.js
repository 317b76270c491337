/* The line at the top, and what the storage allows. Pure. */

export const WARN = 0.8, STOP = 0.95;

/** `estimate`: what the browser says ({usage, quota} in bytes), or null: "unknown", "free", "tight"
    (no films any more) or "full" (no shots either). */
export function room(estimate) {
  if (!estimate || !estimate.quota) return "unknown";
  const share = estimate.usage / estimate.quota;
  if (share >= STOP) return "full";
  return share >= WARN ? "tight" : "free";
}

/** Whether a file of this kind may be kept: "" or why not. */
export function fits(estimate, size, film) {
  const now = room(estimate);
  if (now === "full") return "full";
  if (now === "tight" && film) return "tight";
  if (estimate && estimate.quota && estimate.usage + size > estimate.quota) return "large";
  return "";
}

/** The words of the line, in order; `online` is null until somebody has looked. */
export function line({ online, waiting, room: left }) {
  const net = online === null ? "line.looking" : online ? "line.online" : "line.offline";
  return [[net], ["line.waiting", waiting], [`line.room.${left}`]];
}

/** Seconds that the server's clock is ahead of the device's; `date`: its header, `now` in ms. */
export function offset(date, now) {
  const told = Date.parse(date || "");
  return Number.isNaN(told) ? null : Math.round((told - now) / 1000);
}

export const FAR_OFF = 300;
