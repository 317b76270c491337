/* The states of an item of the queue, and what may be done in each. Pure.

   waiting: kept here, not all of it at the server · sent: the server has every byte and checks
   them · held: it has them, and a person must look at them · refused: the server will not take it
   as it is, a person must decide · done: a signed receipt was checked, and the copy is gone. */

export const WAITING = "waiting", SENT = "sent", HELD = "held", REFUSED = "refused", DONE = "done";

/** The server's states that want bytes, and those in which it has them all. */
const WANTING = ["DECLARED", "OPEN", "EXPIRED"];
const CHECKED = ["STORED", "CHECKING"];
export const ENDED = ["SEALED", "REJECTED", "DISPOSED"];

export const wantsBytes = (told) => WANTING.includes(told);

/** Of what the server says, the item's state; "" where it says what this page does not know. */
export function after(told) {
  if (WANTING.includes(told)) return WAITING;
  if (told === "QUARANTINED") return HELD;
  return CHECKED.includes(told) || ENDED.includes(told) ? SENT : "";
}

/** Items of `owner` to work on at `now` (ms), those taken first before the others. */
export function due(items, owner, now, all) {
  return items
    .filter((one) => one.owner === owner && [WAITING, SENT, HELD].includes(one.state))
    .filter((one) => all || one.next <= now)
    .sort((a, b) => a.n - b.n);
}

/** Ms until the next item is due; at most `most`. */
export function pause(items, owner, now, most) {
  const times = due(items, owner, now, true).map((one) => Math.max(0, one.next - now));
  return Math.min(most, ...times);
}

export function counts(items, owner) {
  const own = items.filter((one) => one.owner === owner && one.state !== DONE);
  const of = (...states) => own.filter((one) => states.includes(one.state)).length;
  return {
    waiting: of(WAITING, REFUSED),
    sent: of(SENT, HELD),
    refused: of(REFUSED),
    others: items.filter((one) => one.owner !== owner && one.state !== DONE).length,
  };
}

/** What a refusal of the server means: "later", "signed-out" or "never". */
export function meaning(status, code) {
  if (status === 401) return "signed-out";
  if (status === 409 && code !== "manifest-differs") return "later";
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "later";
  return "never";
}
